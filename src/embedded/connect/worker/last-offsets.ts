import type { Position, SourceRecord } from '../data/record'
import { canonical } from '../state/offsets'

/** The last offset of each source partition, in the order in which the partitions first came. */
export function withoutRepeats(records: SourceRecord[]): { partition: Position; offset: Position }[] {
  const last = new Map<string, { partition: Position; offset: Position }>()
  let lastPartition: Position | null = null
  let key = ''
  for (const { source } of records) {
    if (source.offset === null) continue
    // Sources use the same object for all records of a table, so this is seldom worked out anew.
    if (source.partition !== lastPartition) key = canonical(source.partition)
    lastPartition = source.partition
    last.set(key, { partition: source.partition, offset: source.offset })
  }
  return [...last.values()]
}
