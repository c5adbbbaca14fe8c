import type { HeadwayData, HeadwaysData, Period } from '../../shared/city/data'
import type { ServiceTime } from '../../shared/city/chicago-time'

/** Where each period of timings.json begins and ends, in minutes of the service day; between them service changes over. */
const periodBounds: [Period, number, number][] = [
  ['early', 270, 390],
  ['am_peak', 390, 540],
  ['midday', 570, 900],
  ['pm_peak', 930, 1110],
  ['evening', 1140, 1320],
  ['night', 1320, 1500],
]

/** Headways above this are a few trains at a period's edge, not a service (timings.json, Purple Express). */
const headwayMaxMin = 60

/** Red and Blue all night. The data has no figure for the hours between the last and the first departure: our assumption. */
const owlHeadwayMin = 15

/** The published early and night figures are the period's length over the trains in it, however short the service. */
const earlyMin = 120
const nightMin = 180

/**
 * Trains a minute at the reference station; 0 where there is no service.
 *
 * @param owl whether the line runs all night
 */
export function frequency(headways: HeadwaysData, { dayType, minute }: ServiceTime, owl: boolean): number {
  const headway = headways[dayType]
  if (!headway) return 0
  const outside = minute < Math.max(headway.first_min, owl ? 270 : 0) || minute > headway.last_min
  if (outside) return owl ? 1 / owlHeadwayMin : 0
  return inService(headway, minute)
}

function inService(headway: HeadwayData, minute: number): number {
  const [, firstBegins] = periodBounds[0]!
  if (minute < firstBegins) return periodFrequency(headway, 'early')
  let before: { period: Period; ends: number } | null = null
  for (const [period, begins, ends] of periodBounds) {
    if (minute >= begins && minute < ends) return periodFrequency(headway, period)
    if (before && minute >= before.ends && minute < begins) {
      const share = (minute - before.ends) / (begins - before.ends)
      return (1 - share) * periodFrequency(headway, before.period) + share * periodFrequency(headway, period)
    }
    before = { period, ends }
  }
  return 0
}

function periodFrequency(headway: HeadwayData, period: Period): number {
  const published = headway[period]
  if (published === null) return 0
  const served = published * servedShare(headway, period)
  // A short service is no denser than the period beside it: a single train in its last minutes says little.
  const beside = period === 'early' ? headway.am_peak : period === 'night' ? headway.evening : null
  return served > headwayMaxMin ? 0 : 1 / Math.max(served, beside ?? 0, 1)
}

/**
 * How much of the period has service. Brown on Sundays: `early` is 30 min, so 4 trains in 120 min, but the first leaves
 * at 334 of 270 to 390. In the 56 minutes that are left they run every 30 * 56 / 120 = 14 min.
 */
function servedShare({ first_min, last_min }: HeadwayData, period: Period): number {
  if (period === 'early') return Math.min(1, Math.max(0, (390 - first_min) / earlyMin))
  if (period === 'night') return Math.min(1, Math.max(0, (last_min - 1320) / nightMin))
  return 1
}
