import type { Admin, Kafka } from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { logEnds } from './log-ends'

/** A cluster whose clients can be counted. */
function cluster(topics: Record<string, [low: string, high: string]>) {
  const state = { topics, clients: 0, asked: [] as string[], isAway: false, now: 0 }
  const kafka = {
    admin() {
      state.clients++
      return {
        connect: async () => undefined,
        disconnect: async () => undefined,
        listTopics: async () => Object.keys(state.topics),
        async fetchTopicOffsets(topic: string) {
          if (state.isAway) throw new Error('away')
          state.asked.push(topic)
          const [low, high] = state.topics[topic]!
          return [{ partition: 0, offset: high, low, high }]
        },
      } as unknown as Admin
    },
  } as unknown as Kafka
  return { state, ends: logEnds(kafka, () => state.now) }
}
const signal = new AbortController().signal

describe('the ends of topics', () => {
  it('are told of those that are there', async () => {
    const { ends } = cluster({ a: ['3', '9007199254740993'] })
    expect(await ends.read(['a', 'none'], signal)).toEqual(
      new Map([['a', [{ partition: 0, start: 3n, end: 9_007_199_254_740_993n }]]]),
    )
  })

  it('serve everybody for a moment, then are read anew', async () => {
    const { ends, state } = cluster({ a: ['0', '1'], b: ['0', '1'] })
    await ends.read(['a'], signal)
    await ends.read(['a', 'b'], signal)
    expect(state.asked).toEqual(['a', 'b'])
    state.now = 2_000
    state.topics['a'] = ['0', '5']
    expect((await ends.read(['a'], signal)).get('a')?.[0]?.end).toBe(5n)
  })

  it('are read with a new client after a topic is gone, which the old one would go on asking for', async () => {
    const { ends, state } = cluster({ a: ['0', '1'], b: ['0', '1'] })
    await ends.read(['a', 'b'], signal)
    state.topics = { b: ['0', '2'] }
    state.now = 2_000
    expect([...(await ends.read(['a', 'b'], signal)).keys()]).toEqual(['b'])
    expect(state.clients).toBe(2)
  })

  it('come back by themselves after a failure', async () => {
    const { ends, state } = cluster({ a: ['0', '1'] })
    state.isAway = true
    await expect(ends.read(['a'], signal)).rejects.toThrow('away')
    state.isAway = false
    expect((await ends.read(['a'], signal)).size).toBe(1)
    expect(state.clients).toBe(2)
  })
})
