/** What was in the log when reading began, and whether it has been read. */
export interface Backlog {
  isKnown(): boolean
  /** End offsets of the partitions that hold records. */
  know(ends: ReadonlyMap<string, bigint>): void
  reached(partition: string, nextOffset: bigint): void
  isRead(): boolean
}

export function createBacklog(): Backlog {
  let left: Map<string, bigint> | undefined
  return {
    isKnown: () => left !== undefined,
    know(ends) {
      left = new Map(ends)
    },
    reached(partition, nextOffset) {
      const end = left?.get(partition)
      if (end !== undefined && nextOffset >= end) left?.delete(partition)
    },
    isRead: () => left?.size === 0,
  }
}
