import { describe, expect, it } from 'vitest'
import { createBacklog } from './backlog'
import { createPace } from './pace'
import { createThroughput } from './throughput'

describe('the pace of simulated time', () => {
  it('is what the records say, over the last seconds', () => {
    const pace = createPace()
    for (let wall = 0; wall <= 10_000; wall += 100) pace.note(wall, wall * 60)
    expect(pace.rate(10_050)).toBeCloseTo(60)
  })

  it('follows a change of speed within the window', () => {
    const pace = createPace()
    let simulated = 0
    for (let wall = 0; wall <= 5_000; wall += 100) pace.note(wall, (simulated += 6_000))
    for (let wall = 5_100; wall <= 9_000; wall += 100) pace.note(wall, (simulated += 100))
    expect(pace.rate(9_000)).toBeCloseTo(1)
  })

  it('is 0 before there is anything to measure, and soon after the last record', () => {
    const pace = createPace()
    expect(pace.rate(0)).toBe(0)
    pace.note(0, 0)
    expect(pace.rate(10)).toBe(0)
    pace.note(1_000, 60_000)
    expect(pace.rate(1_100)).toBeCloseTo(60)
    expect(pace.rate(4_000)).toBe(0)
  })

  it('is not driven by an old log that is read in one go', () => {
    const pace = createPace()
    const day = 24 * 3_600_000
    for (let wall = 0; wall <= day; wall += 60_000) pace.note(wall, wall * 60)
    expect(pace.rate(day + 3_600_000)).toBe(0)
  })

  it('ignores records of topics that are read behind the others', () => {
    const pace = createPace()
    for (let wall = 0; wall <= 3_000; wall += 100) {
      pace.note(wall, wall * 60)
      pace.note(wall - 2_000, (wall - 2_000) * 60)
    }
    expect(pace.rate(3_000)).toBeCloseTo(60)
  })
})

describe('throughput', () => {
  const batch = { topic: 't', partition: 0, records: 1, unread: 0 }

  it('counts the last second and tells the longest wait in it', () => {
    const throughput = createThroughput()
    throughput.note({ ...batch, records: 5, oldestWrittenAt: 0, readAt: 500 })
    throughput.note({ ...batch, records: 7, oldestWrittenAt: 1_300, readAt: 1_400 })
    expect(throughput.read(1_450)).toMatchObject({ recordsPerSecond: 12, behindMs: 500 })
    expect(throughput.read(1_600)).toMatchObject({ recordsPerSecond: 7, behindMs: 100 })
    expect(throughput.read(9_000)).toMatchObject({ recordsPerSecond: 0, behindMs: null, lagging: [] })
  })

  it('is never behind a clock that runs ahead of ours', () => {
    const throughput = createThroughput()
    throughput.note({ ...batch, oldestWrittenAt: 900, readAt: 500 })
    expect(throughput.read(500).behindMs).toBe(0)
  })

  it('names the partitions that lag, the worst first, and since when', () => {
    const throughput = createThroughput()
    throughput.note({ ...batch, partition: 1, unread: 3, oldestWrittenAt: 0, readAt: 20_000 })
    throughput.note({ ...batch, partition: 2, unread: 9, oldestWrittenAt: 0, readAt: 20_010 })
    throughput.note({ ...batch, partition: 3, oldestWrittenAt: 20_000, readAt: 20_020 })
    expect(throughput.read(20_030)).toMatchObject({
      lagging: [
        { topic: 't', partition: 2, waitedMs: 20_010, records: 9 },
        { topic: 't', partition: 1, waitedMs: 20_000, records: 3 },
      ],
      laggingSince: 20_030,
    })
    throughput.note({ ...batch, partition: 2, oldestWrittenAt: 20_100, readAt: 20_200 })
    expect(throughput.read(20_300)).toMatchObject({ lagging: [{ partition: 1 }], laggingSince: 20_030 })
  })

  it('forgets a partition that has not been slow for a while', () => {
    const throughput = createThroughput()
    throughput.note({ ...batch, oldestWrittenAt: 0, readAt: 20_000 })
    expect(throughput.read(20_001).lagging).toHaveLength(1)
    expect(throughput.read(30_001)).toMatchObject({ lagging: [], laggingSince: null })
  })
})

describe('the backlog', () => {
  it('is read when every partition has come to where it ended at the start', () => {
    const backlog = createBacklog()
    expect(backlog.isRead()).toBe(false)
    backlog.know(
      new Map([
        ['a/0', 5n],
        ['b/0', 2n],
      ]),
    )
    backlog.reached('a/0', 4n)
    backlog.reached('b/0', 9n)
    backlog.reached('c/0', 1n)
    expect(backlog.isRead()).toBe(false)
    backlog.reached('a/0', 5n)
    expect(backlog.isRead()).toBe(true)
  })

  it('is read at once when the log was empty', () => {
    const backlog = createBacklog()
    backlog.know(new Map())
    expect([backlog.isKnown(), backlog.isRead()]).toEqual([true, true])
  })
})
