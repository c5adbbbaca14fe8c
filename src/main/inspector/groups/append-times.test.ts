import { describe, expect, it } from 'vitest'
import { appendTimes } from './append-times'

const minute = 60_000

describe('the age of an unread record', () => {
  it('follows from the ends that were seen, between two looks by their share', () => {
    const times = appendTimes(5 * minute)
    times.note('t', 0, 100n, 10_000)
    times.note('t', 0, 200n, 20_000)
    expect(times.age('t', 0, 149n, 20_000)).toEqual({ ms: 5_000, isAtLeast: false })
    expect(times.age('t', 0, 199n, 21_000)).toEqual({ ms: 1_000, isAtLeast: false })
  })

  it('is nothing when all is read', () => {
    const times = appendTimes(5 * minute)
    times.note('t', 0, 100n, 10_000)
    expect(times.age('t', 0, 100n, 12_000)).toEqual({ ms: 0, isAtLeast: false })
    expect(times.age('t', 0, 101n, 12_000)).toEqual({ ms: 0, isAtLeast: false })
  })

  it('is at least as long as was watched for what came before', () => {
    const times = appendTimes(5 * minute)
    times.note('t', 0, 100n, 10_000)
    times.note('t', 0, 100n, 70_000)
    expect(times.age('t', 0, 99n, 70_000)).toEqual({ ms: 60_000, isAtLeast: true })
  })

  it('does not count the time that an end stood still before the record came', () => {
    const times = appendTimes(5 * minute)
    times.note('t', 0, 100n, 10_000)
    times.note('t', 0, 100n, 20_000)
    times.note('t', 0, 100n, 30_000)
    times.note('t', 0, 110n, 32_000)
    expect(times.age('t', 0, 104n, 32_000)).toEqual({ ms: 1_000, isAtLeast: false })
  })

  it('is not known of a partition that was never looked at, or not for long', () => {
    const times = appendTimes(5 * minute)
    expect(times.age('t', 0, 5n, 0)).toBeNull()
    times.note('t', 0, 100n, 10_000)
    times.forget(20_000)
    expect(times.age('t', 0, 5n, 20_000)).toBeNull()
  })

  it('begins again with a topic that was made anew', () => {
    const times = appendTimes(5 * minute)
    times.note('t', 0, 100n, 10_000)
    times.note('t', 0, 4n, 20_000)
    expect(times.age('t', 0, 2n, 25_000)).toEqual({ ms: 5_000, isAtLeast: true })
  })

  it('forgets what lies longer ago than it keeps, but not what was there then', () => {
    const times = appendTimes(minute)
    for (let i = 0; i <= 10; i++) times.note('t', 0, BigInt(i * 10), i * 30_000)
    expect(times.age('t', 0, 5n, 300_000)).toEqual({ ms: 60_000, isAtLeast: true })
  })
})
