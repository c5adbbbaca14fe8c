import { describe, expect, it } from 'vitest'
import {
  formatAgo,
  formatClock,
  formatCount,
  formatCountShort,
  formatDate,
  formatDuration,
  formatHour,
  formatTemperature,
  formatTime,
  formatWait,
  formatZone,
  formatBytes,
  formatRate,
} from './format'

const summer = Date.UTC(2026, 6, 14, 22, 24, 38)
const winter = Date.UTC(2026, 0, 5, 5, 0, 1)

it.each([
  [-5, 'now'],
  [999, 'now'],
  [1_400, '1 s ago'],
  [59_400, '59 s ago'],
  [90_000, '1.5 min ago'],
])('%d ms ago is said as %s', (ms, text) => {
  expect(formatAgo(ms)).toBe(text)
})

describe('what a person may choose', () => {
  it.each([
    [summer, '5:24:38 pm'],
    [winter, '11:00:01 pm'],
    [summer - 5 * 3_600_000, '12:24:38 pm'],
    [summer + 7 * 3_600_000, '12:24:38 am'],
  ])('is a clock of twelve hours: %d', (ms, text) => {
    expect(formatClock(ms, '12')).toBe(text)
  })

  it('is a time without seconds, and a whole hour', () => {
    expect([formatTime(summer), formatTime(summer, '12')]).toEqual(['17:24', '5:24 pm'])
    expect([formatHour(summer - 24 * 60_000), formatHour(summer, '12')]).toEqual(['17:00', '5 pm'])
  })

  it.each([
    [84, '84 °F', '29 °C'],
    [31.9, '32 °F', '0 °C'],
    [-40, '-40 °F', '-40 °C'],
    [32, '32 °F', '0 °C'],
  ])('is degrees of two kinds: %d', (fahrenheit, american, other) => {
    expect([formatTemperature(fahrenheit), formatTemperature(fahrenheit, 'C')]).toEqual([american, other])
  })
})

describe('times of the city', () => {
  it('are those of Chicago, in summer and in winter', () => {
    expect([formatClock(summer), formatDate(summer), formatZone(summer)]).toEqual([
      '17:24:38',
      'Tue 14 Jul 2026',
      'CDT',
    ])
    expect([formatClock(winter), formatDate(winter), formatZone(winter)]).toEqual(['23:00:01', 'Sun 4 Jan 2026', 'CST'])
  })

  it('say midnight as 00', () => {
    expect(formatClock(Date.UTC(2026, 6, 14, 5, 0, 0))).toBe('00:00:00')
  })
})

describe('numbers', () => {
  it.each([
    [0, '0', '0'],
    [999_999, '999,999', '999,999'],
    [1_234_567, '1,234,567', '1.23 M'],
    [258_169_000, '258,169,000', '258 M'],
  ])('%d is %s, in tight places %s', (count, long, short) => {
    expect([formatCount(count), formatCountShort(count)]).toEqual([long, short])
  })

  it.each([
    [-5, '0.0 s'],
    [234, '0.2 s'],
    [9_949, '9.9 s'],
    [9_951, '10 s'],
    [42_400, '42 s'],
    [59_600, '1.0 min'],
    [564_000, '9.4 min'],
    [3_570_000, '1 h'],
    [119_520_000, '33 h 12 min'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })

  it.each([
    [-30_000, 'due'],
    [44_999, 'due'],
    [45_000, '1 min'],
    [150_000, '3 min'],
  ])('a train in %d ms is %s', (ms, text) => {
    expect(formatWait(ms)).toBe(text)
  })
})

describe('sizes and rates', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1 kB'],
    [41_300, '41 kB'],
    [999_400, '999 kB'],
    [999_600, '1.0 MB'],
    [25_900_000, '25.9 MB'],
    [1_234_000_000, '1.2 GB'],
    [118_000_000_000, '118 GB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })

  it.each([
    [0, '0/s'],
    [0.35, '0.3/s'],
    [9.96, '10/s'],
    [318_400.4, '318,400/s'],
  ])('%d a second is %s', (rate, text) => {
    expect(formatRate(rate)).toBe(text)
  })
})
