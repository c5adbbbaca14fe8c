import { expect, it } from 'vitest'
import { formatMoment, formatTimeOfDay, parseMoment } from './city-time'

const summer = Date.UTC(2026, 6, 14, 22, 24, 36, 579)

it('writes and reads the time of Chicago', () => {
  expect(formatMoment(summer)).toBe('2026-07-14 17:24:36.579')
  expect(formatTimeOfDay(summer)).toBe('17:24:36.579')
  expect(parseMoment('2026-07-14 17:24:36.579')).toBe(summer)
  expect(parseMoment(String(summer))).toBe(summer)
})

it.each([
  ['2026-07-14', Date.UTC(2026, 6, 14, 5)],
  ['2026-07-14T17:24', Date.UTC(2026, 6, 14, 22, 24)],
  ['2026-1-5 00:00:01.5', Date.UTC(2026, 0, 5, 6, 0, 1, 500)],
  ['2026-03-08 01:59', Date.UTC(2026, 2, 8, 7, 59)],
  ['2026-03-08 03:00', Date.UTC(2026, 2, 8, 8)],
  ['2026-11-01 00:59', Date.UTC(2026, 10, 1, 5, 59)],
])('%s is understood', (text, ms) => {
  expect(parseMoment(text)).toBe(ms)
})

it.each(['', 'yesterday', '2026-02-30', '2026-07-14 25:00', '2026-07-14 12:60', '17:24', '-5', '123'])(
  '%j is no time',
  text => {
    expect(parseMoment(text)).toBeNull()
  },
)
