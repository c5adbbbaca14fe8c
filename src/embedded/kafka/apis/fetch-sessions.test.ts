import { describe, expect, it } from 'vitest'
import { errors } from '../wire/errors'
import { fetchSessions, type FetchRequest } from './fetch-sessions'

const partition = (index: number, offset = 0) => ({
  topic: 't',
  topicId: '',
  index,
  offset,
  currentLeaderEpoch: -1,
  bytesMax: 1000,
})
const request = (sessionId: number, sessionEpoch: number, changes: Partial<FetchRequest> = {}): FetchRequest => ({
  sessionId,
  sessionEpoch,
  partitions: [],
  forgotten: [],
  ...changes,
})
const withIds = (sessionsMax = 10) => {
  let id = 0
  return fetchSessions(sessionsMax, () => ++id)
}
const indexes = (partitions: Iterable<{ index: number; offset: number }>) =>
  [...partitions].map(({ index, offset }) => `${index}@${offset}`)

describe('fetch sessions', () => {
  it('are not made for a client that wants none', () => {
    const sessions = withIds()
    const plan = sessions.plan(request(0, -1, { partitions: [partition(0)] }), 0)
    expect([plan.session, plan.isIncremental, sessions.size]).toEqual([null, false, 0])
  })

  it('remember partitions, and take changes and forgotten ones', () => {
    const sessions = withIds()
    const first = sessions.plan(request(0, 0, { partitions: [partition(0), partition(1)] }), 0)
    expect(first).toMatchObject({ isIncremental: false, session: { id: 1 } })
    const second = sessions.plan(request(1, 1, { partitions: [partition(1, 5), partition(2)] }), 0)
    expect(second.isIncremental).toBe(true)
    expect(indexes(second.partitions)).toEqual(['0@0', '1@5', '2@0'])
    const third = sessions.plan(request(1, 2, { forgotten: [{ topic: 't', topicId: '', index: 0 }] }), 0)
    expect(indexes(third.partitions)).toEqual(['1@5', '2@0'])
  })

  it('refuse an unknown id and a wrong epoch', () => {
    const sessions = withIds()
    expect(() => sessions.plan(request(9, 1), 0)).toThrow(
      expect.objectContaining({ code: errors.fetchSessionIdNotFound }),
    )
    sessions.plan(request(0, 0), 0)
    const wrong = expect.objectContaining({ code: errors.invalidFetchSessionEpoch })
    expect(() => sessions.plan(request(1, 2), 0)).toThrow(wrong)
    expect(() => sessions.plan(request(1, 7), 0)).toThrow(wrong)
  })

  it('end when their client begins anew', () => {
    const sessions = withIds()
    sessions.plan(request(0, 0), 0)
    expect(sessions.plan(request(1, 0), 0).session).toMatchObject({ id: 2 })
    expect(sessions.size).toBe(1)
    sessions.plan(request(2, -1), 0)
    expect(sessions.size).toBe(0)
  })

  it('are bounded: one more is had only in the place of one that is idle', () => {
    const sessions = withIds(2)
    sessions.plan(request(0, 0), 0)
    sessions.plan(request(0, 0), 1000)
    expect(sessions.plan(request(0, 0), 119_999).session).toBeNull()
    expect(sessions.plan(request(0, 0), 120_000).session).toMatchObject({ id: 3 })
    expect(sessions.size).toBe(2)
    expect(() => sessions.plan(request(1, 1), 0)).toThrow(
      expect.objectContaining({ code: errors.fetchSessionIdNotFound }),
    )
  })
})
