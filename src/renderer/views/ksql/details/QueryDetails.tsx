import { useState } from 'react'
import { turnstileSummaryTopic } from '../../../../shared/city/names'
import type { KsqlQueryDetail } from '../../../../shared/contract/ksql'
import { useCall, useCommand } from '../../../state/query'
import { Button } from '../../../ui/Button'
import { CodeBlock } from '../../../ui/CodeBlock'
import { Confirm } from '../../../ui/Confirm'
import { LoadedView } from '../../../ui/LoadedView'
import { SideColumn } from '../../../ui/SideColumn'
import { StateMark } from '../../../ui/StateMark'
import { queryMark, queryWord } from '../query-state'
import classes from './Details.module.css'
import { Columns, FactList, Part, Progress, Statement, TopicLink } from './Parts'

interface QueryDetailsProps {
  id: string
  isReadOnly: boolean
  onClose(): void
  /** After it was terminated. */
  onGone(): void
}

/** EXPLAIN is asked again so often, ms. */
const everyMs = 5_000

/** A persistent query: its state, what it reads and makes, how far it is, and its end. */
export function QueryDetails({ id, isReadOnly, onClose, onGone }: QueryDetailsProps) {
  const [isAsking, setAsking] = useState(false)
  const loaded = useCall(`ksql query ${id}`, (client, signal) => client.ksql.query({ id }, { signal }), {
    everyMs,
    doing: `Reading ${id}`,
  })
  const command = useCommand(`Terminating ${id}`)
  const terminate = async () => {
    const done = await command.run(client => client.ksql.terminate({ id }))
    if (!done) return
    setAsking(false)
    onGone()
  }
  return (
    <SideColumn
      label={`About ${id}`}
      title={<span className={classes.title}>{id}</span>}
      width={340}
      onClose={onClose}
      foot={
        <>
          <span>{isReadOnly && 'This profile only looks.'}</span>
          <Button kind="danger" disabled={isReadOnly || !loaded.data} onClick={() => setAsking(true)}>
            Terminate…
          </Button>
        </>
      }
    >
      <LoadedView loaded={loaded} elsewhere="The editor goes on.">
        {detail => <Content detail={detail} />}
      </LoadedView>
      {isAsking && (
        <Confirm
          title={`Terminate ${id}?`}
          action="Terminate"
          isDangerous
          isBusy={command.isBusy}
          problem={command.problem}
          onConfirm={() => void terminate()}
          onClose={() => {
            setAsking(false)
            command.dismiss()
          }}
        >
          <Consequences sinks={loaded.data?.sinks ?? []} topics={loaded.data?.sinkTopics ?? []} />
        </Confirm>
      )}
    </SideColumn>
  )
}

function Consequences({ sinks, topics }: { sinks: readonly string[]; topics: readonly string[] }) {
  const names = sinks.join(', ')
  return (
    <>
      <p>
        The query ends for good. {names !== '' && `What it has written to ${names} stays; nothing new comes to it.`}
      </p>
      {topics.includes(turnstileSummaryTopic) && (
        <p>
          <b>The map counts entries from {turnstileSummaryTopic}:</b> its totals stand still from then on.
        </p>
      )}
    </>
  )
}

function Content({ detail }: { detail: KsqlQueryDetail }) {
  const { state, errors, hosts, properties, statistics, topology } = detail
  return (
    <>
      <Part
        title="State"
        aside={
          <span className={classes.state}>
            <StateMark mark={queryMark(state)} label={queryWord(state)} /> {queryWord(state)}
          </span>
        }
      >
        <FactList
          facts={[
            ['Kind', detail.type.toLowerCase()],
            ['Reads', detail.sources.join(', ')],
            ['Makes', detail.sinks.join(', ')],
            ...hosts.map(({ host, state: there }) => [host, queryWord(there)] as const),
          ]}
        />
        {detail.sinkTopics.map(topic => (
          <TopicLink key={topic} topic={topic} />
        ))}
      </Part>
      {errors.length > 0 && (
        <Part title="Failures" aside={errors.length}>
          {errors.slice(-errorsMax).map(({ message }, i) => (
            <CodeBlock key={i} text={message} label="Failure" wraps className={classes.code} />
          ))}
        </Part>
      )}
      {statistics.length > 0 && (
        <Part title="Counted by the server">
          <FactList facts={statistics.map(({ name, value }) => [name, value] as const)} />
        </Part>
      )}
      <Progress progress={detail.progress} />
      <Columns columns={detail.columns} />
      <Statement text={detail.statement} />
      {topology.trim() !== '' && (
        <Part title="How it works">
          <CodeBlock text={topology} label="Topology" className={classes.code} />
        </Part>
      )}
      {properties.length > 0 && (
        <Part title="Properties of its own">
          <FactList facts={properties.map(({ name, value }) => [name, value] as const)} />
        </Part>
      )}
    </>
  )
}

/** The newest failures are shown. */
const errorsMax = 5
