import { eventIterator, oc } from '@orpc/contract'
import * as z from 'zod'
import { problem } from './problem'
import { pageRowsMax, searchRowsMax } from './record-limits'
import { offsetText, topicName } from './topics'

export * from './record-limits'

/** How a key or value was understood. */
export const decodedKinds = ['avro', 'json-schema', 'json', 'text', 'number', 'null', 'bytes'] as const
export type DecodedKind = (typeof decodedKinds)[number]

export const fieldTypes = ['string', 'number', 'boolean', 'null', 'object', 'array', 'bytes'] as const
export type FieldType = (typeof fieldTypes)[number]

/** One field of a decoded object, for a column. Nested ones are JSON. */
export const decodedField = z.object({ name: z.string(), type: z.enum(fieldTypes), text: z.string() })
export type DecodedField = z.infer<typeof decodedField>

/**
 * A key or value as a row shows it. Texts are data: HTML and control characters stand in them as they were written, and
 * whoever shows them escapes them.
 */
export const decoded = z.object({
  kind: z.enum(decodedKinds),
  /** JSON, the text, the number's digits, hexadecimal pairs (00 1f …), or empty for null; the beginning of it. */
  text: z.string(),
  /** More follows than `text` has. */
  isCut: z.boolean(),
  /** The top-level fields of an object, in their order; null for all else. */
  fields: z.array(decodedField).nullable(),
  /** Of the registry's wire format; null when the bytes are not in it. */
  schemaId: z.number().int().nullable(),
  /** Why there are only bytes, or what is odd; null when there is nothing to say. */
  reason: z.string().nullable(),
  /** Bytes as they lie in the record; 0 for null. */
  sizeBytes: z.number().int(),
})
export type Decoded = z.infer<typeof decoded>

export const recordRow = z.object({
  partition: z.number().int(),
  offset: offsetText,
  /** ms; null when the record has none. */
  timestamp: z.number().nullable(),
  key: decoded,
  value: decoded,
  headersCount: z.number().int(),
  /** Key, value and headers together. */
  sizeBytes: z.number().int(),
})
export type RecordRow = z.infer<typeof recordRow>

/** Where a page stood in each partition, such as `older;0:123,1:456`. Opaque to whoever gets it; made by `records.read`. */
export const pageCursor = z
  .string()
  .max(400_000)
  .regex(/^(older|newer);(\d{1,6}:\d{1,19}(,\d{1,6}:\d{1,19})*)?$/, 'is not a place in a topic')
export type PageCursor = z.infer<typeof pageCursor>

export const readFrom = z.discriminatedUnion('kind', [
  /** The first records there are. */
  z.object({ kind: z.literal('earliest') }),
  /** The last ones. */
  z.object({ kind: z.literal('latest') }),
  /** From this offset on, in each of the partitions. Before the beginning: from the beginning, and it is said. */
  z.object({ kind: z.literal('offset'), offset: offsetText }),
  /** From the first record of each partition that is not older, ms. */
  z.object({ kind: z.literal('time'), at: z.number().int().min(0).max(8.64e15) }),
])
export type ReadFrom = z.infer<typeof readFrom>

const partitions = z.array(z.number().int().min(0)).min(1).max(10_000).nullable()

/** committed: what transactions took back is left out. all: with it. */
const isolation = z.enum(['committed', 'all']).default('committed')

const selection = { topic: topicName, /** Null: all. */ partitions: partitions.default(null), isolation }

export const readInput = z.object({
  ...selection,
  from: z.union([readFrom, z.object({ kind: z.literal('cursor'), cursor: pageCursor })]),
  /** How the rows are sorted; which rows they are depends on `from` alone. */
  order: z.enum(['oldest-first', 'newest-first']).default('oldest-first'),
  limit: z.number().int().min(1).max(pageRowsMax).default(100),
})
export type ReadInput = z.infer<typeof readInput>

export const partitionPosition = z.object({
  partition: z.number().int(),
  /** First offset there is, and the end: the offset that the next record gets. */
  earliest: offsetText,
  latest: offsetText,
  /** The page has what lies from `from` up to, without, `to`. */
  from: offsetText,
  to: offsetText,
  /** Nothing older, nothing newer than this page in this partition. */
  isAtStart: z.boolean(),
  isAtEnd: z.boolean(),
  /** Offsets between `from` and `to` without a record: compacted away, or a transaction's marker or taken back. */
  gaps: z.number().int(),
  /** Why nothing or not what was asked for could be read here; null when all is well. */
  reason: z.string().nullable(),
})
export type PartitionPosition = z.infer<typeof partitionPosition>

/** Rows of all partitions, merged by time; within a partition in the order of offsets, whatever their times say. */
export const recordPage = z.object({
  rows: z.array(recordRow),
  /** For `from`: the page before and behind this one; null when there is nothing. A newer page may come to be. */
  older: pageCursor.nullable(),
  newer: pageCursor.nullable(),
  partitions: z.array(partitionPosition),
  /** The page has fewer rows than asked for although there are more: reading took too long. Go on by its cursors. */
  isPartial: z.boolean(),
  /** What the reader should know, in sentences: offsets that are gone, partitions without a leader, a registry that is away. */
  notes: z.array(z.string()),
})
export type RecordPage = z.infer<typeof recordPage>

export const tailInput = z.object(selection)
export type TailInput = z.infer<typeof tailInput>

export const tailMessage = z.discriminatedUnion('kind', [
  /** From here on each record is either sent or counted as skipped. */
  z.object({
    kind: z.literal('started'),
    partitions: z.array(z.object({ partition: z.number().int(), from: offsetText })),
  }),
  z.object({
    kind: z.literal('rows'),
    /** Newest last. */
    rows: z.array(recordRow),
    /** Records since the start that were left out, because they came faster than they were taken. */
    skipped: z.number().int(),
    /** Records since the start, the skipped ones too, and in the last second. */
    records: z.number().int(),
    recordsPerSecond: z.number(),
  }),
  /** Reading was interrupted and is tried again from where it stood; the next `rows` or `resumed` ends that. */
  z.object({ kind: z.literal('interrupted'), problem }),
  z.object({ kind: z.literal('resumed') }),
])
export type TailMessage = z.infer<typeof tailMessage>

export const searchInput = z.object({
  ...selection,
  from: readFrom.default({ kind: 'earliest' }),
  /** Records from this time on are not read, ms; null: to the end as it was when the search began. */
  until: z.number().int().min(0).max(8.64e15).nullable().default(null),
  /** oldest-first reads on from `from`; newest-first reads back from the end until `from`. */
  order: z.enum(['oldest-first', 'newest-first']).default('oldest-first'),
  /** Is looked for in the decoded key and value, and in the headers' names and values. */
  contains: z.string().min(1).max(1_000),
  matchCase: z.boolean().default(false),
  limit: z.number().int().min(1).max(searchRowsMax).default(500),
})
export type SearchInput = z.infer<typeof searchInput>

export const searchProgress = z.object({
  /** Records read, and offsets there were to read when the search began: gaps count as read. */
  read: z.number(),
  total: z.number(),
  matching: z.number(),
  perSecond: z.number(),
  msLeft: z.number().nullable(),
})
export type SearchProgress = z.infer<typeof searchProgress>

export const searchMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), progress: searchProgress }),
  /** As found; sorted by time within one message only. */
  z.object({ kind: z.literal('rows'), rows: z.array(recordRow), progress: searchProgress }),
  /** The last message. end: all was read. A search that is given up (its iterator returned) says nothing more. */
  z.object({
    kind: z.literal('end'),
    reason: z.enum(['end', 'limit', 'timeout']),
    progress: searchProgress,
    notes: z.array(z.string()),
  }),
])
export type SearchMessage = z.infer<typeof searchMessage>

export const getInput = z.object({ topic: topicName, partition: z.number().int().min(0), offset: offsetText })
export type GetInput = z.infer<typeof getInput>

/** What the registry says of a schema. */
export const recordSchema = z.object({
  id: z.number().int(),
  /** AVRO, JSON or PROTOBUF. */
  type: z.string(),
  text: z.string(),
  /** Under which subjects it stands; empty when the registry does not say. */
  subjects: z.array(z.object({ subject: z.string(), version: z.number().int() })),
})
export type RecordSchema = z.infer<typeof recordSchema>

/** A key, value or header in full, within bounds. */
export const decodedDetail = z.object({
  kind: z.enum(decodedKinds),
  /** As in a row but up to `detailCharsMax`, and JSON is indented. */
  text: z.string(),
  isCut: z.boolean(),
  reason: z.string().nullable(),
  schemaId: z.number().int().nullable(),
  schema: recordSchema.nullable(),
  /** Bytes as they lie in the record; null for null. */
  sizeBytes: z.number().int().nullable(),
  /** The first `detailBytesMax` of them, base64; null for null. */
  base64: z.string().nullable(),
})
export type DecodedDetail = z.infer<typeof decodedDetail>

export const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const

export const recordDetail = z.object({
  topic: z.string(),
  partition: z.number().int(),
  offset: offsetText,
  timestamp: z.number().nullable(),
  /** created: by whoever wrote it; appended: by the broker. */
  timestampType: z.enum(['created', 'appended']),
  key: decodedDetail,
  value: decodedDetail,
  headers: z.array(z.object({ name: z.string(), value: decodedDetail })),
  /** Headers there are: only the first hundred are told. */
  headersCount: z.number().int(),
  sizeBytes: z.number().int(),
  /** Of the batch that it came in. */
  batch: z.object({
    baseOffset: offsetText,
    /** Records in it. */
    records: z.number().int(),
    /** On the wire, compressed. */
    sizeBytes: z.number().int(),
    codec: z.enum(codecs),
    /** Null: written before leaders had epochs. */
    leaderEpoch: z.number().int().nullable(),
    isTransactional: z.boolean(),
    /** Null: not an idempotent producer. */
    producerId: z.string().nullable(),
  }),
})
export type RecordDetail = z.infer<typeof recordDetail>

export const records = {
  /**
   * One page of records.
   *
   * @throws Problem topic-unknown, partition-unknown, wrong-cursor, kafka-unavailable
   */
  read: oc.input(readInput).output(recordPage),
  /** Records as they are written, from now on: at most ten messages a second, of at most `pageRowsMax` rows. */
  tail: oc.input(tailInput).output(eventIterator(tailMessage)),
  /** Reads on and tells what matches; ends when all is read, enough is found or it took too long, or when given up. */
  search: oc.input(searchInput).output(eventIterator(searchMessage)),
  /**
   * All about one record, also about one that a transaction took back.
   *
   * @throws Problem topic-unknown, partition-unknown, record-gone, kafka-unavailable
   */
  get: oc.input(getInput).output(recordDetail),
}
