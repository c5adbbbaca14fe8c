import { calendarDayType, chicagoOffsetMs, chicagoTime, dayMs, hourMs } from './chicago-time'
import type { DayType } from './data'

/** Share of a day's riders in each hour from midnight: resources/data/ridership_curve.csv, hours 0 to 23. */
export const hourShares: readonly number[] = [
  0.01, 0.01, 0.01, 0.01, 0.0125, 0.025, 0.05, 0.075, 0.125, 0.075, 0.05, 0.025, 0.0225, 0.0225, 0.0225, 0.025, 0.05,
  0.075, 0.125, 0.075, 0.05, 0.025, 0.01, 0.01,
]

const shareTotal = hourShares.reduce((sum, share) => sum + share, 0)

/** A day's share in an hour of the day, summing up to 1. */
export function hourShare(hour: number): number {
  return (hourShares[hour] ?? 0) / shareTotal
}

/** The moment, in UTC, at which the calendar day began that a moment belongs to. */
export function chicagoMidnight(utcMs: number): number {
  const localMs = Math.floor((utcMs + chicagoOffsetMs(utcMs)) / dayMs) * dayMs
  // On two days of the year the clock stands differently to UTC at midnight than later on.
  return localMs - chicagoOffsetMs(localMs - chicagoOffsetMs(utcMs))
}

/**
 * How many riders usually enter a station between two times: the CTA's average of such a day, by the curve of a day.
 *
 * @param ridersADay by kind of day, as in ridership.json
 * @param from and until: ms since 1970 UTC
 */
export function usualEntries(ridersADay: Record<DayType, number>, from: number, until: number): number {
  let sum = 0
  for (let at = Math.floor(from / hourMs) * hourMs; at < until; at += hourMs) {
    const overlap = Math.min(until, at + hourMs) - Math.max(from, at)
    sum += ((ridersADay[calendarDayType(at)] * hourShare(chicagoTime(at).hour)) / hourMs) * overlap
  }
  return sum
}
