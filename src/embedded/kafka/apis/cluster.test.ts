import { beforeAll, describe, expect, it } from 'vitest'
import { manualClock } from '../../lib/clock'
import { silentLog } from '../../lib/log'
import { memoryDisk } from '../../lib/memory-disk'
import { brokerDefaults, openTopics, type Topics } from '../topics'
import { buildBatch } from '../wire/record-batch'
import { describeLogDirs } from './35-describe-log-dirs'
import { electLeaders } from './43-elect-leaders'
import { alterPartitionReassignments } from './45-alter-partition-reassignments'
import { describeClientQuotas } from './48-describe-client-quotas'
import { alterClientQuotas } from './49-alter-client-quotas'
import { describeTopicPartitions } from './75-describe-topic-partitions'
import { ask, versionsOf } from './testing'

let topics: Topics

/** Topics a (3 partitions, one record in partition 1) and b (1 partition). */
beforeAll(async () => {
  const options = { disk: memoryDisk(), directory: '/data', clock: manualClock(1), log: silentLog() }
  topics = await openTopics({ ...options, config: brokerDefaults })
  topics.create({ name: 'b', partitionCount: 1 })
  topics.create({ name: 'a', partitionCount: 3 })
  const partition = topics.partition('a', 1)!
  await partition.durable(partition.append(buildBatch([{ key: null, value: Buffer.from('v'), timestamp: 1 }])))
})

describe('DescribeLogDirs', () => {
  it.each(versionsOf(describeLogDirs))('version %i tells sizes of what is asked for and there', async version => {
    const asked = [
      { name: 'a', partitions: [0, 1, 9] },
      { name: 'none', partitions: [0] },
    ]
    const { results } = await ask({ topics }, describeLogDirs, version, { topics: asked })
    expect(results).toMatchObject([{ error: 0, directory: '/data/topics', topics: [{ name: 'a' }] }])
    const partitions = results[0]!.topics[0]!.partitions
    expect(partitions.map(({ index, sizeBytes }) => [index, sizeBytes > 0])).toEqual([
      [0, false],
      [1, true],
    ])
  })

  it('tells all topics when none are named', async () => {
    const { results } = await ask({ topics }, describeLogDirs, 4, { topics: null })
    expect(results[0]!.topics.map(topic => topic.name)).toEqual(['b', 'a'])
  })
})

describe('ElectLeaders', () => {
  it.each(versionsOf(electLeaders))('version %i finds every leader in its place', async version => {
    const asked = [
      { name: 'a', partitions: [0, 9] },
      { name: 'none', partitions: [0] },
    ]
    const { results } = await ask({ topics }, electLeaders, version, { topics: asked, timeoutMs: 1 })
    expect(results.map(({ partitions }) => partitions.map(({ error }) => error))).toEqual([[84, 3], [3]])
  })

  it('has elected nobody when all are asked for', async () => {
    const { results } = await ask({ topics }, electLeaders, 2, { electionType: 0, topics: null, timeoutMs: 1 })
    expect(results.map(({ name, partitions }) => [name, partitions.length])).toEqual([
      ['b', 0],
      ['a', 0],
    ])
  })

  it('refuses a kind of election that is not known', async () => {
    const asked = [{ name: 'a', partitions: [0] }]
    const answer = await ask({ topics }, electLeaders, 2, { electionType: 7, topics: asked, timeoutMs: 1 })
    expect(answer).toMatchObject({ error: 42, results: [{ partitions: [{ error: 42 }] }] })
  })
})

it.each([
  ['nothing to end', 'a', 0, null, 85],
  ['the replicas that it has', 'a', 0, [1], 0],
  ['a broker that is not there', 'a', 0, [2], 39],
  ['no replicas', 'a', 0, [], 39],
  ['the same replica twice', 'a', 0, [1, 1], 39],
  ['an unknown partition', 'a', 9, [1], 3],
  ['an unknown topic', 'none', 0, [1], 3],
])('AlterPartitionReassignments: %s', async (_what, name, index, replicas, error) => {
  const asked = [{ name, partitions: [{ index, replicas }] }]
  const answer = await ask({ topics }, alterPartitionReassignments, 0, { timeoutMs: 1, topics: asked })
  expect(answer.topics[0]!.partitions[0]!.error).toBe(error)
})

it.each([0, 1])('quotas, version %i: there are none and none can be set', async version => {
  const found = await ask({}, describeClientQuotas, version, { components: [], isStrict: false })
  expect(found).toMatchObject({ error: 0, entries: [] })
  const entity = [{ type: 'user', name: null }]
  const entries = [{ entity, changes: [{ key: 'producer_byte_rate', value: 1.5, isRemoval: false }] }]
  const answer = await ask({}, alterClientQuotas, version, { entries, validateOnly: false })
  expect(answer.entries).toMatchObject([{ error: 35, entity }])
})

describe('DescribeTopicPartitions', () => {
  const page = async (names: string[], partitionsMax: number, cursor: { topic: string; partition: number } | null) => {
    const request = { topics: names.map(name => ({ name })), partitionsMax, cursor }
    const answer = await ask({ topics }, describeTopicPartitions, 0, request)
    const found = answer.topics.map(({ name, error, partitions }) => [
      name,
      error,
      partitions.map(({ index }) => index),
    ])
    return { found, next: answer.next }
  }

  it('goes through all topics by name, page by page', async () => {
    const first = await page([], 2, null)
    expect(first).toEqual({ found: [['a', 0, [0, 1]]], next: { topic: 'a', partition: 2 } })
    const second = await page([], 2, first.next)
    const rest = [
      ['a', 0, [2]],
      ['b', 0, [0]],
    ]
    expect(second).toEqual({ found: rest, next: null })
  })

  it('says where the next page begins when a page ends with a topic', async () => {
    expect(await page(['a', 'b'], 3, null)).toMatchObject({ next: { topic: 'b', partition: 0 } })
  })

  it('tells an unknown topic as such', async () => {
    expect((await page(['none', 'b'], 10, null)).found).toEqual([
      ['b', 0, [0]],
      ['none', 3, []],
    ])
  })

  it('refuses a cursor before the first partition', async () => {
    expect(await page(['a'], 10, { topic: 'a', partition: -1 })).toEqual({ found: [['a', 42, []]], next: null })
  })
})
