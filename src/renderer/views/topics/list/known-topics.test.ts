import { describe, expect, it } from 'vitest'
import { historyMax, type TopicChange, type TopicsMessage } from '../../../../shared/contract/topics'
import { figuresOf, foldTopics, type KnownTopics } from './known-topics'

const polling = { topics: 3, partitions: 3, everyMs: 2_000, problem: null }
const topic = (name: string, change: Partial<TopicChange> = {}): TopicChange => ({
  name,
  isInternal: false,
  partitions: 1,
  offlinePartitions: 0,
  underReplicatedPartitions: 0,
  records: 10,
  isEstimate: false,
  bytes: 100,
  recordsPerSecond: 5,
  ...change,
})
const snapshot = (...topics: TopicChange[]): TopicsMessage => ({
  kind: 'snapshot',
  topics: topics.map(one => ({ ...one, history: [1, 2] })),
  polling,
})
const patch = (topics: TopicChange[], gone: string[] = [], isSample = true): TopicsMessage => ({
  kind: 'patch',
  isSample,
  topics,
  gone,
  polling,
})
const fold = (...messages: TopicsMessage[]) =>
  messages.reduce<KnownTopics | null>((known, message) => foldTopics(known, message, 7), null)!
const names = ({ listed }: KnownTopics) => listed.map(({ name }) => name)

describe('known topics', () => {
  it('are those of the snapshot in order, whatever the order they came in', () => {
    expect(names(fold(snapshot(topic('c'), topic('a'), topic('b'))))).toEqual(['a', 'b', 'c'])
  })

  it('gain and lose topics by patches', () => {
    const known = fold(snapshot(topic('b'), topic('d')), patch([topic('e'), topic('a'), topic('c')], ['d', 'never']))
    expect(names(known)).toEqual(['a', 'b', 'c', 'e'])
  })

  it('keep their list when only figures change', () => {
    const before = fold(snapshot(topic('a')))
    const { listed } = before
    const after = foldTopics(before, patch([topic('a', { records: 99 })]), 8)
    expect(after.listed).toBe(listed)
    expect(after).not.toBe(before)
    expect(after.byName.get('a')!.records).toBe(99)
  })

  it('that become internal move', () => {
    const known = fold(snapshot(topic('a')), patch([topic('a', { isInternal: true })]))
    expect(known.listed).toEqual([{ name: 'a', isInternal: true }])
  })

  it('gain a point of history with each sample, also when nothing is said of them, and keep the last ones', () => {
    let known = fold(snapshot(topic('a'), topic('b', { recordsPerSecond: null })))
    known = foldTopics(known, patch([topic('a', { recordsPerSecond: 7 })]), 8)
    known = foldTopics(known, patch([]), 8)
    known = foldTopics(known, patch([topic('a', { recordsPerSecond: 8 })], [], false), 8)
    expect(known.histories.of('a')).toEqual([1, 2, 7, 7])
    expect(known.histories.of('b')).toEqual([1, 2])
    for (let i = 0; i < 2 * historyMax; i++) known = foldTopics(known, patch([topic('a', { recordsPerSecond: i })]), 8)
    expect(known.histories.of('a')).toHaveLength(historyMax)
    expect(known.histories.of('a').at(-1)).toBe(2 * historyMax - 1)
  })

  it('give a new topic nothing of one that was deleted', () => {
    const known = fold(snapshot(topic('a')), patch([], ['a']), patch([topic('b', { recordsPerSecond: null })]))
    expect(known.histories.of('a')).toEqual([])
    expect(known.histories.of('b')).toEqual([])
  })

  it('begin anew with a patch that comes first, and with a second snapshot', () => {
    expect(names(fold(patch([topic('x')])))).toEqual(['x'])
    expect(names(fold(snapshot(topic('x')), snapshot(topic('y'))))).toEqual(['y'])
  })
})

it('know when their figures were last told, while the broker is away', () => {
  const problem = { code: 'kafka-unavailable', where: 'Kafka', message: 'It is away.', tip: 'Wait.' }
  const away: TopicsMessage = { ...patch([]), polling: { ...polling, problem } }
  expect(foldTopics(fold(snapshot(topic('a'))), away, 99).freshAt).toBe(7)
  expect(foldTopics(null, away, 99).freshAt).toBeNull()
})

describe('figures of a group', () => {
  it('are added up as far as they are known', () => {
    const known = fold(
      snapshot(topic('a', { isEstimate: true }), topic('b', { records: null, bytes: null, offlinePartitions: 1 })),
    )
    expect(figuresOf(known, ['a', 'b', 'gone'])).toEqual({
      partitions: 2,
      offline: 1,
      records: 10,
      isEstimate: true,
      bytes: 100,
      recordsPerSecond: 10,
      history: [2, 4],
    })
    expect(figuresOf(known, ['b']).records).toBeNull()
  })
})
