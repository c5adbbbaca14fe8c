import type { PipelineTopicId } from '../../../../shared/contract/pipeline'
import { serviceWords } from '../../../ui/marks'
import { connectorOf, connectorState } from './connector-state'
import { partOf, queriesOf, serviceOf, topicOf, type GraphEdge, type GraphInput, type GraphNode } from './model'

/** The ways between those nodes that are there. */
export function graphEdges(input: GraphInput, nodes: readonly GraphNode[]): GraphEdge[] {
  const { health, readings, city, partRates } = input
  const there = new Map(nodes.map(node => [node.id, node]))
  const edges: GraphEdge[] = []
  const add = (from: string, to: string, figures: Partial<Omit<GraphEdge, 'id' | 'from' | 'to'>>) => {
    if (!there.has(from) || !there.has(to)) return
    edges.push({ id: `${from}-${to}`, from, to, ...nothing, ...figures })
  }
  const written = (id: PipelineTopicId) => ({
    perSecond: topicOf(input, id)?.recordsPerSecond ?? null,
    isStale: readings?.topics.problem != null,
  })
  const read = (id: PipelineTopicId) => ({
    ...written(id),
    lag: readings?.readers.value?.city?.lags.find(({ topic }) => topic === id)?.records ?? null,
    broken: partReason(input, 'city'),
    isStale: readings?.topics.problem != null || readings?.readers.problem != null,
  })

  add('simulator', 'producer', { perSecond: partRates['producer'] ?? null })
  add('simulator', 'restProxy', { perSecond: partRates['weather'] ?? null })
  const producing = { broken: partReason(input, 'producer'), errors: partOf(health, 'producer')?.dropped ?? null }
  add('producer', 'arrivals', { ...written('arrivals'), ...producing })
  add('producer', 'turnstile', { ...written('turnstile'), ...producing })
  add('restProxy', 'weather', {
    ...written('weather'),
    broken: partReason(input, 'weather'),
    errors: partOf(health, 'weather')?.dropped ?? null,
  })
  const connecting = connectorReason(input)
  add('postgres', 'connector', { broken: connecting && reasonOf(input) })
  add('connector', 'stations', {
    ...written('stations'),
    broken: connecting,
    errors: connectorOf(input)?.tasks.failed ?? null,
  })
  const { lag: transformerLag = null } = { lag: readings?.readers.value?.transformer?.records }
  add('stations', 'transformer', {
    ...written('stations'),
    lag: transformerLag,
    broken: partReason(input, 'transformer'),
  })
  add('transformer', 'stationsTable', {
    ...written('stationsTable'),
    broken: partReason(input, 'transformer'),
    errors: partOf(health, 'transformer')?.dropped ?? null,
  })
  const querying = queryReason(input)
  const queryLags = queriesOf(input)?.flatMap(({ lag }) => (lag?.records == null ? [] : [lag.records])) ?? []
  add('turnstile', 'ksql', {
    ...written('turnstile'),
    lag: queryLags.length === 0 ? null : queryLags.reduce((all, lag) => all + lag, 0),
    broken: querying,
  })
  add('ksql', 'summary', { ...written('summary'), broken: querying })
  add('arrivals', 'city', read('arrivals'))
  // Entries are taken from the summary where there is one, else counted from the turnstiles themselves.
  if (there.has('summary')) add('summary', 'city', read('summary'))
  else add('turnstile', 'city', read('turnstile'))
  add('weather', 'city', read('weather'))
  add('stationsTable', 'city', read('stationsTable'))
  add('city', 'map', { perSecond: city.patchesPerSecond, errors: city.undecoded })
  return edges
}

const nothing = { perSecond: null, lag: null, errors: null, broken: null, isStale: false }

/** Why a part lets nothing through, in a word or two; null: it works, or rests because nothing is asked of it. */
function partReason({ health }: GraphInput, id: string): string | null {
  const part = partOf(health, id)
  if (part?.state === 'failed') return 'failed'
  if (part?.state !== 'retrying') return null
  const isAway = part.problem?.code === 'service-unreachable' || part.problem?.code === 'kafka-unavailable'
  return isAway ? 'no answer' : 'tries again'
}

function connectorReason(input: GraphInput): string | null {
  if (serviceOf(input.health, 'connect')?.state === 'failed') return serviceWords.failed
  const state = connectorState(input)
  if (state === 'FAILED' || state === 'STOPPED') return 'stopped'
  return state === 'PAUSED' ? 'paused' : null
}

/** What went wrong between the database and the connector, in the failure's own words as far as one fits. */
function reasonOf(input: GraphInput): string {
  if (serviceOf(input.health, 'postgres')?.state === 'failed') return serviceWords.failed
  const failure = connectorOf(input)?.failure ?? ''
  if (connectorState(input) !== 'FAILED') return 'not read'
  if (/refused|password|authentication|denied/i.test(failure)) return 'refused'
  if (/unknown ?host|not known|resolve/i.test(failure)) return 'unknown host'
  if (/timed? ?out/i.test(failure)) return 'timed out'
  return 'failed'
}

function queryReason(input: GraphInput): string | null {
  if (serviceOf(input.health, 'ksql')?.state === 'failed') return serviceWords.failed
  const states = queriesOf(input)?.map(({ state }) => state) ?? []
  if (states.some(state => state === 'ERROR' || state === 'UNRESPONSIVE')) return 'failed'
  return states.length > 0 && states.every(state => state === 'PAUSED') ? 'paused' : null
}
