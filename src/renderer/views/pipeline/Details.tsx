import { IconAlertCircle, IconArrowUpRight, IconRefresh } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Problem } from '../../../shared/contract/problem'
import { provision, useHealth } from '../../state/lifecycle'
import { useCall } from '../../state/query'
import { Button } from '../../ui/Button'
import { StateMark } from '../../ui/StateMark'
import { ownConnector, type Graph, type GraphNode } from './graph/model'
import classes from './Pipeline.module.css'
import { stepWords, useIsProvisioning } from './StepTable'

/** Where a step's things are looked into. */
const stepDoors: Partial<Record<string, { href: string; title: string; node: string }>> = {
  topics: { href: '/topics', title: 'Open Topics', node: 'arrivals' },
  schemas: { href: '/schemas', title: 'Open Schemas', node: 'arrivals' },
  connector: { href: `/connect/${ownConnector}`, title: 'Open Connect', node: 'connector' },
  transformer: { href: '/groups/elevated-transformer', title: 'Open its group', node: 'transformer' },
  ksql: { href: '/ksql', title: 'Open ksqlDB', node: 'ksql' },
}

/** How the door of a node is called. */
const nodeDoors: Record<GraphNode['kind'], string> = {
  simulator: 'Open the map',
  producer: 'Open its log',
  proxy: 'Open its log',
  topic: 'Open the records',
  database: 'Open',
  connector: 'Open Connect',
  transformer: 'Open its group',
  query: 'Open ksqlDB',
  city: 'Open its group',
  map: 'Open the map',
}

interface DetailsProps {
  graph: Graph | null
  shown: { node: string | null; step: string | null }
}

/** What was chosen, or what has failed: what it is, why, and what can be done. */
export function Details({ graph, shown }: DetailsProps) {
  return (
    <section className={classes.details} aria-label="The chosen part">
      {shown.node !== null ? (
        <NodeDetails id={shown.node} graph={graph} />
      ) : shown.step !== null ? (
        <StepDetails id={shown.step} />
      ) : (
        <p className={classes.hint}>
          Nothing has failed. Choose a part, or a step, to see what it says of itself; Enter or a double click opens its
          view.
        </p>
      )}
    </section>
  )
}

function NodeDetails({ id, graph }: { id: string; graph: Graph | null }) {
  const node = graph?.nodes.find(candidate => candidate.id === id)
  const trace = useConnectorTrace(node?.kind === 'connector' && node.mark === 'failed')
  if (!graph) return null
  if (!node) return <p className={classes.hint}>There is no part called {id} on this cluster.</p>
  return (
    <>
      <Title isFailed={node.mark === 'failed'}>
        {node.mark !== 'failed' && (
          <>
            <StateMark mark={node.mark} label={node.word} />{' '}
          </>
        )}
        {node.title}: {node.word}
      </Title>
      <p className={classes.facts}>{node.facts.map(({ text }) => text).join(' · ')}</p>
      {node.problem && <Why problem={node.problem} />}
      {trace !== null && <Raw text={trace} />}
      <div className={classes.actions}>
        {node.kind === 'connector' && node.mark === 'failed' && <Apply step="connector" />}
        {node.kind === 'query' && node.mark === 'failed' && <Apply step="ksql" />}
        {node.href && <Door href={node.href}>{nodeDoors[node.kind]}</Door>}
      </div>
    </>
  )
}

function StepDetails({ id }: { id: string }) {
  const step = useHealth(({ steps }) => steps.find(candidate => candidate.id === id))
  const service = useHealth(({ profile }) => profile.title)
  const trace = useConnectorTrace(id === 'connector' && step?.state === 'failed')
  const door = stepDoors[id]
  if (!step) return <p className={classes.hint}>There is no provisioning step called {id}.</p>
  const isFailed = step.state === 'failed'
  return (
    <>
      <Title isFailed={isFailed}>
        {step.title}: {step.problem ? 'failed' : (step.detail ?? stepWords[step.state])}
      </Title>
      {step.problem ? <Why problem={step.problem} /> : <p className={classes.facts}>On {service}.</p>}
      {trace !== null && <Raw text={trace} />}
      <div className={classes.actions}>
        {step.state !== 'skipped' && <Apply step={id} isPrimary={isFailed} />}
        {door && step.state !== 'skipped' && <Door href={door.href}>{door.title}</Door>}
      </div>
    </>
  )
}

function Title({ isFailed, children }: { isFailed: boolean; children: ReactNode }) {
  return (
    <h2 className={classes.detailTitle} data-tone={isFailed ? 'err' : undefined}>
      {isFailed && <IconAlertCircle size={16} stroke={1.8} aria-hidden />}
      <span>{children}</span>
    </h2>
  )
}

function Why({ problem: { message, where, tip } }: { problem: Problem }) {
  return (
    <>
      <p>{message}</p>
      <p>{tip}</p>
      <code className={classes.where}>{where}</code>
    </>
  )
}

function Raw({ text }: { text: string }) {
  return (
    <pre className={classes.raw} tabIndex={0} aria-label="What Connect says">
      {text}
    </pre>
  )
}

/** The full text of what the pipeline's connector, or its first failed task, says of its failure. */
function useConnectorTrace(isWanted: boolean | undefined): string | null {
  const connector = useCall(
    isWanted ? 'pipeline connector' : null,
    (client, signal) => client.connect.connector({ name: ownConnector }, { signal }),
    { everyMs: 5_000, doing: 'Reading the connector' },
  )
  if (!isWanted || !connector.data) return null
  return connector.data.trace ?? connector.data.tasks.find(({ trace }) => trace !== null)?.trace ?? null
}

function Apply({ step, isPrimary = true }: { step: string; isPrimary?: boolean }) {
  const isBusy = useIsProvisioning()
  const isReadOnly = useHealth(({ profile }) => profile.readOnly) ?? false
  return (
    <Button
      kind={isPrimary ? 'primary' : 'plain'}
      icon={<IconRefresh size={14} stroke={1.8} />}
      disabled={isBusy || isReadOnly}
      title={isReadOnly ? 'The profile is read-only: nothing is made' : 'This step and those after it'}
      onClick={() => void provision(step)}
    >
      {isBusy ? 'At work' : 'Apply this step again'}
    </Button>
  )
}

function Door({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} className={classes.door}>
      {children}
      <IconArrowUpRight size={14} stroke={1.8} aria-hidden />
    </Link>
  )
}
