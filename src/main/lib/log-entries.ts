import {
  logEntriesMax,
  logSources,
  type LogEntry,
  type LogFilter,
  type LogLevel,
  type LogMessage,
  type LogSource,
} from '../../shared/contract/logs'
import { announcer, watch } from './watch'

/** Longer messages and fields are cut there, characters. */
const messageLengthMax = 4_000
const fieldsLengthMax = 16_000

/** All entries together hold at most so many characters; the oldest go first. */
const charactersMax = 16_000_000

/** One message carries at most so many new entries; of more, the newest. */
const batchMax = 500

/** New entries are told at most so often, ms. */
const tellEveryMs = 100

/** Names the service in entries that the embedded stack has said; its own lines have the field `service`. */
export const stackField = 'stackService'

/** The newest entries of the log, to be read and followed. */
export interface LogEntries {
  /** Takes a line as the log writes it. */
  write(line: string): void
  watch(
    filter: LogFilter,
    about: () => { files: string[]; hasStack: boolean },
    signal: AbortSignal,
  ): AsyncGenerator<LogMessage, void, void>
}

/** @param now for lines that have no time, wall ms */
export function logEntries(now: () => number, entriesMax: number = logEntriesMax): LogEntries {
  let entries: LogEntry[] = []
  let head = 0
  let nextId = 1
  let characters = 0
  const changes = announcer()
  const counts = new Map<LogSource, { entries: number; problems: number }>()

  const count = ({ source, level }: LogEntry, by: 1 | -1) => {
    const known = counts.get(source) ?? { entries: 0, problems: 0 }
    known.entries += by
    if (level === 'warn' || level === 'error') known.problems += by
    counts.set(source, known)
  }
  const dropOldest = () => {
    const oldest = entries[head++]!
    characters -= lengthOf(oldest)
    count(oldest, -1)
    if (head < entriesMax) return
    entries = entries.slice(head)
    head = 0
  }
  const common = () => ({
    counts: logSources.flatMap(source => {
      const known = counts.get(source)
      return known && known.entries > 0 ? [{ source, ...known }] : []
    }),
    dropped: nextId - 1 - (entries.length - head),
  })

  return {
    write(line) {
      const entry = entryOf(line, nextId++, now)
      entries.push(entry)
      characters += lengthOf(entry)
      count(entry, 1)
      while (entries.length - head > entriesMax || (characters > charactersMax && entries.length - head > 1)) {
        dropOldest()
      }
      changes.announce()
    },
    async *watch(filter, about, signal) {
      const fits = fitsTo(filter)
      let told = 0
      let isFirst = true
      const take = (): LogMessage | undefined => {
        const { files, hasStack } = about()
        const from = isFirst ? head : Math.max(head, entries.length - (nextId - 1 - told))
        told = nextId - 1
        const found = entries.slice(from).filter(fits)
        if (isFirst) {
          isFirst = false
          const shown = found.slice(-filter.limit)
          return { kind: 'window', entries: shown, older: found.length - shown.length, files, hasStack, ...common() }
        }
        const shown = found.slice(-batchMax)
        return { kind: 'entries', entries: shown, skipped: found.length - shown.length, hasStack, ...common() }
      }
      yield* watch(changes, take, { everyMs: tellEveryMs, signal })
    },
  }
}

function lengthOf({ message, fields }: LogEntry): number {
  return message.length + (fields?.length ?? 0)
}

const ranks: Record<LogLevel, number> = { debug: 20, info: 30, warn: 40, error: 50 }

function fitsTo({ level, source, text }: LogFilter): (entry: LogEntry) => boolean {
  const wanted = text.trim().toLowerCase()
  return entry =>
    ranks[entry.level] >= ranks[level] &&
    (source === null || entry.source === source) &&
    (wanted === '' || `${entry.message}\n${entry.source}\n${entry.fields ?? ''}`.toLowerCase().includes(wanted))
}

/** A line of pino's as an entry; anything else is a message of the app. */
function entryOf(line: string, id: number, now: () => number): LogEntry {
  const said = objectOf(line)
  if (!said) return { id, at: now(), level: 'info', source: 'app', ...cut(line.trim(), null) }
  const { level, time, msg, [stackField]: service, ...fields } = said
  const source = service === undefined ? 'app' : (logSources.find(name => name === service) ?? 'stack')
  const text = Object.keys(fields).length === 0 ? null : JSON.stringify(fields)
  const at = typeof time === 'number' ? time : now()
  return { id, at, level: levelOf(level), source, ...cut(String(msg ?? ''), text) }
}

function cut(message: string, fields: string | null): Pick<LogEntry, 'message' | 'fields' | 'isCut'> {
  const isCut = message.length > messageLengthMax || (fields?.length ?? 0) > fieldsLengthMax
  return { message: message.slice(0, messageLengthMax), fields: fields?.slice(0, fieldsLengthMax) ?? null, isCut }
}

/** pino's number of a level, or its name. */
function levelOf(level: unknown): LogLevel {
  const rank = typeof level === 'number' ? level : (ranks[level as LogLevel] ?? ranks.info)
  if (rank >= ranks.error) return 'error'
  if (rank >= ranks.warn) return 'warn'
  return rank >= ranks.info ? 'info' : 'debug'
}

function objectOf(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
