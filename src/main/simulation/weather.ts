import type { WeatherStatus } from '../../shared/city/types'
import { chance } from './chance'
import { chicagoTime, chicagoOffsetMs, dayMs, hourMs } from '../../shared/city/chicago-time'
import type { WeatherChanged } from './events'

/** climate.json as parsed: the normals of each month, in degrees Fahrenheit. */
export interface ClimateFile {
  months: ClimateMonth[]
}

interface ClimateMonth {
  month: number
  mean_high_f: number
  mean_low_f: number
  /** Share of the month's days with at least 0.01 in. */
  precip_day_fraction: number
}

/** The warmest hour of a day by the normals, local time; the coldest is twelve hours from it. */
const warmestHour = 15

/** How far fronts push the temperature from the normal, in winter and in summer, and how long one lasts. */
const frontF = { winter: 13, summer: 8 }
const frontMs = 3 * dayMs

/** Hour-to-hour differences on top of that. */
const gustF = 2
const gustMs = 5 * hourMs

/** Rain or snow on a wet day is one spell of these hours. */
const spellHoursMin = 2
const spellHoursMax = 9

const cloudMs = 12 * hourMs
const windMs = 7 * hourMs

/** Share of the noise's range above which an hour is windy: about one in twelve. */
const windyAbove = 0.87

/** Kinds of noise: each has its own chances. */
const kinds = { front: 1, gust: 2, cloud: 3, wind: 4, wet: 5, spell: 6 } as const

/**
 * The weather of an hour. It depends on the seed and the time alone, so two runs over one day have the same weather.
 * Temperature follows the normals of the season and a day curve, pushed by fronts of some days; states persist for hours.
 *
 * @param at ms since 1970 UTC
 */
export function weatherAt(climate: ClimateFile, seed: number, at: number): WeatherChanged {
  const { high, low, wetShare } = normalsAt(climate, at)
  const local = at + chicagoOffsetMs(at)
  const hour = (local % dayMs) / hourMs
  const cloud = noise(seed, kinds.cloud, at / cloudMs) * 0.7 + noise(seed, kinds.cloud, (at / cloudMs) * 3) * 0.3
  const wet = isWet(seed, local, wetShare)
  // Clouds flatten the day curve: the range of an overcast day is about half that of a clear one.
  const range = ((high - low) / 2) * (wet ? 0.5 : 1.2 - 0.5 * cloud)
  const day = range * Math.cos(((hour - warmestHour) / 12) * Math.PI)
  const winter = Math.min(1, Math.max(0, (70 - (high + low) / 2) / 45))
  const front =
    (frontF.summer + (frontF.winter - frontF.summer) * winter) * 2 * (noise(seed, kinds.front, at / frontMs) - 0.5)
  const gust = gustF * 2 * (noise(seed, kinds.gust, at / gustMs) - 0.5)
  const temperature = Math.round(((high + low) / 2 + day + front + gust) * 10) / 10
  const windy = noise(seed, kinds.wind, at / windMs) > windyAbove
  return { kind: 'WeatherChanged', at, value: { temperature, status: statusOf(wet, windy, cloud) } }
}

/** The hour after a moment: weather is told on the hour. */
export function nextHour(at: number): number {
  return (Math.floor(at / hourMs) + 1) * hourMs
}

function statusOf(wet: boolean, windy: boolean, cloud: number): WeatherStatus {
  if (wet) return 'precipitation'
  if (windy) return 'windy'
  if (cloud < 0.42) return 'sunny'
  return cloud < 0.58 ? 'partly_cloudy' : 'cloudy'
}

/** The normals stand for the middle of their month; between two middles they change evenly. */
function normalsAt(climate: ClimateFile, at: number): { high: number; low: number; wetShare: number } {
  const { month, day } = chicagoTime(at)
  const position = (day - 15) / 30
  const here = monthOf(climate, month)
  const other = monthOf(climate, ((month - 1 + (position < 0 ? 11 : 1)) % 12) + 1)
  const share = Math.abs(position)
  const mix = (one: number, two: number) => one + (two - one) * share
  return {
    high: mix(here.mean_high_f, other.mean_high_f),
    low: mix(here.mean_low_f, other.mean_low_f),
    wetShare: mix(here.precip_day_fraction, other.precip_day_fraction),
  }
}

function monthOf(climate: ClimateFile, month: number): ClimateMonth {
  const found = climate.months.find(candidate => candidate.month === month)
  if (!found) throw new Error(`climate.json: month ${month} is missing`)
  return found
}

/** Whether a wet day's spell covers this hour; it lies wholly within its day. */
function isWet(seed: number, localMs: number, wetShare: number): boolean {
  const day = Math.floor(localMs / dayMs)
  if (chance(seed, kinds.wet, day) >= wetShare) return false
  const hours = spellHoursMin + Math.floor(chance(seed, kinds.spell, day, 1) * (spellHoursMax - spellHoursMin + 1))
  const begins = Math.floor(chance(seed, kinds.spell, day, 2) * (25 - hours))
  const hour = Math.floor((localMs % dayMs) / hourMs)
  return hour >= begins && hour < begins + hours
}

/** Smooth noise in [0, 1): chances at whole positions, joined by cosines. */
function noise(seed: number, kind: number, position: number): number {
  const before = Math.floor(position)
  const share = (1 - Math.cos((position - before) * Math.PI)) / 2
  return chance(seed, kind, before) * (1 - share) + chance(seed, kind, before + 1) * share
}
