import { dataError } from '../data/errors'

/** A moment in microseconds since 1970-01-01 UTC, PostgreSQL's own precision. */
export type Micros = bigint

/**
 * Reads what PostgreSQL writes for timestamp and timestamptz: 2024-02-29 12:30:45.123456, with an offset such as +00
 * or +05:30 behind it, and BC.
 *
 * @param timeZone of a text without offset
 * @throws ConnectError (DataException)
 */
export function parseTimestamp(text: string, timeZone: string): Micros {
  const match =
    /^(?<y>\d{4,6})-(?<mo>\d\d)-(?<d>\d\d) (?<h>\d\d):(?<mi>\d\d):(?<s>\d\d)(?:\.(?<f>\d{1,6}))?(?<o>[+-]\d\d(?::?\d\d){0,2})?(?<bc> BC)?$/.exec(
      text,
    )
  if (!match) throw dataError(`The time ${text} cannot be written as a Connect Timestamp`)
  const { y, mo, d, h, mi, s, f = '', o, bc } = match.groups as Record<string, string | undefined>
  const year = bc ? 1 - Number(y) : Number(y)
  const ms = utcMs(year, Number(mo), Number(d)) + (Number(h) * 3600 + Number(mi) * 60 + Number(s)) * 1000
  const offsetMs = o === undefined ? zoneOffsetOfLocal(ms, timeZone) : parseOffset(o)
  return BigInt(ms - offsetMs) * 1000n + BigInt(f.padEnd(6, '0'))
}

/** Days since 1970-01-01 of a date as PostgreSQL writes it. */
export function parseDay(text: string): number {
  const match = /^(\d{4,6})-(\d\d)-(\d\d)( BC)?$/.exec(text)
  if (!match) throw dataError(`The date ${text} cannot be written as a Connect Date`)
  const year = match[4] ? 1 - Number(match[1]) : Number(match[1])
  return Math.floor(utcMs(year, Number(match[2]), Number(match[3])) / 86_400_000)
}

/** Milliseconds of the day; the offset of a timetz is taken off. */
export function parseTimeOfDay(text: string): number {
  const match = /^(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?([+-]\d\d(?::?\d\d){0,2})?$/.exec(text)
  if (!match) throw dataError(`The time ${text} cannot be written as a Connect Time`)
  const [, hours, minutes, seconds, fraction = '', offset] = match
  const ms =
    (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3))
  const utc = offset === undefined ? ms : ms - parseOffset(offset)
  return ((utc % 86_400_000) + 86_400_000) % 86_400_000
}

/**
 * The moment as text that fits a timestamp and a timestamptz column alike: local time of the zone with its offset, which
 * PostgreSQL leaves out of account for a column without time zone.
 */
export function timestampText(micros: Micros, timeZone: string): string {
  const ms = Number(floorDiv(micros, 1000n))
  const offsetMs = zoneOffset(ms, timeZone)
  const [date = '', time = ''] = new Date(ms + offsetMs).toISOString().replace('Z', '').split('T')
  const rest = String(micros - BigInt(ms) * 1000n).padStart(3, '0')
  const sign = offsetMs < 0 ? '-' : '+'
  const minutes = Math.abs(offsetMs) / 60_000
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${date} ${time}${rest}${sign}${two(minutes / 60)}:${two(minutes % 60)}`
}

/** Milliseconds, rounded down. */
export function toMs(micros: Micros): number {
  return Number(floorDiv(micros, 1000n))
}

/** Nanoseconds within the second. */
export function nanosOfSecond(micros: Micros): number {
  return Number(micros - floorDiv(micros, 1_000_000n) * 1_000_000n) * 1000
}

/** The inverse of toMs and nanosOfSecond together. */
export function fromMsAndNanos(ms: number, nanos: number | null): Micros {
  if (nanos === null) return BigInt(ms) * 1000n
  return BigInt(Math.floor(ms / 1000)) * 1_000_000n + BigInt(Math.floor(nanos / 1000))
}

function floorDiv(value: bigint, by: bigint): bigint {
  const quotient = value / by
  return value % by < 0n ? quotient - 1n : quotient
}

/** Date.UTC takes years below 100 for those of the 20th century. */
function utcMs(year: number, month: number, day: number): number {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return date.getTime()
}

function parseOffset(text: string): number {
  const [, sign, hours, minutes = '0', seconds = '0'] = /^([+-])(\d\d):?(\d\d)?:?(\d\d)?$/.exec(text) ?? []
  const ms = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000
  return sign === '-' ? -ms : ms
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** How far the zone is ahead of UTC at a moment, in ms. */
function zoneOffset(ms: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0
  const format = formats.get(timeZone) ?? newFormat(timeZone)
  formats.set(timeZone, format)
  const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
  const local = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour! % 24, part.minute!, part.second!)
  return local - Math.floor(ms / 1000) * 1000
}

function newFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    hour12: false,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
}

/** As zoneOffset for a local time: asked again with the first answer, since the offset may change in between. */
function zoneOffsetOfLocal(localMs: number, timeZone: string): number {
  return zoneOffset(localMs - zoneOffset(localMs, timeZone), timeZone)
}
