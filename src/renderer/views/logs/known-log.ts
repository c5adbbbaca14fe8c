import { logEntriesMax, type LogEntry, type LogMessage } from '../../../shared/contract/logs'

/** The log as far as this page has it. */
export interface KnownLog {
  /** Those that fit, oldest first; at most logEntriesMax. */
  entries: readonly LogEntry[]
  /** Entries that fit, but were not sent or are no longer kept here. */
  older: number
  /** Too many came at once: so many are missing in between. */
  skipped: number
  counts: LogMessage['counts']
  dropped: number
  files: readonly string[]
  hasStack: boolean
}

export function foldLog(known: KnownLog | null, message: LogMessage): KnownLog {
  const { counts, dropped, hasStack } = message
  if (message.kind === 'window') {
    const { entries, older, files } = message
    return { entries, older, skipped: 0, counts, dropped, files, hasStack }
  }
  const before = known ?? { entries: [], older: 0, skipped: 0, files: [] }
  const all = message.entries.length > 0 ? [...before.entries, ...message.entries] : before.entries
  const entries = all.length > logEntriesMax ? all.slice(-logEntriesMax) : all
  return {
    entries,
    older: before.older + all.length - entries.length,
    skipped: before.skipped + message.skipped,
    counts,
    dropped,
    files: before.files,
    hasStack,
  }
}

/** An entry as a line of JSON, as in the file but for its spelling. */
export function entryJson({ at, level, source, message, fields, isCut }: LogEntry): string {
  const known = { time: new Date(at).toISOString(), level, source, message }
  const more = parsed(fields)
  return JSON.stringify({ ...known, ...(more ? { fields: more } : {}), ...(isCut ? { isCut } : {}) })
}

/** Fields as lines; as they are when they came cut. */
export function fieldsText(fields: string): string {
  const value = parsed(fields)
  return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : fields
}

function parsed(fields: string | null): unknown {
  try {
    return fields === null ? null : (JSON.parse(fields) as unknown)
  } catch {
    return fields
  }
}

/** One line of fields beside the message: `topic=a partition=0`. */
export function fieldsLine(fields: string | null): string {
  const value = parsed(fields)
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? value.slice(0, lineMax) : ''
  const parts = Object.entries(value).map(([name, field]) => `${name}=${shortOf(field)}`)
  return parts.join('  ').slice(0, lineMax)
}

const lineMax = 300

/** What an error says, rather than its place in the code. */
function shortOf(field: unknown): string {
  if (typeof field === 'string') return field.replace(/\s+/g, ' ').slice(0, 120)
  const message = (field as { message?: unknown } | null)?.message
  return typeof message === 'string' ? message.replace(/\s+/g, ' ').slice(0, 120) : JSON.stringify(field).slice(0, 120)
}

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
})

/** Wall time of day where the reader is: 17:24:38.120. */
export function formatWallTime(at: number): string {
  return clock.format(at)
}
