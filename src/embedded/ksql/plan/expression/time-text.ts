const dayMs = 86_400_000

/** `1970-01-01T00:00:00.001` */
export function showTimestamp(ms: number): string {
  return new Date(ms).toISOString().slice(0, -1)
}

/** `1970-01-01` */
export function showDate(days: number): string {
  return new Date(days * dayMs).toISOString().slice(0, 10)
}

/** `00:00:01`, with milliseconds when there are some. */
export function showTime(ms: number): string {
  const text = new Date(ms).toISOString().slice(11, -1)
  return text.endsWith('.000') ? text.slice(0, -4) : text
}

const iso =
  /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ](\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?)?)?)?)?(Z|[+-]\d{2}:?\d{2})?$/

/**
 * An ISO-8601 time, UTC unless it says otherwise; what is left out at its end counts as its first value.
 *
 * @returns ms since 1970-01-01 UTC
 * @throws Error when it is none
 */
export function parseTimestamp(text: string): number {
  const match = iso.exec(text.trim())
  if (!match) throw new Error(`Failed to parse timestamp '${text}'`)
  const [, year, month = '1', day = '1', hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match
  const ms = Math.floor(Number(`0.${fraction || '0'}`) * 1000 + 1e-6)
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second), ms)
  if (zone === 'Z') return local
  const sign = zone.startsWith('-') ? -1 : 1
  const digits = zone.replace(/\D/g, '')
  return local - sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000
}

/** @returns days since 1970-01-01 */
export function parseDate(text: string): number {
  return Math.floor(parseTimestamp(text) / dayMs)
}

/** @returns ms since midnight */
export function parseTime(text: string): number {
  return parseTimestamp(`1970-01-01T${text.trim()}`)
}
