import { describe, expect, it } from 'vitest'
import { hourMs } from '../../../../shared/city/chicago-time'
import { usualEntries } from '../../../../shared/city/usual-entries'
import { entryFigures, usualText } from './entry-figures'

/** Chicago's midnight at the beginning of Tuesday 14 July 2026. */
const midnight = Date.UTC(2026, 6, 14, 5)
const now = midnight + 9.5 * hourMs
const usual = { weekday: 9_900, saturday: 0, sunday: 0 }
const fiveMinutes = hourMs / 12

const history = {
  hours: { widthMs: hourMs, from: midnight - 2 * hourMs, counts: [5, 5, 1, 1, 1, 1, 1, 100, 200, 300, 400, 60] },
  minutes: { widthMs: fiveMinutes, from: now - 3 * fiveMinutes, counts: [7, 8, 9, 1] },
  countedFrom: midnight - 20 * hourMs,
}

describe('the entries on a card', () => {
  it('are those of the calendar day in Chicago, of its hour, and of the five minutes before', () => {
    expect(entryFigures(history, usual, now)).toMatchObject({
      today: 1_065,
      todayFrom: midnight,
      hour: 60,
      hourFrom: midnight + 9 * hourMs,
      fiveMinutes: 9,
    })
  })

  it('are compared with the average of such a day by now', () => {
    const { aboveUsual } = entryFigures(history, usual, now)
    expect(aboveUsual).toBeCloseTo(1_065 / usualEntries(usual, midnight, now) - 1)
  })

  it('are compared only over the time in which anything was counted, and only where that says something', () => {
    const countedFrom = midnight + 8 * hourMs
    const figures = entryFigures({ ...history, countedFrom }, usual, now)
    expect(figures).toMatchObject({ todayFrom: countedFrom, fiveMinutes: 9 })
    expect(figures.aboveUsual).toBeCloseTo(1_065 / usualEntries(usual, countedFrom, now) - 1)
    expect(entryFigures({ ...history, countedFrom: now - 1 }, usual, now)).toMatchObject({
      aboveUsual: null,
      fiveMinutes: null,
    })
    expect(entryFigures(history, undefined, now).aboveUsual).toBeNull()
  })

  it('are drawn for each hour of the day as far as it is known', () => {
    const { hours } = entryFigures({ ...history, countedFrom: midnight + 7.5 * hourMs }, usual, now)
    expect(hours.map(({ counted }) => counted).slice(6, 11)).toEqual([null, 300, 400, 60, null])
    expect(hours).toHaveLength(24)
    expect(hours[8]!.usual).toBeCloseTo(9_900 * (0.125 / 0.99))
  })

  it('are nothing before the first record', () => {
    const none = { widthMs: hourMs, from: 0, counts: [] }
    const figures = entryFigures(
      { hours: none, minutes: { ...none, widthMs: fiveMinutes }, countedFrom: null },
      usual,
      now,
    )
    expect(figures).toMatchObject({ today: 0, hour: 0, fiveMinutes: null, aboveUsual: null })
    expect(figures.hours.every(({ counted }) => counted === null)).toBe(true)
  })
})

it.each([
  [0.114, '11% above usual'],
  [-0.2, '20% below usual'],
  [0.02, 'as usual'],
  [-1, '100% below usual'],
])('%d is said as %s', (above, text) => {
  expect(usualText(above)).toBe(text)
})
