/** A pattern longer than this is refused. */
const patternLengthMax = 200

/**
 * A point in time by a pattern of Java's DateTimeFormatter, in a time zone of IANA's names.
 *
 * Letters: y u M d D H h m s S a E n-less fractions, and text in quotes. Not done: week fields, eras, zone letters other
 * than X, x, Z and z, which are refused by name.
 *
 * @param ms since 1970-01-01 UTC
 * @throws Error for an unknown letter or zone
 */
export function patternText(ms: number, pattern: string, zone: string): string {
  if (pattern.length > patternLengthMax)
    throw new Error(`a date-time pattern has at most ${patternLengthMax} characters`)
  const parts = partsIn(ms, zone)
  return pattern.replace(/'((?:[^']|'')*)'|([A-Za-z])\2*/g, (run: string, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted === '' ? "'" : quoted.replaceAll("''", "'")
    return fieldText(run, parts)
  })
}

interface Parts {
  /** The local time as if it were UTC. */
  local: Date
  offsetMinutes: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

function partsIn(ms: number, zone: string): Parts {
  if (zone === 'UTC') return { local: new Date(ms), offsetMinutes: 0 }
  let format = formats.get(zone)
  if (!format) {
    const shown = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...shown, second: 'numeric', hourCycle: 'h23' })
    formats.set(zone, format)
  }
  const numbers: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(ms)) numbers[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = numbers
  const fraction = ((ms % 1000) + 1000) % 1000
  const local = Date.UTC(year, month - 1, day, hour, minute, second, fraction)
  return { local: new Date(local), offsetMinutes: Math.round((local - ms) / 60_000) }
}

const months = 'January February March April May June July August September October November December'.split(' ')
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

function fieldText(run: string, { local, offsetMinutes }: Parts): string {
  const count = run.length
  const padded = (value: number) => String(value).padStart(count, '0')
  switch (run[0]) {
    case 'y':
    case 'u':
      return count === 2 ? String(local.getUTCFullYear() % 100).padStart(2, '0') : padded(local.getUTCFullYear())
    case 'M':
    case 'L': {
      const month = months[local.getUTCMonth()]!
      return count >= 4 ? month : count === 3 ? month.slice(0, 3) : padded(local.getUTCMonth() + 1)
    }
    case 'd':
      return padded(local.getUTCDate())
    case 'D':
      return padded(Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / 86_400_000) + 1)
    case 'E': {
      const day = days[local.getUTCDay()]!
      return count >= 4 ? day : day.slice(0, 3)
    }
    case 'H':
      return padded(local.getUTCHours())
    case 'h':
      return padded(local.getUTCHours() % 12 || 12)
    case 'a':
      return local.getUTCHours() < 12 ? 'AM' : 'PM'
    case 'm':
      return padded(local.getUTCMinutes())
    case 's':
      return padded(local.getUTCSeconds())
    case 'S':
      return String(local.getUTCMilliseconds()).padStart(3, '0').padEnd(count, '0').slice(0, count)
    case 'X':
    case 'x':
    case 'Z':
      return offsetText(run, offsetMinutes)
    case 'z':
      return offsetMinutes === 0 ? 'UTC' : offsetText('X'.repeat(3), offsetMinutes)
    default:
      throw new Error(`Unknown pattern letter: ${run[0]}`)
  }
}

function offsetText(run: string, minutes: number): string {
  if (run[0] === 'X' && minutes === 0) return 'Z'
  const size = Math.abs(minutes)
  const hours = String(Math.floor(size / 60)).padStart(2, '0')
  const rest = String(size % 60).padStart(2, '0')
  const colon = run.length === 3 && run[0] !== 'Z' ? ':' : ''
  const short = run.length === 1 && run[0] !== 'Z' && size % 60 === 0
  return `${minutes < 0 ? '-' : '+'}${hours}${short ? '' : colon + rest}`
}
