import { eventIterator, oc } from '@orpc/contract'
import * as z from 'zod'
import { serviceNames } from './services'

export const logLevels = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof logLevels)[number]

/** app: this program itself; stack: what the embedded stack's process says outside of its services. */
export const logSources = ['app', ...serviceNames, 'stack'] as const
export type LogSource = (typeof logSources)[number]

/** Entries that the app keeps: the newest. Those before stand in the files. */
export const logEntriesMax = 10_000

export const logEntry = z.object({
  /** Counts up from 1 since the app has started. */
  id: z.number().int(),
  /** Wall time, ms. */
  at: z.number(),
  level: z.enum(logLevels),
  source: z.enum(logSources),
  message: z.string(),
  /** Further fields as the text of a JSON object; null: none. */
  fields: z.string().nullable(),
  /** Message or fields were longer than is kept. */
  isCut: z.boolean(),
})
export type LogEntry = z.infer<typeof logEntry>

export const logFilter = z.object({
  /** The lowest level. */
  level: z.enum(logLevels),
  /** Null: all. */
  source: z.enum(logSources).nullable(),
  /** Somewhere in message, source or fields, whatever the case; empty: anything. */
  text: z.string().max(200),
  /** So many of the newest entries that fit come at first. */
  limit: z.number().int().min(1).max(logEntriesMax),
})
export type LogFilter = z.infer<typeof logFilter>

const counts = z.array(z.object({ source: z.enum(logSources), entries: z.number().int(), problems: z.number().int() }))

export const logMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('window'),
    /** Oldest first. */
    entries: z.array(logEntry),
    /** Entries that fit and are kept, but are older than those here. */
    older: z.number().int(),
    /** Of all that are kept: by source, and those of them that warn or worse. */
    counts,
    /** Entries of this run that are no longer kept. */
    dropped: z.number().int(),
    files: z.array(z.string()),
    /** Whether the services are of this app, so that it has their logs, too. */
    hasStack: z.boolean(),
  }),
  z.object({
    kind: z.literal('entries'),
    /** Those that have come since and fit, oldest first. */
    entries: z.array(logEntry),
    /** Those before them that were too many for one message. */
    skipped: z.number().int(),
    counts,
    dropped: z.number().int(),
    hasStack: z.boolean(),
  }),
])
export type LogMessage = z.infer<typeof logMessage>

export const logs = {
  /** The newest entries that fit, then those that come, at most ten times a second. */
  watch: oc.input(logFilter).output(eventIterator(logMessage)),
}
