import { expect, it } from 'vitest'
import { hourMs } from './chicago-time'
import { chicagoMidnight, hourShares, usualEntries } from './usual-entries'

const riders = { weekday: 990, saturday: 99, sunday: 9.9 }
/** Chicago's midnight at the beginning of Tuesday 14 July 2026. */
const tuesday = Date.UTC(2026, 6, 14, 5)

it('a usual day has as many riders as the data say, by kind of day', () => {
  expect(usualEntries(riders, tuesday, tuesday + 24 * hourMs)).toBeCloseTo(990)
  expect(usualEntries(riders, tuesday + 96 * hourMs, tuesday + 120 * hourMs)).toBeCloseTo(99)
})

it('an hour has its share, half an hour half of that', () => {
  const eight = tuesday + 8 * hourMs
  const share = hourShares[8]! / 0.99
  expect(usualEntries(riders, eight, eight + hourMs)).toBeCloseTo(990 * share)
  expect(usualEntries(riders, eight + hourMs / 4, eight + (3 * hourMs) / 4)).toBeCloseTo((990 * share) / 2)
  expect(usualEntries(riders, eight, eight)).toBe(0)
})

it.each([
  ['in summer', Date.UTC(2026, 6, 14, 22, 24), tuesday],
  ['at midnight', tuesday, tuesday],
  ['on the day on which summer begins', Date.UTC(2026, 2, 8, 20), Date.UTC(2026, 2, 8, 6)],
  ['on the day on which summer ends', Date.UTC(2026, 10, 1, 20), Date.UTC(2026, 10, 1, 5)],
])("the day began at Chicago's midnight %s", (_, at, midnight) => {
  expect(chicagoMidnight(at)).toBe(midnight)
})
