import { cityZone } from '../../ui/format'

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: cityZone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

/** 2026-07-14 17:24:36.579, in the app's zone: sorts as text, and can be typed back. */
export function formatMoment(ms: number): string {
  const part = Object.fromEntries(parts.formatToParts(ms).map(({ type, value }) => [type, value]))
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}:${part.second}.${fraction(ms)}`
}

/** 17:24:36.579 */
export function formatTimeOfDay(ms: number): string {
  const part = Object.fromEntries(parts.formatToParts(ms).map(({ type, value }) => [type, value]))
  return `${part.hour}:${part.minute}:${part.second}.${fraction(ms)}`
}

/**
 * What a person types for a time, in the app's zone: `2026-07-14 17:24`, with seconds and their fraction if wanted, or
 * a date alone. Digits alone of ten or more places are ms since 1970.
 *
 * @returns ms, or null when it is no time
 */
export function parseMoment(text: string): number | null {
  const trimmed = text.trim()
  if (/^\d{10,15}$/.test(trimmed)) return Number(trimmed)
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?)?$/.exec(trimmed)
  if (!found) return null
  const [year, month, day, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(word => Number(word ?? 0))
  const local = Date.UTC(year!, month! - 1, day, hour, minute, second) + Number((found[7] ?? '').padEnd(3, '0'))
  const read = new Date(local)
  const isReal =
    read.getUTCMonth() === month! - 1 && read.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  if (!isReal) return null
  // The zone's distance depends on the moment that is looked for: twice is enough, also next to a change of the clocks.
  const once = local - zoneOffset(local)
  return local - zoneOffset(once)
}

/** How far the app's clocks are ahead of UTC at a moment, ms. */
function zoneOffset(ms: number): number {
  const part = Object.fromEntries(parts.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
  const shown = Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second)
  return shown - Math.floor(ms / 1000) * 1000
}

function fraction(ms: number): string {
  return String(((ms % 1000) + 1000) % 1000).padStart(3, '0')
}
