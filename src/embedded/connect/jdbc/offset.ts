import type { Position } from '../data/record'
import { fromMsAndNanos, nanosOfSecond, toMs, type Micros } from './times'

/** How far a table or query has been read. */
export interface ReadOffset {
  /** Of the incrementing column; null before the first row. */
  incrementing: number | bigint | null
  timestamp: Micros | null
}

/** The offset as it is stored: {"incrementing":7,"timestamp":1700000000123,"timestamp_nanos":123456000}. */
export function offsetPosition({ incrementing, timestamp }: ReadOffset): Position {
  return {
    ...(timestamp === null ? {} : { timestamp: toMs(timestamp), timestamp_nanos: nanosOfSecond(timestamp) }),
    ...(incrementing === null ? {} : { incrementing }),
  }
}

export function readOffset(position: Position | null): ReadOffset {
  const { incrementing = null, timestamp = null, timestamp_nanos: nanos = null } = position ?? {}
  return {
    incrementing: typeof incrementing === 'string' ? Number(incrementing) : incrementing,
    timestamp: timestamp === null ? null : fromMsAndNanos(Number(timestamp), nanos === null ? null : Number(nanos)),
  }
}

/** Source partitions of a table, the present form first; older connectors stored the others. */
export function tablePartitions(schema: string, name: string, database: string): [Position, ...Position[]] {
  return [
    { protocol: '1', table: `${schema}.${name}` },
    { protocol: '1', table: `${database}.${schema}.${name}` },
    { table: name },
  ]
}

export const queryPartition: Position = { query: 'query' }
