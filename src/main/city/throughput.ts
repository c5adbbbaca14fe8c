/** Counts what was read in the last second, and how long the slowest of it had waited in Kafka. */
export interface Throughput {
  note(batch: { records: number; oldestWrittenAt: number; readAt: number }): void
  read(now: number): { recordsPerSecond: number; behindMs: number | null }
}

const windowMs = 1_000

export function createThroughput(): Throughput {
  let batches: { records: number; oldestWrittenAt: number; readAt: number }[] = []
  return {
    note(batch) {
      batches.push(batch)
    },
    read(now) {
      batches = batches.filter(batch => batch.readAt > now - windowMs)
      const waits = batches.map(batch => Math.max(0, batch.readAt - batch.oldestWrittenAt))
      return {
        recordsPerSecond: batches.reduce((sum, batch) => sum + batch.records, 0),
        behindMs: waits.length === 0 ? null : Math.max(...waits),
      }
    },
  }
}
