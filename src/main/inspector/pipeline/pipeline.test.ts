import { describe, expect, it } from 'vitest'
import { arrivalTopicPrefix, stationsTableTopic, turnstileSummaryTopic, weatherTopic } from '../../../shared/city/names'
import type { GroupRow } from '../../../shared/contract/groups'
import type { KsqlQuery } from '../../../shared/contract/ksql'
import type { PipelineReadings } from '../../../shared/contract/pipeline'
import type { TopicChange, TopicsMessage } from '../../../shared/contract/topics'
import { createPipelineReader, type PipelineOptions } from '.'
import { cityLags } from './city-lags'
import { pipelineTopicOf, pipelineTopics } from './topics'

const topic = (name: string, change: Partial<TopicChange> = {}): TopicChange => ({
  name,
  isInternal: false,
  partitions: 1,
  offlinePartitions: 0,
  underReplicatedPartitions: 0,
  records: 10,
  isEstimate: false,
  bytes: null,
  recordsPerSecond: null,
  ...change,
})
const polling = { topics: 0, partitions: 0, everyMs: 1_000, problem: null }
const snapshot = (...topics: TopicChange[]): TopicsMessage => ({
  kind: 'snapshot',
  topics: topics.map(one => ({ ...one, history: [] })),
  polling,
})
const patch = (topics: TopicChange[], gone: string[] = []): TopicsMessage => {
  return { kind: 'patch', isSample: true, topics, gone, polling }
}

describe("the pipeline's topics", () => {
  it('are told apart by their names', () => {
    expect(pipelineTopicOf(`${arrivalTopicPrefix}belmont`)).toBe('arrivals')
    expect(pipelineTopicOf(stationsTableTopic)).toBe('stationsTable')
    expect(pipelineTopicOf('somebody.elses')).toBeNull()
  })

  it('take the arrivals of all stations together', () => {
    const topics = pipelineTopics()
    topics.take(
      snapshot(
        topic(`${arrivalTopicPrefix}a`, { recordsPerSecond: 30 }),
        topic(`${arrivalTopicPrefix}b`, { recordsPerSecond: 28 }),
        topic('other', { records: 1_000 }),
      ),
    )
    const [arrivals] = topics.list(0)
    expect(arrivals).toMatchObject({ topics: 2, partitions: 2, records: 20, recordsPerSecond: 58 })
    topics.take(patch([], [`${arrivalTopicPrefix}a`]))
    expect(topics.list(0)[0]).toMatchObject({ topics: 1, records: 10 })
  })

  it('have a rate over minutes where few records come', () => {
    const topics = pipelineTopics()
    const weather = () => topics.list(now).find(({ id }) => id === 'weather')!
    let now = 0
    topics.take(snapshot(topic(weatherTopic, { records: 1, recordsPerSecond: 0 })))
    weather()
    now = 60_000
    topics.take(patch([topic(weatherTopic, { records: 2, recordsPerSecond: 1 })]))
    expect(weather().recordsPerSecond).toBeCloseTo(1 / 60)
  })

  it('are not there, without a figure, on a cluster that has none of them', () => {
    expect(pipelineTopics().list(0)).toHaveLength(6)
    expect(pipelineTopics().list(0)[0]).toMatchObject({ topics: 0, records: null, recordsPerSecond: null })
  })
})

describe('how far the city is behind', () => {
  it('follows from its own positions and the ends, by kind of topic', async () => {
    const positions = new Map([
      [`${arrivalTopicPrefix}a/0`, 5n],
      [`${arrivalTopicPrefix}b/0`, 7n],
      [`${weatherTopic}/0`, 3n],
      ['gone/0', 3n],
    ])
    const ends = {
      async read() {
        const at = (end: bigint) => [{ partition: 0, start: 0n, end }]
        return new Map([
          [`${arrivalTopicPrefix}a`, at(9n)],
          [`${arrivalTopicPrefix}b`, at(7n)],
          [weatherTopic, at(2n)],
        ])
      },
    }
    expect(await cityLags(positions, ends, new AbortController().signal)).toEqual([
      { topic: 'arrivals', records: 4 },
      { topic: 'weather', records: 0 },
    ])
  })
})

const row = (group: string, records: number): GroupRow => ({
  group,
  protocolType: 'consumer',
  state: 'Stable',
  protocol: '',
  members: 1,
  partitions: 1,
  topics: [],
  lag: { records, unknownPartitions: 0, ms: null, isAtLeast: false },
  isOurs: false,
  problem: null,
})

describe('the readings of the pipeline', () => {
  const query: KsqlQuery = {
    id: 'CTAS_1',
    statement: '',
    sinks: [],
    sinkTopics: [turnstileSummaryTopic],
    type: 'PERSISTENT',
    state: 'RUNNING',
  }
  const options = (change: Partial<PipelineOptions> = {}): PipelineOptions => ({
    topics: {
      async *watch() {
        yield snapshot(topic(weatherTopic))
      },
    },
    groups: {
      look: async passes =>
        [row('elevated-transformer', 3), row('_confluent-ksql-x_query_CTAS_1', 12)].filter(({ group }) =>
          passes(group),
        ),
    },
    ends: { read: async () => new Map() },
    connect: { overview: async () => ({ connectors: [] }) },
    ksql: { overview: async () => ({ queries: [query, { ...query, id: 'push', type: 'PUSH' }] }) },
    own: () => [],
    now: () => 1_000,
    ...change,
  })
  const until = async (made: PipelineOptions, passes: (readings: PipelineReadings) => boolean) => {
    const stop = new AbortController()
    for await (const readings of createPipelineReader(made).watch(stop.signal)) {
      if (!passes(readings)) continue
      stop.abort()
      return readings
    }
    throw new Error('the stream has ended')
  }

  it('bring together what the log and the services say', async () => {
    const readings = await until(options(), ({ queries, readers, topics }) =>
      [queries?.value, readers.value, topics.value].every(Boolean),
    )
    expect(readings.queries?.value).toEqual([
      expect.objectContaining({ id: 'CTAS_1', lag: expect.objectContaining({ records: 12 }) }),
    ])
    expect(readings.readers.value).toMatchObject({ transformer: { records: 3 }, city: null })
    expect(readings.connectors).toMatchObject({ value: [], problem: null, at: 1_000 })
  })

  it('say of a service that the profile lacks that there is none', async () => {
    const readings = await until(options({ connect: null, ksql: null }), ({ readers }) => readers.value !== null)
    expect(readings.connectors).toBeNull()
    expect(readings.queries).toBeNull()
  })

  it('keep what is known of the others when one service does not answer', async () => {
    const away = { overview: () => Promise.reject(new Error('refused')) }
    const readings = await until(
      options({ connect: away }),
      ({ connectors, topics }) => connectors?.problem != null && topics.value !== null,
    )
    expect(readings.connectors).toMatchObject({ value: null, problem: { message: 'refused' } })
    expect(readings.topics.problem).toBeNull()
  })
})
