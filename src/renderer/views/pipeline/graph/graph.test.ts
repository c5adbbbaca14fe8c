import { describe, expect, it } from 'vitest'
import type { Health, PartState } from '../../../../shared/contract/lifecycle'
import { serviceNames } from '../../../../shared/contract/services'
import { pipelineTopicIds, type PipelineReadings } from '../../../../shared/contract/pipeline'
import { buildGraph } from '.'
import { layout } from './layout'
import type { GraphInput } from './model'

const part = (id: string, change: Partial<PartState> = {}): PartState => ({
  id,
  title: id,
  state: 'running',
  buffered: null,
  bufferedMax: null,
  records: 10,
  dropped: 0,
  problem: null,
  ...change,
})

function healthy(): Health {
  return {
    profile: { id: 'x', title: 'X', readOnly: false },
    run: { state: 'running', speed: 60, seed: 1, problem: null },
    services: serviceNames.map(name => ({ name, state: 'ready', address: `http://h:1`, note: null, problem: null })),
    steps: [{ id: 'stations-table', title: 'Stations table', state: 'done', detail: '230 rows', problem: null }],
    parts: [part('producer', { buffered: 0 }), part('weather', { buffered: 0 }), part('transformer'), part('city')],
  }
}

function readings(): PipelineReadings {
  const read = <T>(value: T) => ({ value, at: 1, problem: null })
  const lag = { records: 7, unknownPartitions: 0, ms: 1, isAtLeast: false }
  return {
    topics: read(
      pipelineTopicIds.map(id => ({
        id,
        name: `name.of.${id}`,
        topics: id === 'arrivals' ? 108 : 1,
        partitions: 1,
        records: 230,
        isEstimate: id === 'stationsTable',
        recordsPerSecond: 5,
      })),
    ),
    readers: read({ transformer: lag, city: { group: 'g', lags: [{ topic: 'arrivals' as const, records: 9 }] } }),
    connectors: read([
      {
        name: 'stations',
        type: 'source' as const,
        className: 'io.debezium.connector.postgresql.PostgresConnector',
        state: 'RUNNING',
        workerId: null,
        tasks: { total: 1, running: 1, failed: 0 },
        topics: null,
        failure: null,
      },
    ]),
    queries: read([{ id: 'CTAS_1', state: 'RUNNING', sinkTopics: ['S'], lag }]),
  }
}

const input = (change: Partial<GraphInput> = {}): GraphInput => ({
  health: healthy(),
  readings: readings(),
  city: { trains: 116, undecoded: 0, behindMs: 200, patchesPerSecond: 10 },
  partRates: { producer: 555 },
  ...change,
})
const ids = (graph: ReturnType<typeof buildGraph>) => graph.nodes.map(({ id }) => id)
const node = (graph: ReturnType<typeof buildGraph>, id: string) => graph.nodes.find(one => one.id === id)!
const edge = (graph: ReturnType<typeof buildGraph>, id: string) => graph.edges.find(one => one.id === id)
const facts = (graph: ReturnType<typeof buildGraph>, id: string) => node(graph, id).facts.map(({ text }) => text)

describe('the graph of the pipeline', () => {
  it('has every part of a full cluster, joined from the simulator to the map', () => {
    const graph = buildGraph(input())
    expect(graph.nodes).toHaveLength(15)
    expect(graph.edges).toHaveLength(16)
    expect(graph.nodes.every(({ mark }) => mark === 'ok')).toBe(true)
    expect(edge(graph, 'arrivals-city')).toMatchObject({ perSecond: 5, lag: 9, broken: null, isStale: false })
    expect(edge(graph, 'turnstile-ksql')).toMatchObject({ lag: 7 })
    expect(edge(graph, 'simulator-producer')).toMatchObject({ perSecond: 555 })
  })

  it('says which connector reads the table, and what is only an upper bound', () => {
    const graph = buildGraph(input())
    expect(facts(graph, 'connector')).toEqual(['stations, Debezium', '1 of 1 task run'])
    expect(facts(graph, 'stationsTable')).toEqual(['1 partition, compacted', '≤ 230 records'])
    expect(facts(graph, 'postgres')).toEqual(['table stations', '230 rows'])
  })

  it('leads the turnstiles straight to the city where no ksqlDB counts', () => {
    const health = healthy()
    health.services = health.services.map(one => (one.name === 'ksql' ? { ...one, state: 'absent' } : one))
    const found = readings()
    found.queries = null
    found.topics.value = found.topics.value!.map(one => (one.id === 'summary' ? { ...one, topics: 0 } : one))
    const graph = buildGraph(input({ health, readings: found }))
    expect(ids(graph)).not.toContain('ksql')
    expect(ids(graph)).not.toContain('summary')
    expect(edge(graph, 'turnstile-city')).toBeDefined()
  })

  it('has no simulator and no producers where nothing may be written', () => {
    const health = healthy()
    health.profile.readOnly = true
    health.parts = health.parts.map(one => (one.id === 'city' ? one : { ...one, state: 'off' }))
    const graph = buildGraph(input({ health }))
    for (const id of ['simulator', 'producer', 'restProxy', 'transformer']) expect(ids(graph)).not.toContain(id)
    expect(edge(graph, 'arrivals-city')).toBeDefined()
  })

  it('names a failed connector, what it does not read, and the stale topic behind it', () => {
    const found = readings()
    const [connector] = found.connectors!.value!
    found.connectors!.value = [
      { ...connector!, tasks: { total: 1, running: 0, failed: 1 }, failure: 'FATAL: password authentication failed' },
    ]
    const graph = buildGraph(input({ readings: found }))
    expect(node(graph, 'connector').mark).toBe('failed')
    expect(edge(graph, 'postgres-connector')?.broken).toBe('refused')
    expect(edge(graph, 'connector-stations')).toMatchObject({ broken: 'stopped', errors: 1 })
    expect(facts(graph, 'stations')[1]).toBe('≥ 230 records, stale')
    expect(node(graph, 'transformer').mark).toBe('ok')
  })

  it('marks figures of a cluster that no longer answers as old', () => {
    const problem = { code: 'kafka-unavailable', where: 'Kafka', message: 'away', tip: '' }
    const health = healthy()
    health.parts = health.parts.map(one => (one.id === 'city' ? { ...one, state: 'retrying', problem } : one))
    const found = readings()
    found.topics.problem = problem
    const graph = buildGraph(input({ health, readings: found }))
    expect(node(graph, 'turnstile')).toMatchObject({ mark: 'slow', word: 'stale', problem })
    expect(edge(graph, 'weather-city')).toMatchObject({ broken: 'no answer', isStale: true })
  })

  it('stands before anything was read, with nothing made up', () => {
    const graph = buildGraph(input({ readings: null, partRates: {} }))
    expect(facts(graph, 'turnstile')).toEqual(['', 'not read yet'])
    expect(facts(graph, 'connector')).toEqual(['no connector stations', 'not asked yet'])
    expect(graph.edges.every(({ id, perSecond }) => id === 'city-map' || perSecond === null)).toBe(true)
  })

  it('tells a query that has failed from a service that is away', () => {
    const found = readings()
    found.queries!.value = [{ id: 'q', state: 'ERROR', sinkTopics: [], lag: null }]
    const graph = buildGraph(input({ readings: found }))
    expect(node(graph, 'ksql')).toMatchObject({ mark: 'failed', word: 'query failed', href: '/ksql?query=q' })
    expect(edge(graph, 'ksql-summary')?.broken).toBe('failed')
  })
})

describe('the layout', () => {
  it('gives every node a place of its own, whichever are there', () => {
    const all = ids(buildGraph(input()))
    for (const left of [
      all,
      all.filter(id => !['ksql', 'summary'].includes(id)),
      ['arrivals', 'city', 'map'],
      ['map'],
    ]) {
      const places = layout(left.map(id => ({ id })))
      expect([...places.keys()].sort()).toEqual([...left].sort())
      const keys = [...places.values()].map(({ x, y }) => `${x},${y}`)
      expect(new Set(keys).size).toBe(keys.length)
      expect([...places.values()].every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true)
    }
  })

  it('closes up where lanes and columns are missing', () => {
    const places = layout(['weather', 'city', 'map'].map(id => ({ id })))
    expect(places.get('weather')).toEqual({ x: 0, y: 0 })
    expect(places.get('city')?.x).toBe(216)
  })
})
