import type { RecordRef } from '../../shared/city/types'

/** The address of the inspector at a record. */
export function recordAddress({ topic, partition, offset }: RecordRef): string {
  return `/topics/${encodeURIComponent(topic)}?partition=${partition}&offset=${encodeURIComponent(offset)}`
}
