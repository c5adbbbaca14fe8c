import type { Kafka, KafkaMessage } from 'kafkajs'
import { delay, within } from '../../lib/cancellation'
import type { Log } from '../../lib/log'

/** A dead member of a group is noticed after this time; its successor takes over then at the latest. */
const sessionMsMax = 10_000

/** How long the group waits for its members when one joins. */
const rebalanceMsMax = 5_000

/** A fetch waits this long for a record; also about the longest that an end takes. */
const fetchWaitMs = 500

/** Bytes of one fetch, in all and by partition; what a batch holds is bounded by it. */
const fetchBytesMax = { all: 4 * 1024 * 1024, partition: 1024 * 1024 }

/** Ending a consumer does not wait longer for a broker that has gone. */
const endMsMax = 3_000

/** The next offset to read, by partition. */
export type Positions = Map<number, bigint>

export interface Batch {
  partition: number
  messages: KafkaMessage[]
  /** The offset behind the last record of the batch, which may have been compacted away. */
  end: bigint
  heartbeat(): Promise<void>
}

export interface ConsumeOptions {
  kafka: Kafka
  groupId: string
  topic: string
  /** Where to begin; moved on as batches have been taken. */
  positions: Positions
  /** Whether the group's committed offsets follow the positions. */
  commits: boolean
  /** What it throws ends the consumption; the batch has not been taken then. */
  take(batch: Batch): Promise<void>
  /** Called when the group has given us the partitions. */
  onReady?(): void
  signal: AbortSignal
  log: Log
}

/**
 * Reads a topic from given positions on until the signal aborts.
 *
 * @throws what take() threw, or the consumer's own failure when it gives up
 */
export async function consume(options: ConsumeOptions): Promise<void> {
  const { kafka, groupId, topic, positions, commits, signal, log } = options
  const consumer = kafka.consumer({
    groupId,
    sessionTimeout: sessionMsMax,
    rebalanceTimeout: rebalanceMsMax,
    maxWaitTimeInMs: fetchWaitMs,
    maxBytes: fetchBytesMax.all,
    maxBytesPerPartition: fetchBytesMax.partition,
    allowAutoTopicCreation: false,
    retry: { restartOnFailure: async () => false },
  })
  let fail!: (error: Error) => void
  const ended = new Promise<void>((resolve, reject) => {
    fail = reject
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  ended.catch(() => {})
  let failed = false
  consumer.on(consumer.events.CRASH, ({ payload }) => fail(payload.error))
  consumer.on(consumer.events.GROUP_JOIN, () => {
    for (const [partition, offset] of positions) consumer.seek({ topic, partition, offset: String(offset) })
    options.onReady?.()
  })
  try {
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    await consumer.run({
      autoCommit: commits,
      eachBatchAutoResolve: false,
      async eachBatch({ batch, resolveOffset, heartbeat, isRunning, isStale }) {
        if (failed || !isRunning() || isStale()) return
        const position = positions.get(batch.partition) ?? 0n
        const end = BigInt(batch.lastOffset()) + 1n
        const isOld = BigInt(batch.messages[0]?.offset ?? '0') < position
        const messages = isOld ? batch.messages.filter(({ offset }) => BigInt(offset) >= position) : batch.messages
        try {
          await options.take({ partition: batch.partition, messages, end, heartbeat })
        } catch (error) {
          // Thrown to kafkajs, it would hand us the same batch again, on top of what has been done of it.
          failed = true
          fail(error as Error)
          return
        }
        if (end > position) positions.set(batch.partition, end)
        resolveOffset(batch.lastOffset())
      },
    })
    await ended
  } finally {
    await within(endMsMax, `ending the consumer of ${topic}`, consumer.disconnect()).catch((error: unknown) =>
      log.debug({ err: error, topic }, 'A consumer did not end smoothly.'),
    )
  }
}

export interface TopicEnds {
  partition: number
  low: bigint
  high: bigint
}

/** Where the partitions of a topic begin and end, by partition. On a cluster a new topic has no leaders at first. */
export async function topicEnds(kafka: Kafka, topic: string, signal?: AbortSignal): Promise<TopicEnds[]> {
  return withAdmin(kafka, async admin => {
    for (let attempt = 1; ; attempt++) {
      try {
        const offsets = await admin.fetchTopicOffsets(topic)
        return offsets
          .map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) }))
          .sort((a, b) => a.partition - b.partition)
      } catch (error) {
        if (attempt >= attemptsMax || !(error as { retriable?: boolean }).retriable) throw error
        await delay(attemptWaitMs, signal)
      }
    }
  })
}

/** What a group has committed of a topic, by partition. */
export async function committedOffsets(kafka: Kafka, groupId: string, topic: string): Promise<Positions> {
  const [found] = await withAdmin(kafka, admin => admin.fetchOffsets({ groupId, topics: [topic] }))
  const known = (found?.partitions ?? []).filter(({ offset }) => BigInt(offset) >= 0n)
  return new Map(known.map(({ partition, offset }) => [partition, BigInt(offset)]))
}

const attemptsMax = 20
const attemptWaitMs = 100

export type Admin = ReturnType<Kafka['admin']>

/** Runs `work` with a connection of its own. */
export async function withAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin()
  try {
    await admin.connect()
    return await work(admin)
  } finally {
    await admin.disconnect()
  }
}

/** A read from the beginning to the end as it is now must be done within this time. */
const readMsMax = 120_000

/** Reads all that is in a topic at the call, from `low` to `high` of each partition, with a group that goes again. */
export async function readToEnd(
  options: Omit<ConsumeOptions, 'positions' | 'commits' | 'groupId'> & { groupPrefix: string; ends?: TopicEnds[] },
): Promise<void> {
  const { kafka, topic, signal, log } = options
  const ends = options.ends ?? (await topicEnds(kafka, topic, signal))
  const behind = new Map(ends.filter(({ low, high }) => low < high).map(({ partition, high }) => [partition, high]))
  if (behind.size === 0) return
  const groupId = `${options.groupPrefix}_${Math.random().toString(36).slice(2)}`
  const done = new AbortController()
  const stop = () => done.abort()
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  const positions = new Map(ends.map(({ partition, low }) => [partition, low]))
  try {
    const reading = consume({
      ...options,
      groupId,
      positions,
      commits: false,
      signal: done.signal,
      async take(batch) {
        const high = behind.get(batch.partition)
        if (high === undefined) return
        const messages = batch.messages.filter(({ offset }) => BigInt(offset) < high)
        await options.take({ ...batch, messages })
        if (batch.end < high) return
        behind.delete(batch.partition)
        if (behind.size === 0) done.abort()
      },
    })
    await within(readMsMax, `reading topic ${topic}`, reading)
    signal.throwIfAborted()
  } finally {
    done.abort()
    signal.removeEventListener('abort', stop)
    await deleteGroups(kafka, [groupId], log)
  }
}

/** A group without members goes by itself after a while; this is only the tidier way, so it may fail. */
export async function deleteGroups(kafka: Kafka, groupIds: string[], log: Log): Promise<void> {
  await withAdmin(kafka, admin => admin.deleteGroups(groupIds)).catch((error: unknown) =>
    log.debug({ err: error, groupIds }, 'Consumer groups were not deleted.'),
  )
}
