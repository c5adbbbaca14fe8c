import { nothing, type SchemaAndValue } from './schema'

/** Where a record comes from, or how far a source has been read: small JSON objects that the connector defines. */
export type Position = Record<string, string | number | bigint | null>

export interface Header extends SchemaAndValue {
  name: string
}

/** A record between a source and Kafka. Transforms make new ones; none is changed. */
export interface SourceRecord {
  topic: string
  /** Null lets the key, or chance, decide. */
  partition: number | null
  key: SchemaAndValue
  value: SchemaAndValue
  /** Milliseconds since 1970-01-01 UTC; null takes the time of sending. */
  timestamp: number | null
  headers: Header[]
  /** The position to store once the record is in Kafka; without an offset there is none to store. */
  source: { partition: Position; offset: Position | null }
}

export function recordOf(topic: string, value: SchemaAndValue, source: SourceRecord['source']): SourceRecord {
  return { topic, partition: null, key: nothing, value, timestamp: null, headers: [], source }
}
