import { IconBraces, IconPlugConnectedX } from '@tabler/icons-react'
import { Link } from 'wouter'
import { useCall } from '../../state/query'
import { useCommands } from '../../ui/commands'
import { Empty } from '../../ui/Empty'
import { formatCount } from '../../ui/format'
import { Pane } from '../../ui/Pane'
import classes from './Schemas.module.css'
import { Subject } from './Subject'
import { SubjectList } from './SubjectList'
import { useSchemasAddress } from './useAddress'

const everyMs = 10_000

/** What a Schema Registry has: subjects at the left, one of them at the right. */
export default function Schemas() {
  const { address, go } = useSchemasAddress()
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
