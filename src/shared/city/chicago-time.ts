import type { DayType } from './data'

/**
 * Chicago's own clock. Computed from the rule in force since 2007 rather than with Intl, so that a build of Node with
 * or without time zone data, of any age, gives the same events for the same seed.
 */

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

/** The railway's day ends at 03:00: what runs after midnight belongs to the day before. */
const serviceDayStartMinute = 180

export interface LocalTime {
  year: number
  /** 1 to 12. */
  month: number
  day: number
  hour: number
  minute: number
}

/** Local time minus UTC in ms: -6 h, and -5 h from the second Sunday of March to the first of November at 02:00. */
export function chicagoOffsetMs(utcMs: number): number {
  const { begins, ends } = summerOf(new Date(utcMs).getUTCFullYear())
  return utcMs >= begins && utcMs < ends ? -5 * hourMs : -6 * hourMs
}

/** The summer time asked for last: nearly all questions are about one year. */
let summer = { year: NaN, begins: 0, ends: 0 }

function summerOf(year: number): { begins: number; ends: number } {
  if (summer.year !== year) {
    summer = { year, begins: nthSunday(year, 2, 2) + 8 * hourMs, ends: nthSunday(year, 10, 1) + 7 * hourMs }
  }
  return summer
}

export function chicagoTime(utcMs: number): LocalTime {
  const local = new Date(utcMs + chicagoOffsetMs(utcMs))
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
  }
}

/** A moment in the railway's day. */
export interface ServiceTime {
  dayType: DayType
  /** Minutes after the service day's midnight, 180 to 1620: 00:30 is 1470 of the day before. */
  minute: number
}

export function serviceTime(utcMs: number): ServiceTime {
  const localMs = utcMs + chicagoOffsetMs(utcMs)
  const dayBegan = Math.floor((localMs - serviceDayStartMinute * minuteMs) / dayMs) * dayMs
  return { dayType: dayTypeOf(new Date(dayBegan)), minute: (localMs - dayBegan) / minuteMs }
}

/** The moment, in UTC, at which the service day began that a moment belongs to: 03:00 on Chicago's clock. */
export function serviceDayBegan(utcMs: number): number {
  const { minute } = serviceTime(utcMs)
  const localMs = utcMs + chicagoOffsetMs(utcMs) - (minute - serviceDayStartMinute) * minuteMs
  // At the end of a service day the clock may stand differently to UTC than at its beginning.
  return localMs - chicagoOffsetMs(localMs - chicagoOffsetMs(utcMs))
}

/** The kind of a calendar day, for what is counted from midnight to midnight. */
export function calendarDayType(utcMs: number): DayType {
  return dayTypeOf(new Date(utcMs + chicagoOffsetMs(utcMs)))
}

function dayTypeOf(date: Date): DayType {
  if (date.getUTCDay() === 0 || isHoliday(date)) return 'sunday'
  return date.getUTCDay() === 6 ? 'saturday' : 'weekday'
}

/** The six days on which the CTA runs a Sunday timetable. */
function isHoliday(date: Date): boolean {
  const month = date.getUTCMonth()
  const day = date.getUTCDate()
  const monday = date.getUTCDay() === 1
  return (
    (month === 0 && day === 1) ||
    (month === 4 && monday && day > 24) ||
    (month === 6 && day === 4) ||
    (month === 8 && monday && day < 8) ||
    (month === 10 && date.getUTCDay() === 4 && day > 21 && day < 29) ||
    (month === 11 && day === 25)
  )
}

/** Midnight UTC of the nth Sunday of a month (0 is January). */
function nthSunday(year: number, month: number, nth: number): number {
  const first = Date.UTC(year, month, 1)
  const daysToSunday = (7 - new Date(first).getUTCDay()) % 7
  return first + (daysToSunday + 7 * (nth - 1)) * dayMs
}
