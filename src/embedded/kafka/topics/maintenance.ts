import type { Clock } from '../../lib/clock'
import type { Log } from '../../lib/log'
import { compact } from '../log/compact'
import { retain } from '../log/retain'
import type { TopicPartition } from './partition'
import type { Topic } from './topic'
import type { Topics } from './topics'

export interface Maintenance {
  /** Deletes what retention lets go, in all topics, and forgets producers that are long gone. */
  retainNow(): Promise<void>
  /** Compacts what is worth it, in all topics that are compacted. */
  compactNow(): Promise<void>
  /** Ends what is under way and starts nothing more. */
  stop(): Promise<void>
}

/** Retention and compaction, each at its interval, one partition after the other. */
export function startMaintenance(topics: Topics, clock: Clock, log: Log): Maintenance {
  const ending = new AbortController()
  /** Retention and compaction both replace segments, so they take turns. */
  let turn: Promise<void> = Promise.resolve()
  const cancels = new Set<() => void>()

  function inTurn(work: () => Promise<void>): Promise<void> {
    turn = turn.then(work)
    return turn
  }

  async function forAll(work: (topic: Topic, partition: TopicPartition) => Promise<void>): Promise<void> {
    for (const topic of [...topics.all()]) {
      for (const partition of topic.partitions) {
        if (ending.signal.aborted) return
        if (partition.log.segments.length === 0) continue
        try {
          await work(topic, partition)
        } catch (error) {
          // The partition stays as it is and serves on; the next round tries again.
          log.warn({ err: error, topic: topic.name, partition: partition.index }, 'maintenance of a partition failed')
        }
      }
    }
  }

  const retainNow = () =>
    inTurn(() =>
      forAll((topic, partition) => {
        const { producers, transactions } = partition.log
        const isOpen = (producerId: number) => transactions.startOf(producerId) !== undefined
        producers.expire(clock.now() - topics.config.producerIdExpirationMs, isOpen)
        return retainOne(topic, partition, clock.now(), log)
      }),
    )
  const compactNow = () =>
    inTurn(() =>
      forAll((topic, partition) => compactOne(topic, partition, { nowMs: clock.now(), log, signal: ending.signal })),
    )

  function every(ms: number, work: () => Promise<void>): void {
    const cancel = clock.after(ms, () => {
      cancels.delete(cancel)
      void work().then(() => {
        if (!ending.signal.aborted) every(ms, work)
      })
    })
    cancels.add(cancel)
  }
  every(topics.config.retentionCheckIntervalMs, retainNow)
  every(topics.config.cleanerBackoffMs, compactNow)

  return {
    retainNow,
    compactNow,
    async stop() {
      ending.abort()
      for (const cancel of cancels) cancel()
      await turn
    },
  }
}

async function retainOne({ name, config }: Topic, partition: TopicPartition, nowMs: number, log: Log): Promise<void> {
  const limits = config.isDeleted
    ? { retentionMs: config.number('retention.ms'), retentionBytes: config.number('retention.bytes') }
    : null
  const bytes = await retain(partition.log, limits, nowMs)
  if (bytes > 0) log.info({ topic: name, partition: partition.index, bytes }, 'old segments were deleted')
}

async function compactOne(
  { name, config }: Topic,
  partition: TopicPartition,
  { nowMs, log, signal }: { nowMs: number; log: Log; signal: AbortSignal },
): Promise<void> {
  if (!config.isCompacted) return
  const limits = {
    minLagMs: config.number('min.compaction.lag.ms'),
    maxLagMs: config.number('max.compaction.lag.ms'),
    dirtyRatio: config.number('min.cleanable.dirty.ratio'),
    deleteRetentionMs: config.number('delete.retention.ms'),
    segmentBytes: config.number('segment.bytes'),
  }
  const compacted = await compact(partition.log, limits, nowMs, signal)
  if (compacted) log.info({ topic: name, partition: partition.index, ...compacted }, 'a partition was compacted')
}
