import { IconBraces, IconPlugConnectedX } from '@tabler/icons-react'
import { Link } from 'wouter'
import { useCall } from '../../state/query'
import { Button } from '../../ui/Button'
import { useCommands } from '../../ui/commands'
import { Empty } from '../../ui/Empty'
import { Failure } from '../../ui/Failure'
import { formatCount } from '../../ui/format'
import { Pane } from '../../ui/Pane'
import classes from './Schemas.module.css'
import { Subject } from './Subject'
import { SubjectList } from './SubjectList'
import { useAddress } from '../../state/address'
import { formatAddress, parseAddress, type Go } from './address'

const everyMs = 10_000

/** What a Schema Registry has: subjects at the left, one of them at the right. */
export default function Schemas() {
  const [address, go] = useAddress(parseAddress, formatAddress)
  const { deleted, subject } = address
  const list = useCall(`schemas.list ${deleted}`, (client, signal) => client.schemas.list({ deleted }, { signal }), {
    everyMs,
    doing: 'Reading the subjects',
  })
  useCommands('Schemas', [
    {
      id: 'schemas.deleted',
      title: deleted ? 'Leave out deleted subjects' : 'Show deleted subjects, too',
      run: () => go({ deleted: !deleted }, { replace: true }),
    },
  ])
  if (list.problem?.code === 'registry-absent') return <NoRegistry />
  if (list.problem && !list.data) {
    return (
      <Pane title="Schemas">
        <Failure problem={list.problem} retryAt={list.retryAt} onRetry={list.reload}>
          The other views go on.
        </Failure>
      </Pane>
    )
  }
  if (list.data?.subjects.length === 0 && subject === null) return <EmptyRegistry deleted={deleted} go={go} />
  return (
    <div className={classes.view}>
      <SubjectList list={list} address={address} go={go} />
      {subject !== null ? (
        <Subject key={subject} subject={subject} address={address} go={go} />
      ) : (
        <div className={classes.nothing}>
          {list.data && list.data.subjects.length > 0 && (
            <Empty icon={IconBraces} title="Choose a subject">
              {`There are ${formatCount(list.data.subjects.length)}. Its versions, fields and text are shown here.`}
            </Empty>
          )}
        </div>
      )}
    </div>
  )
}

function NoRegistry() {
  return (
    <Pane title="Schemas">
      <Empty
        icon={IconPlugConnectedX}
        title="This profile has no Schema Registry"
        actions={<Link href="/settings">Open the settings</Link>}
      >
        Add the address of one to the profile, or choose a profile that has it.
      </Empty>
    </Pane>
  )
}

function EmptyRegistry({ deleted, go }: { deleted: boolean; go: Go }) {
  return (
    <Pane title="Schemas" count={0}>
      <Empty
        icon={IconBraces}
        title="The registry is empty"
        actions={
          <Button onClick={() => go({ deleted: !deleted }, { replace: true })}>
            {deleted ? 'Leave out deleted subjects' : 'Show deleted subjects'}
          </Button>
        }
      >
        A subject appears here when somebody registers its first schema.
      </Empty>
    </Pane>
  )
}
