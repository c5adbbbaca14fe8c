import type { Log } from './log'

/** One record as the store hands it on. */
export interface StoreRecord {
  key: Buffer | null
  value: Buffer | null
  /** Decimal, as kafkajs has it. */
  offset: string
  partition: number
  /** Milliseconds since 1970-01-01 UTC. */
  timestamp: number
}

/** Where a partition began and ended when it was asked. */
export interface PartitionEnd {
  partition: number
  low: bigint
  high: bigint
}

/** What has been applied so far, and who waits for more. */
export interface Reader {
  /** Resolves when every partition has reached the end that it had at start. */
  caughtUp: Promise<void>
  /** The next offset of each partition to apply. */
  positions: Map<number, bigint>
  /** Applies the record unless it was applied before. */
  take(record: StoreRecord): void
  /** Everything below `offset` has been read, or is gone. */
  advance(partition: number, offset: bigint): void
  /** Resolves when the record at `offset` has been applied. */
  seen(partition: number, offset: bigint): Promise<void>
  /** The topic was made anew: reads it from its beginning. */
  rewind(partition: number): void
  /** Everybody who waits is told why it will not come. */
  fail(error: Error): void
}

/** Hands records to `apply`, each once, in the order of their offsets, whoever brings them. */
export function createReader(
  ends: PartitionEnd[],
  { apply, log, topic }: { apply(record: StoreRecord): void; log: Log; topic: string },
): Reader {
  const positions = new Map(ends.map(end => [end.partition, end.low]))
  const behind = new Map(ends.filter(end => end.low < end.high).map(end => [end.partition, end.high]))
  let waiting: { partition: number; offset: bigint; resolve(): void; reject(error: Error): void }[] = []
  let resolveCaughtUp!: () => void
  let rejectCaughtUp!: (error: Error) => void
  const caughtUp = new Promise<void>((resolve, reject) => {
    resolveCaughtUp = resolve
    rejectCaughtUp = reject
  })
  caughtUp.catch(() => {})
  if (behind.size === 0) resolveCaughtUp()
  const reader: Reader = {
    caughtUp,
    positions,
    take(record) {
      const offset = BigInt(record.offset)
      if (offset < (positions.get(record.partition) ?? 0n)) return
      try {
        apply(record)
      } catch (error) {
        log.error(
          { err: error, topic, offset: record.offset },
          'A record of the state topic was skipped: it could not be applied.',
        )
      }
      reader.advance(record.partition, offset + 1n)
    },
    advance(partition, offset) {
      if (offset <= (positions.get(partition) ?? 0n)) return
      positions.set(partition, offset)
      const end = behind.get(partition)
      if (end !== undefined && offset >= end && behind.delete(partition) && behind.size === 0) resolveCaughtUp()
      if (waiting.length === 0) return
      const seen = waiting.filter(wait => wait.partition === partition && wait.offset < offset)
      waiting = waiting.filter(wait => !seen.includes(wait))
      for (const wait of seen) wait.resolve()
    },
    seen: (partition, offset) =>
      new Promise((resolve, reject) => {
        if (offset < (positions.get(partition) ?? 0n)) resolve()
        else waiting.push({ partition, offset, resolve, reject })
      }),
    rewind(partition) {
      positions.set(partition, 0n)
    },
    fail(error) {
      rejectCaughtUp(error)
      for (const wait of waiting) wait.reject(error)
      waiting = []
    },
  }
  return reader
}
