import type { LaggingPartition } from '../../shared/contract/city'

/** Counts what was read in the last second, and how long the slowest of it had waited in Kafka. */
export interface Throughput {
  note(batch: NotedBatch): void
  read(now: number): {
    recordsPerSecond: number
    behindMs: number | null
    lagging: LaggingPartition[]
    /** Wall time since which some partition lags, ms. */
    laggingSince: number | null
  }
}

export interface NotedBatch {
  topic: string
  partition: number
  records: number
  /** Records of the partition that are still unread after these. */
  unread: number
  /** Wall times, ms. */
  oldestWrittenAt: number
  readAt: number
}

const windowMs = 1_000

/** A partition whose records wait longer than this lags, wall ms. */
export const lagMsMin = 10_000

/** So long after its last slow batch a partition still counts as lagging: a consumer that lags reads in large steps. */
const lagMemoryMs = 10_000

/** More than this many partitions that lag are not told one by one. */
const laggingMax = 12

export function createThroughput(): Throughput {
  let batches: NotedBatch[] = []
  const lagging = new Map<string, LaggingPartition & { notedAt: number }>()
  let laggingSince: number | null = null
  return {
    note(batch) {
      batches.push(batch)
      const { topic, partition, readAt } = batch
      const key = `${topic}/${partition}`
      const waitedMs = waitOf(batch)
      if (waitedMs > lagMsMin) lagging.set(key, { topic, partition, waitedMs, records: batch.unread, notedAt: readAt })
      else lagging.delete(key)
    },
    read(now) {
      batches = batches.filter(batch => batch.readAt > now - windowMs)
      for (const [key, { notedAt }] of lagging) if (notedAt < now - lagMemoryMs) lagging.delete(key)
      if (lagging.size === 0) laggingSince = null
      else laggingSince ??= now
      return {
        recordsPerSecond: batches.reduce((sum, batch) => sum + batch.records, 0),
        behindMs: batches.length === 0 ? null : Math.max(...batches.map(waitOf)),
        lagging: [...lagging.values()]
          .sort((one, other) => other.waitedMs - one.waitedMs)
          .slice(0, laggingMax)
          .map(({ notedAt: _notedAt, ...partition }) => partition),
        laggingSince,
      }
    },
  }
}

function waitOf({ readAt, oldestWrittenAt }: NotedBatch): number {
  return Math.max(0, readAt - oldestWrittenAt)
}
