import type { ServiceName } from '../../../../shared/contract/services'
import type { PipelineTopicId } from '../../../../shared/contract/pipeline'
import { formatCount, formatCountShort, formatDuration } from '../../../ui/format'
import { partMarks, runMarks, serviceMarks, serviceWords } from '../../../ui/marks'
import type { Mark } from '../../../ui/StateMark'
import { connectorOf, connectorState } from './connector-state'
import {
  has,
  ownConnector,
  partOf,
  queriesOf,
  serviceOf,
  stepOf,
  topicOf,
  type Fact,
  type GraphInput,
  type GraphNode,
} from './model'

/** A map that is farther behind than this is called slow, ms. */
const behindMs = 10_000

/** Every node that this cluster has, from left to right. */
export function graphNodes(input: GraphInput): GraphNode[] {
  const { health } = input
  const nodes: (GraphNode | null)[] = [
    simulator(input),
    producer(input),
    proxy(input),
    topic(input, 'arrivals'),
    topic(input, 'turnstile'),
    topic(input, 'weather'),
    has(health, 'connect') && has(health, 'postgres') ? database(input) : null,
    has(health, 'connect') ? connector(input) : null,
    topic(input, 'stations'),
    transformer(input),
    topic(input, 'stationsTable'),
    has(health, 'ksql') ? queries(input) : null,
    topic(input, 'summary'),
    city(input),
    map(input),
  ]
  return nodes.filter(node => node !== null)
}

function simulator({ health, city }: GraphInput): GraphNode | null {
  if (health.profile.readOnly || partOf(health, 'producer')?.state === 'off') return null
  const { state, speed, seed, problem } = health.run
  return {
    id: 'simulator',
    kind: 'simulator',
    title: 'Simulator',
    mark: problem ? 'slow' : runMarks[state],
    word: state,
    facts: [
      { text: `seed ${seed}, ${speed}×` },
      problem ? { text: 'time waits', tone: 'warn' } : { text: state === 'running' ? trains(city.trains) : state },
    ],
    problem,
    href: '/map',
  }
}

function producer({ health }: GraphInput): GraphNode | null {
  const part = partOf(health, 'producer')
  if (!part || part.state === 'off') return null
  return {
    id: 'producer',
    kind: 'producer',
    title: 'Producers',
    mark: partMarks[part.state],
    word: part.state,
    facts: [{ text: 'kafkajs, batched' }, waitingFact(part.buffered)],
    problem: part.problem,
    href: '/logs?source=producer',
  }
}

function proxy({ health }: GraphInput): GraphNode | null {
  const part = partOf(health, 'weather')
  if (!part || part.state === 'off' || !has(health, 'restProxy')) return null
  const service = serviceOf(health, 'restProxy')
  const isDown = service?.state === 'failed'
  return {
    id: 'restProxy',
    kind: 'proxy',
    title: 'REST Proxy',
    mark: isDown ? 'failed' : worse(partMarks[part.state], service ? serviceMarks[service.state] : 'waits'),
    word: isDown ? serviceWords.failed : part.state,
    facts: [
      { text: hostOf(service?.address) },
      (part.buffered ?? 0) > 0 ? waitingFact(part.buffered) : { text: counted(part.records, 'record', 'records') },
    ],
    problem: part.problem ?? service?.problem ?? null,
    href: '/logs?source=restProxy',
  }
}

const topicTitles: Record<PipelineTopicId, string> = {
  arrivals: 'station.arrivals',
  turnstile: 'turnstile.v1',
  weather: 'weather.v1',
  stations: 'stations',
  stationsTable: 'stations.table',
  summary: 'Summary',
}

/** Services without which nobody here writes the topic: it is then shown only where it is. */
const writers: Partial<Record<PipelineTopicId, ServiceName>> = { stations: 'connect', summary: 'ksql' }

function topic(input: GraphInput, id: PipelineTopicId): GraphNode | null {
  const { health, readings } = input
  const found = topicOf(input, id)
  const writer = writers[id]
  const isThere = found !== undefined && found.topics > 0
  if (!isThere && writer && !has(health, writer)) return null
  if (!isThere && id === 'stationsTable' && !has(health, 'connect')) return null
  const problem = readings?.topics.problem ?? null
  const isOld = id === 'stations' && connectorState(input) === 'FAILED'
  const base = { id, kind: 'topic' as const, title: topicTitles[id] }
  if (!found || !isThere) {
    const word = readings?.topics.value ? 'not there' : 'not read yet'
    return {
      ...base,
      mark: 'waits',
      word,
      facts: [{ text: found?.name ?? '' }, { text: word }],
      problem,
      href: '/topics',
    }
  }
  const stale = problem !== null || isOld
  return {
    ...base,
    mark: stale ? 'slow' : 'ok',
    word: stale ? 'stale' : 'there',
    facts: [
      sizeFact(id, found.topics, found.partitions, found.name),
      recordsFact(found.records, found.isEstimate, stale),
    ],
    problem,
    href:
      id === 'arrivals' ? `/topics?q=${encodeURIComponent(found.name)}` : `/topics/${encodeURIComponent(found.name)}`,
  }
}

function sizeFact(id: PipelineTopicId, topics: number, partitions: number, name: string): Fact {
  if (id === 'summary') return { text: name }
  if (topics > 1 || id === 'arrivals') return { text: counted(topics, 'topic', 'topics') }
  return { text: `${counted(partitions, 'partition', 'partitions')}${id === 'stationsTable' ? ', compacted' : ''}` }
}

function recordsFact(records: number | null, isEstimate: boolean, isStale: boolean): Fact {
  if (records === null) return { text: 'not measured yet' }
  // Of a compacted topic only the span of offsets is known without reading it.
  const text = isEstimate
    ? `≤ ${formatCountShort(records)} records`
    : `${isStale ? '≥ ' : ''}${formatCountShort(records)} records`
  return isStale ? { text: `${text}, stale`, tone: 'warn' } : { text }
}

function database({ health }: GraphInput): GraphNode {
  const service = serviceOf(health, 'postgres')
  const step = stepOf(health, 'stations-table')
  return {
    id: 'postgres',
    kind: 'database',
    title: 'PostgreSQL',
    mark: service ? serviceMarks[service.state] : 'waits',
    word: service ? serviceWords[service.state] : 'waits',
    facts: [
      { text: 'table stations' },
      { text: step?.state === 'done' && step.detail ? step.detail : hostOf(service?.address) },
    ],
    problem: service?.problem ?? null,
    href: null,
  }
}

const connectorMarks: Record<string, Mark> = {
  RUNNING: 'ok',
  PAUSED: 'waits',
  STOPPED: 'waits',
  FAILED: 'failed',
  UNASSIGNED: 'working',
  RESTARTING: 'working',
}

function connector(input: GraphInput): GraphNode {
  const { health, readings } = input
  const service = serviceOf(health, 'connect')
  const found = connectorOf(input)
  const state = connectorState(input)
  const step = stepOf(health, 'connector')
  const isDown = service?.state === 'failed'
  const mark =
    isDown || state === 'FAILED' || step?.state === 'failed' ? 'failed' : (connectorMarks[state ?? ''] ?? 'waits')
  const reading = readings?.connectors?.problem ?? null
  return {
    id: 'connector',
    kind: 'connector',
    title: 'Connect',
    mark,
    word: isDown ? serviceWords.failed : (state?.toLowerCase() ?? 'not there'),
    facts: [
      { text: found ? `${ownConnector}, ${shortClass(found.className)}` : 'no connector stations' },
      connectorFact(),
    ],
    problem: service?.problem ?? step?.problem ?? reading,
    href: found ? `/connect/${encodeURIComponent(ownConnector)}` : '/connect',
  }

  function connectorFact(): Fact {
    if (isDown) return { text: serviceWords.failed, tone: 'err' }
    if (!found) return { text: readings?.connectors?.value ? 'not made yet' : 'not asked yet' }
    const { failed, running, total } = found.tasks
    if (failed > 0) return { text: `${failed} of ${counted(total, 'task', 'tasks')} failed`, tone: 'err' }
    if (state === 'RUNNING') return { text: `${running} of ${counted(total, 'task', 'tasks')} run` }
    return { text: (state ?? 'without a state').toLowerCase() }
  }
}

/** io.confluent.connect.jdbc.JdbcSourceConnector → Jdbc */
function shortClass(className: string): string {
  const last = className.split('.').at(-1) ?? ''
  if (className.includes('debezium')) return 'Debezium'
  return last.replace(/(Source|Sink)?Connector$/, '') || last
}

function transformer({ health, readings }: GraphInput): GraphNode | null {
  const part = partOf(health, 'transformer')
  if (!part || part.state === 'off') return null
  if (part.state === 'stopped' && (health.profile.readOnly || !has(health, 'connect'))) return null
  const lag = readings?.readers.value?.transformer ?? null
  return {
    id: 'transformer',
    kind: 'transformer',
    title: 'Transformer',
    mark: partMarks[part.state],
    word: part.state,
    facts: [
      { text: counted(part.records, 'row', 'rows') },
      part.dropped > 0
        ? { text: `${formatCount(part.dropped)} skipped`, tone: 'warn' }
        : {
            text:
              lag?.records == null
                ? part.state
                : lag.records === 0
                  ? 'idle, nothing new'
                  : `lag ${formatCount(lag.records)}`,
          },
    ],
    problem: part.problem,
    href: '/groups/elevated-transformer',
  }
}

const badQueryStates = ['ERROR', 'UNRESPONSIVE']

function queries(input: GraphInput): GraphNode {
  const { health, readings } = input
  const service = serviceOf(health, 'ksql')
  const found = queriesOf(input)
  const bad = found?.filter(({ state }) => badQueryStates.includes(state)) ?? []
  const paused = found?.filter(({ state }) => state === 'PAUSED') ?? []
  const step = stepOf(health, 'ksql')
  const isDown = service?.state === 'failed'
  const lags = found?.flatMap(({ lag }) => (lag?.records == null ? [] : [lag.records])) ?? []
  return {
    id: 'ksql',
    kind: 'query',
    title: 'ksqlDB',
    mark:
      isDown || bad.length > 0 || step?.state === 'failed'
        ? 'failed'
        : paused.length > 0
          ? 'slow'
          : service
            ? serviceMarks[service.state]
            : 'waits',
    word: isDown
      ? serviceWords.failed
      : bad.length > 0
        ? 'query failed'
        : service
          ? serviceWords[service.state]
          : 'waits',
    facts: [
      queryFact(),
      isDown
        ? { text: serviceWords.failed, tone: 'err' }
        : { text: lags.length > 0 ? `lag ${counted(sum(lags), 'record', 'records')}` : 'lag not known' },
    ],
    problem: service?.problem ?? step?.problem ?? readings?.queries?.problem ?? null,
    href: found?.length === 1 ? `/ksql?query=${encodeURIComponent(found[0]!.id)}` : '/ksql',
  }

  function queryFact(): Fact {
    if (!found) return { text: 'not asked yet' }
    if (bad.length > 0) return { text: `${counted(bad.length, 'query', 'queries')} failed`, tone: 'err' }
    if (paused.length > 0) return { text: `${counted(paused.length, 'query', 'queries')} paused`, tone: 'warn' }
    return { text: found.length === 0 ? 'no query' : `${counted(found.length, 'query', 'queries')} running` }
  }
}

function city({ health, readings, city: facts }: GraphInput): GraphNode {
  const part = partOf(health, 'city')
  const group = readings?.readers.value?.city?.group ?? null
  const isBehind = (facts.behindMs ?? 0) > behindMs
  const mark = part ? partMarks[part.state] : 'waits'
  return {
    id: 'city',
    kind: 'city',
    title: 'City fold',
    mark: isBehind ? worse(mark, 'slow') : mark,
    word: isBehind ? 'behind' : (part?.state ?? 'waits'),
    facts: [
      { text: part ? counted(part.records, 'record', 'records') : 'not started' },
      facts.behindMs === null
        ? { text: 'nothing new' }
        : { text: `${formatDuration(facts.behindMs)} behind`, ...(isBehind && { tone: 'warn' as const }) },
    ],
    problem: part?.problem ?? null,
    href: group ? `/groups/${encodeURIComponent(group)}` : '/groups',
  }
}

function map({ city: facts }: GraphInput): GraphNode {
  return {
    id: 'map',
    kind: 'map',
    title: 'Map',
    mark: facts.patchesPerSecond > 0 ? 'ok' : 'waits',
    word: facts.patchesPerSecond > 0 ? 'moves' : 'stands still',
    facts: [{ text: `${Math.round(facts.patchesPerSecond)} changes/s` }, { text: trains(facts.trains) }],
    problem: null,
    href: '/map',
  }
}

const rank: Mark[] = ['ok', 'working', 'waits', 'slow', 'failed']

function worse(a: Mark, b: Mark): Mark {
  return rank.indexOf(a) > rank.indexOf(b) ? a : b
}

const trains = (count: number) => counted(count, 'train', 'trains')

function counted(count: number, one: string, many: string): string {
  return `${formatCountShort(count)} ${count === 1 ? one : many}`
}

function waitingFact(buffered: number | null): Fact {
  const waiting = buffered ?? 0
  return { text: `${formatCount(waiting)} in the buffer`, ...(waiting > 10_000 && { tone: 'warn' as const }) }
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}

/** http://127.0.0.1:8082 → 127.0.0.1:8082 */
function hostOf(address: string | null | undefined): string {
  return address?.replace(/^[a-z]+:\/\//, '') ?? ''
}
