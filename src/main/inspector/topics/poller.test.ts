import { describe, expect, it } from 'vitest'
import type { TopicsMessage } from '../../../shared/contract/topics'
import type { WireCluster } from '../../lib/kafka-wire'
import { topicPoller } from './poller'

interface Asked {
  topic: string
  partitions: { partition: number; time: bigint }[]
}

/** A broker with topics of one partition, in memory; ends are what the test says. */
function fakeCluster(ends: Map<string, bigint>) {
  const asked: number[] = []
  let failure: Error | undefined
  const answers: Record<string, (request: never) => unknown> = {
    ListOffsets({ topics }: { topics: Asked[] }) {
      if (topics[0]?.partitions[0]?.time === -1n) asked.push(topics.length)
      return {
        topics: topics.map(({ topic, partitions }) => ({
          topic,
          partitions: partitions.map(({ partition, time }) => ({
            partition,
            error: 0,
            offset: time === -1n ? (ends.get(topic) ?? 0n) : 0n,
          })),
        })),
      }
    },
    DescribeLogDirs: () => ({ dirs: [{ error: 31, topics: [] }] }),
    DescribeConfigs: ({ topics }: { topics: string[] }) =>
      topics.map(topic => ({
        error: 0,
        errorText: null,
        topic,
        configs: [{ name: 'cleanup.policy', value: 'compact' }],
      })),
  }
  const cluster: WireCluster = {
    async metadata() {
      if (failure) throw failure
      const partitions = [{ error: 0, partition: 0, leader: 1, replicas: [1], inSync: [1] }]
      const topics = [...ends.keys()].map(name => ({ error: 0, name, isInternal: false, partitions }))
      return { brokers: [{ id: 1, host: 'fake', port: 1 }], topics }
    },
    brokers: () => [{ id: 1, host: 'fake', port: 1 }],
    async ask(_broker, { name }, request) {
      if (failure) throw failure
      return answers[name]!(request as never) as never
    },
    close: () => undefined,
  }
  return { cluster, asked, fail: (error?: Error) => (failure = error) }
}

function pollerOf(cluster: WireCluster) {
  return topicPoller({ kafka: { brokers: ['fake:1'] }, clock: () => performance.now(), connect: () => cluster })
}

describe('the poller of topics', () => {
  it('hands on 100,000 topics in parts, and asks for their ends in turns', async () => {
    const ends = new Map(Array.from({ length: 100_000 }, (_, index) => [`topic-${index}`, BigInt(index)]))
    const { cluster, asked } = fakeCluster(ends)
    const stop = new AbortController()
    const known = new Map<string, number | null>()
    let largest = 0
    for await (const message of pollerOf(cluster).watch(stop.signal)) {
      largest = Math.max(largest, message.topics.length)
      for (const { name, records } of message.topics) known.set(name, records)
      expect(message.polling.topics).toBe(100_000)
      if (known.size === 100_000) break
    }
    expect(largest).toBe(2_000)
    expect(Math.max(...asked)).toBeLessThanOrEqual(10_000)
    expect(known.get('topic-77')).toBe(77)
  }, 60_000)

  it('rests while nobody watches, and serves all who do from the same figures', async () => {
    const ends = new Map([['a', 5n]])
    const { cluster, asked } = fakeCluster(ends)
    const poller = pollerOf(cluster)
    const stop = new AbortController()
    expect(asked).toEqual([])
    const first = poller.watch(stop.signal)
    const second = poller.watch(stop.signal)
    const messages = await Promise.all([first.next(), second.next()])
    expect(messages[0].value).toEqual(messages[1].value)
    expect(messages[0].value).toMatchObject({ kind: 'snapshot', topics: [{ name: 'a', records: 5, isEstimate: true }] })
    expect(asked).toEqual([1])
    stop.abort()
    await Promise.all([first.return(), second.return()])
  })

  it('says why the figures stand still, and goes on by itself', async () => {
    const { cluster, fail } = fakeCluster(new Map([['a', 5n]]))
    const stop = new AbortController()
    const problems: (string | null)[] = []
    let last: TopicsMessage | undefined
    fail(new Error('connect ECONNREFUSED'))
    for await (const message of pollerOf(cluster).watch(stop.signal)) {
      last = message
      problems.push(message.polling.problem?.message ?? null)
      if (problems.length === 1) fail()
      if (message.topics.length > 0) break
    }
    expect(problems[0]).toContain('ECONNREFUSED')
    expect(last).toMatchObject({ topics: [{ name: 'a' }], polling: { problem: null } })
  })
})
