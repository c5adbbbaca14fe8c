import type { KsqlSourceDetail } from '../../../../shared/contract/ksql'
import { useCall } from '../../../state/query'
import { Button } from '../../../ui/Button'
import { LoadedView } from '../../../ui/LoadedView'
import { SideColumn } from '../../../ui/SideColumn'
import { quoted } from '../run/examples'
import { Columns, FactList, Part, Progress, QueryLink, Statement, TopicLink } from './Parts'
import classes from './Details.module.css'

interface SourceDetailsProps {
  name: string
  onClose(): void
  /** Puts a statement into the editor and runs it. */
  onRun(text: string): void
}

/** DESCRIBE … EXTENDED is asked again so often, ms. */
const everyMs = 5_000

/** A stream or table: where its records are, its columns, who makes and reads it. */
export function SourceDetails({ name, onClose, onRun }: SourceDetailsProps) {
  const loaded = useCall(`ksql source ${name}`, (client, signal) => client.ksql.source({ name }, { signal }), {
    everyMs,
    doing: `Reading ${name}`,
  })
  return (
    <SideColumn
      label={`About ${name}`}
      title={<span className={classes.title}>{name}</span>}
      width={340}
      onClose={onClose}
      foot={
        loaded.data && (
          <Button kind="link" onClick={() => onRun(`SELECT * FROM ${quoted(name)} EMIT CHANGES;`)}>
            Follow its rows
          </Button>
        )
      }
    >
      <LoadedView loaded={loaded} elsewhere="The editor goes on.">
        {detail => <Content detail={detail} />}
      </LoadedView>
    </SideColumn>
  )
}

function Content({ detail }: { detail: KsqlSourceDetail }) {
  const { readBy, writtenBy, statistics } = detail
  return (
    <>
      <Part title={detail.kind === 'stream' ? 'Stream' : 'Table'}>
        <TopicLink topic={detail.topic} />
        <FactList
          facts={[
            ['Key', detail.keyFormat],
            ['Value', detail.valueFormat],
            ['Windows', detail.windowType],
            ['Time from', detail.timestamp],
            ['Partitions', detail.partitions],
            ['Replicas', detail.replicas],
          ]}
        />
      </Part>
      <Columns columns={detail.columns} />
      {writtenBy.length > 0 && (
        <Part title="Made by" aside={writtenBy.length}>
          {writtenBy.map(id => (
            <QueryLink key={id} id={id} />
          ))}
        </Part>
      )}
      {readBy.length > 0 && (
        <Part title="Read by" aside={readBy.length}>
          {readBy.map(id => (
            <QueryLink key={id} id={id} />
          ))}
        </Part>
      )}
      {statistics.length > 0 && (
        <Part title="Counted by the server">
          <FactList facts={statistics.map(({ name, value }) => [name, value] as const)} />
        </Part>
      )}
      <Progress progress={detail.progress} />
      <Statement text={detail.statement} />
    </>
  )
}
