import { sumOf } from '../../../../shared/city/bins'
import { hourMs } from '../../../../shared/city/chicago-time'
import type { DayType } from '../../../../shared/city/data'
import { chicagoMidnight, usualEntries } from '../../../../shared/city/usual-entries'
import type { StationHistory } from '../../../../shared/contract/city'

/** What a card says of a station's entries. */
export interface EntryFigures {
  today: number
  /** Where today's count begins, simulated ms: midnight, or when the first record was read. */
  todayFrom: number
  hour: number
  /** Where the hour's count begins. */
  hourFrom: number
  /** Of the last five simulated minutes that are over, when they were counted from their beginning. */
  fiveMinutes: number | null
  /** Today's entries against those of an average day by now: 0.11 is 11% more; null where that says nothing. */
  aboveUsual: number | null
  /** Every hour of the day: counted, and what is usual; null where nothing is known. */
  hours: { begins: number; counted: number | null; usual: number | null }[]
}

/** Fewer expected entries than this are no ground for a comparison. */
const usualMin = 40

/**
 * @param usual the CTA's average entries a day; undefined where it has none
 * @param now simulated ms
 */
export function entryFigures(
  { hours, minutes, countedFrom }: Pick<StationHistory, 'hours' | 'minutes' | 'countedFrom'>,
  usual: Record<DayType, number> | undefined,
  now: number,
): EntryFigures {
  const midnight = chicagoMidnight(now)
  const nextMidnight = chicagoMidnight(midnight + 26 * hourMs)
  const hourBegins = Math.floor(now / hourMs) * hourMs
  const todayFrom = Math.max(midnight, countedFrom ?? now)
  const today = sumOf(hours, midnight, now + 1)
  const expected = usual ? usualEntries(usual, todayFrom, now) : 0
  const fiveFrom = Math.floor(now / minutes.widthMs - 1) * minutes.widthMs
  return {
    today,
    todayFrom,
    hour: sumOf(hours, hourBegins, now + 1),
    hourFrom: Math.max(hourBegins, countedFrom ?? now),
    fiveMinutes:
      countedFrom !== null && countedFrom <= fiveFrom ? sumOf(minutes, fiveFrom, fiveFrom + minutes.widthMs) : null,
    aboveUsual: expected < usualMin ? null : today / expected - 1,
    hours: Array.from({ length: Math.round((nextMidnight - midnight) / hourMs) }, (_, i) => {
      const begins = midnight + i * hourMs
      const isCounted = countedFrom !== null && begins + hourMs > countedFrom && begins <= now
      return {
        begins,
        counted: isCounted ? sumOf(hours, begins, begins + hourMs) : null,
        usual: usual ? usualEntries(usual, begins, begins + hourMs) : null,
      }
    }),
  }
}

/** 11% above usual, as usual. */
export function usualText(aboveUsual: number): string {
  const percent = Math.round(Math.abs(aboveUsual) * 100)
  if (percent < 3) return 'as usual'
  return `${percent}% ${aboveUsual > 0 ? 'above' : 'below'} usual`
}
