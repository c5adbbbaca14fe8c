import type { SourceKind } from '../syntax/tree'
import type { SqlType } from '../syntax/types'
import type { QueryPlan, WindowPlan } from './query-plan'

export interface Column {
  name: string
  type: SqlType
}

/** KSQL 5.x, whose records have a ROWKEY of text and all columns in the value, or ksqlDB from 0.10 on. */
export type Dialect = 'old' | 'new'

export const formatNames = ['KAFKA', 'JSON', 'AVRO', 'DELIMITED', 'NONE'] as const
export type FormatName = (typeof formatNames)[number]

export interface FormatSpec {
  name: FormatName
  /** Of DELIMITED; one character. */
  delimiter?: string
  /** False: a single column stands alone, without an object or record around it. */
  isWrapped?: boolean
}

/** A stream or table as the catalog knows it. */
export interface Source {
  name: string
  kind: SourceKind
  dialect: Dialect
  topic: string
  partitions: number
  replicas: number
  keyFormat: FormatSpec
  valueFormat: FormatSpec
  key: Column[]
  value: Column[]
  /** The column that gives a record its time; a pattern when it is text. */
  timestamp: { column: string; pattern: string | null } | null
  isReadOnly: boolean
  statement: string
  /** The query that made it, and ends with it. */
  createdBy: string | null
  /** The old dialect's KEY property. */
  keyHint: string | null
  /** The windows that the key has, of a table made by a windowed aggregation. */
  window: WindowPlan | null
}

export type QueryKind = 'CREATE_AS' | 'INSERT'

/** A query that runs until it is terminated. */
export interface PersistentQuery {
  id: string
  kind: QueryKind
  statement: string
  plan: QueryPlan
  source: string
  sink: string
  sinkTopic: string
  /** Configs of the sink's topic, when it must be made. */
  sinkConfig: Record<string, string>
  /** Of the request that made it; kept over restarts. */
  properties: Record<string, string>
  /** Where reading began, by partition, when not at the beginning; decimal. */
  startOffsets: Record<string, string> | null
  isPaused: boolean
}

/** All that statements have made. A catalog is never changed: each command gives a new one. */
export interface Catalog {
  sources: ReadonlyMap<string, Source>
  queries: ReadonlyMap<string, PersistentQuery>
  types: ReadonlyMap<string, SqlType>
}

export const emptyCatalog: Catalog = { sources: new Map(), queries: new Map(), types: new Map() }

export function withEntry<V>(map: ReadonlyMap<string, V>, name: string, value: V): ReadonlyMap<string, V> {
  return new Map(map).set(name, value)
}

export function withoutEntries<V>(map: ReadonlyMap<string, V>, names: Iterable<string>): ReadonlyMap<string, V> {
  const rest = new Map(map)
  for (const name of names) rest.delete(name)
  return rest
}
