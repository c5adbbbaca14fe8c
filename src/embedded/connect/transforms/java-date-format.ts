/** Letters of java.text.SimpleDateFormat that we know, each with how it is written and read; all in UTC. */
interface Letter {
  write(date: Date, count: number): string
  /** A pattern for `count` letters, and what the text that it finds means. */
  pattern(count: number): string
  read(text: string, parts: Parts): void
}

interface Parts {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
  ms: number
  offsetMinutes: number
}

const digits = (count: number) => (count === 1 ? '\\d+' : `\\d{${count}}`)
const padded = (value: number, count: number) => String(value).padStart(count, '0')

const numeric = (part: keyof Parts, valueOf: (date: Date) => number, shift = 0): Letter => ({
  write: (date, count) => padded(valueOf(date), count),
  pattern: digits,
  read: (text, parts) => (parts[part] = Number(text) + shift),
})

const offset: Letter = {
  write: (_date, count) => (count > 2 ? '+00:00' : '+0000'),
  pattern: () => '[+-]\\d{2}:?\\d{2}|Z',
  read(text, parts) {
    if (text === 'Z') return
    const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(text)!
    parts.offsetMinutes = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
  },
}

const letters: Record<string, Letter> = {
  y: {
    write: (date, count) =>
      count === 2 ? padded(date.getUTCFullYear() % 100, 2) : padded(date.getUTCFullYear(), count),
    pattern: count => (count === 2 ? '\\d{2}' : '\\d{1,4}'),
    read: (text, parts) => (parts.year = text.length === 2 ? 2000 + Number(text) : Number(text)),
  },
  M: numeric('month', date => date.getUTCMonth() + 1),
  d: numeric('day', date => date.getUTCDate()),
  H: numeric('hour', date => date.getUTCHours()),
  m: numeric('minute', date => date.getUTCMinutes()),
  s: numeric('second', date => date.getUTCSeconds()),
  S: numeric('ms', date => date.getUTCMilliseconds()),
  Z: offset,
  X: { ...offset, write: () => 'Z' },
}

type Token = { text: string } | { letter: string; count: number }

function tokens(format: string): Token[] {
  const found = format.matchAll(/'((?:[^']|'')*)'|([a-zA-Z])\2*|[^a-zA-Z']+/g)
  return [...found].map(([all, quoted, letter]) => {
    if (letter !== undefined) return { letter, count: all.length }
    return { text: quoted === undefined ? all : quoted === '' ? "'" : quoted.replaceAll("''", "'") }
  })
}

/** The time (ms since 1970-01-01) in a format of SimpleDateFormat, UTC. */
export function formatDate(format: string, ms: number): string {
  const date = new Date(ms)
  return tokens(format)
    .map(token => ('text' in token ? token.text : letters[token.letter]!.write(date, token.count)))
    .join('')
}

/** Why a format cannot be used, or null. */
formatDate.complaint = (format: string): string | null => {
  const unknown = tokens(format).find(token => 'letter' in token && (!letters[token.letter] || tooLong(token)))
  if (!unknown || 'text' in unknown) return null
  return `The date format "${format}" has ${unknown.letter.repeat(unknown.count)}: known are y, M, d, H, m, s, S, Z and X as numbers`
}

/** MMM is a month's name, which we do not write. */
function tooLong(token: { letter: string; count: number }): boolean {
  return token.letter === 'M' && token.count > 2
}

/** The time that a text says, or null when it does not fit the format. */
export function parseDate(format: string, text: string): number | null {
  const parts: Parts = { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0, ms: 0, offsetMinutes: 0 }
  const fields = tokens(format)
  const pattern = fields.map(token =>
    'text' in token ? escaped(token.text) : `(${letters[token.letter]!.pattern(token.count)})`,
  )
  const match = new RegExp(`^${pattern.join('')}$`).exec(text)
  if (!match) return null
  fields
    .filter(token => 'letter' in token)
    .forEach((token, index) => letters[token.letter]!.read(match[index + 1]!, parts))
  const { year, month, day, hour, minute, second, ms, offsetMinutes } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second, ms) - offsetMinutes * 60_000
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
