import { describe, expect, it } from 'vitest'
import { startTime } from './start-time'

describe('the time at which a run begins', () => {
  it('is right after what the log holds', () => {
    expect(startTime({ lastInLog: 1_000, now: 99 })).toBe(1_001)
    expect(startTime({ lastInLog: 1_000.7, now: 99 })).toBe(1_001)
  })

  it.each([
    ['in winter', '2026-01-15T20:00:00Z', '2026-01-15T13:30:00.000Z'],
    ['in summer', '2026-07-15T20:00:00Z', '2026-07-15T12:30:00.000Z'],
    [
      'late in the evening in Chicago, when it is tomorrow in London',
      '2026-01-16T03:00:00Z',
      '2026-01-15T13:30:00.000Z',
    ],
    ['on the day on which summer time begins', '2026-03-08T20:00:00Z', '2026-03-08T12:30:00.000Z'],
    ['on the day on which it ends', '2026-11-01T20:00:00Z', '2026-11-01T13:30:00.000Z'],
  ])('is half past seven in Chicago %s when the log is empty', (_when, now, expected) => {
    expect(new Date(startTime({ lastInLog: null, now: Date.parse(now) })).toISOString()).toBe(expected)
  })
})
