import { eventIterator, oc } from '@orpc/contract'
import * as z from 'zod'
import { problem } from './problem'

/** Rows that a result keeps: the newest. What came before is counted. */
export const ksqlRowsMax = 5_000

/** Characters that one run may have. */
export const ksqlTextMax = 200_000

const sourceKind = z.enum(['stream', 'table'])
export type KsqlSourceKind = z.infer<typeof sourceKind>

const source = z.object({
  kind: sourceKind,
  name: z.string(),
  topic: z.string(),
  keyFormat: z.string().nullable(),
  valueFormat: z.string(),
  isWindowed: z.boolean(),
})
export type KsqlSource = z.infer<typeof source>

const query = z.object({
  id: z.string(),
  statement: z.string(),
  sinks: z.array(z.string()),
  sinkTopics: z.array(z.string()),
  /** PERSISTENT, PUSH, as the server says it. */
  type: z.string(),
  /** RUNNING, PAUSED, ERROR, UNRESPONSIVE, as the server says it. */
  state: z.string(),
})
export type KsqlQuery = z.infer<typeof query>

const overview = z.object({
  server: z.object({ version: z.string(), serviceId: z.string(), status: z.string() }),
  isReadOnly: z.boolean(),
  sources: z.array(source),
  queries: z.array(query),
})
export type KsqlOverview = z.infer<typeof overview>

/** A column with its SQL type, such as `ARRAY<BIGINT>`; the type is empty where the server does not tell it. */
const column = z.object({ name: z.string(), type: z.string(), isKey: z.boolean() })
export type KsqlColumn = z.infer<typeof column>

const fact = z.object({ name: z.string(), value: z.string() })

/** How far a query has read one partition. Offsets as digits. */
const progress = z.object({
  groupId: z.string(),
  topic: z.string(),
  partition: z.number().int(),
  start: z.string(),
  end: z.string(),
  consumed: z.string(),
})

const sourceDetail = source.extend({
  columns: z.array(column),
  windowType: z.string().nullable(),
  timestamp: z.string().nullable(),
  partitions: z.number().nullable(),
  replicas: z.number().nullable(),
  statement: z.string(),
  readBy: z.array(z.string()),
  writtenBy: z.array(z.string()),
  statistics: z.array(fact),
  progress: z.array(progress),
})
export type KsqlSourceDetail = z.infer<typeof sourceDetail>

const queryDetail = query.extend({
  sources: z.array(z.string()),
  columns: z.array(column),
  topology: z.string(),
  hosts: z.array(z.object({ host: z.string(), state: z.string() })),
  errors: z.array(z.object({ at: z.number().nullable(), message: z.string() })),
  properties: z.array(fact),
  /** Of the sink, as the server counts them: they are those of this query, unless others write there too. */
  statistics: z.array(fact),
  progress: z.array(progress),
})
export type KsqlQueryDetail = z.infer<typeof queryDetail>

/** What an editor can offer. */
const words = z.object({
  sources: z.array(z.object({ kind: sourceKind, name: z.string(), columns: z.array(column) })),
  functions: z.array(z.string()),
})
export type KsqlWords = z.infer<typeof words>

/** A value as the text of its JSON, so that no digit is lost; a very long one by its beginning and length. */
const cell = z.union([z.string(), z.object({ start: z.string(), length: z.number() })])
export type KsqlCell = z.infer<typeof cell>

/** A deleted row has only its key. */
const row = z.object({ cells: z.array(cell), isDeleted: z.boolean() })
export type KsqlRow = z.infer<typeof row>

/** A place in the text that was run, both from 1. */
const place = z.object({ line: z.number().int(), column: z.number().int() })
export type KsqlPlace = z.infer<typeof place>

const index = z.number().int()

/** What a run says, in order; `index` is the statement's, from 0. */
export const ksqlMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('begun'),
    index,
    /** Statements of this run. */
    total: z.number().int(),
    statement: z.string(),
    at: z.number(),
  }),
  z.object({ kind: z.literal('text'), index, text: z.string(), tone: z.enum(['ok', 'info', 'warn']) }),
  z.object({
    kind: z.literal('table'),
    index,
    title: z.string(),
    columns: z.array(column),
    rows: z.array(row),
    /** Rows that the server said beyond those here. */
    left: z.number().int(),
  }),
  z.object({
    kind: z.literal('header'),
    index,
    /** push: goes on until it is stopped; print: the records of a topic, as lines. */
    query: z.enum(['push', 'pull', 'print']),
    queryId: z.string().nullable(),
    columns: z.array(column),
  }),
  z.object({
    kind: z.literal('rows'),
    index,
    rows: z.array(row),
    /** Rows that have come from the server so far, and how many of them were too many to be handed on. */
    received: z.number().int(),
    skipped: z.number().int(),
  }),
  z.object({
    kind: z.literal('ended'),
    index,
    /** Why a query ended, as the server says it; null: it had no more rows. */
    reason: z.string().nullable(),
    elapsedMs: z.number(),
  }),
  z.object({ kind: z.literal('failed'), index, problem, place: place.nullable(), elapsedMs: z.number() }),
])
export type KsqlMessage = z.infer<typeof ksqlMessage>

export const ksql = {
  /** Streams, tables and queries. Problem `ksql-absent`: the profile has no ksqlDB. */
  overview: oc.output(overview),
  source: oc.input(z.object({ name: z.string().min(1).max(500) })).output(sourceDetail),
  query: oc.input(z.object({ id: z.string().regex(/^[\w-]{1,300}$/) })).output(queryDetail),
  words: oc.output(words),
  /** Ends a persistent query for good. Refused on a read-only profile. */
  terminate: oc.input(z.object({ id: z.string().regex(/^[\w-]{1,300}$/) })).output(z.object({ message: z.string() })),
  /**
   * Runs statements in their order and says what comes of them, rows at most ten times a second; ends with the first that
   * fails. Whoever stops reading ends the query. On a read-only profile only statements that look are sent.
   */
  run: oc
    .input(z.object({ text: z.string().max(ksqlTextMax), offsetReset: z.enum(['earliest', 'latest']) }))
    .output(eventIterator(ksqlMessage)),
}
