import { KafkaJSProtocolError, type Admin, type Kafka } from 'kafkajs'
import { delay, settled, within } from './cancellation'
import type { Log } from './log'
import { follow } from './topic-store-follower'
import { createReader, type PartitionEnd, type StoreRecord } from './topic-store-reader'
import { createWriter } from './topic-store-writer'

export type { StoreRecord } from './topic-store-reader'

/** Opening gives up after this time: the broker does not answer, or the topic is larger than state should be. */
const openMsMax = 60_000

/** Closing does not wait longer than this for a broker that has gone. */
const closeMsMax = 2_000

/** How often and how patiently the leader of a new topic is asked for. */
const leaderAttemptsMax = 50
const leaderWaitMs = 100

export interface TopicStoreOptions {
  kafka: Kafka
  topic: string
  /** Configs for the topic when it must be created, such as { 'cleanup.policy': 'compact' }. */
  config?: Record<string, string>
  /** Partitions of the topic when it must be created. */
  partitions?: number
  /** Is given every record once, in order within a partition. Must not throw: what it cannot read it logs and skips. */
  apply(record: StoreRecord): void
  /** Ends the wait for the first replay. */
  signal?: AbortSignal
  log: Log
}

export interface TopicStore {
  /**
   * Writes one record; resolves when it is durable and apply() has seen it and all before it. Records appended one
   * after the other keep their order. A broker failure in between may store a record twice.
   *
   * @throws Error when the record was not acknowledged in time; it may still appear later
   */
  append(key: Buffer | string | null, value: Buffer | string | null): Promise<void>
  /** Stops following. Safe to call twice. */
  close(): Promise<void>
}

/**
 * A Kafka topic as durable state: replayed from its beginning at start, followed afterwards, written through. The
 * registry (`_schemas`), Connect (`connect-configs`, `-offsets`, `-status`) and ksqlDB (the command topic) keep all they
 * must remember in such topics, as the real services do, so a real service can take a topic over.
 *
 * Creates the topic when it is missing and resolves when all that was in it at the call has gone through apply(). An
 * own append is applied as soon as the broker has acknowledged it, unless somebody else wrote in between: then it waits
 * its turn, so that every reader of the topic sees one order. The consumer group has a name of its own for each
 * instance, commits nothing and is deleted on close.
 *
 * @throws Error when the broker does not answer or the replay does not end in time
 */
export async function openTopicStore(options: TopicStoreOptions): Promise<TopicStore> {
  const { kafka, topic, log, signal } = options
  const admin = kafka.admin()
  const quiet = (error: Error) => log.debug({ err: error, topic }, 'Closing a state topic did not go smoothly.')
  try {
    const ends = await untilAborted(within(openMsMax, `opening topic ${topic}`, prepare(admin, options)), signal)
    const reader = createReader(ends, options)
    const follower = follow(options, reader)
    const writer = createWriter(options, reader, ends.length)
    const close = once(async () => {
      await writer.close()
      await follower.close(admin)
      await admin.disconnect()
    })
    try {
      await untilAborted(within(openMsMax, `replaying topic ${topic}`, reader.caughtUp), signal)
    } catch (error) {
      await close()
      throw error
    }
    return { append: writer.append, close: () => settled(within(closeMsMax, `closing topic ${topic}`, close()), quiet) }
  } catch (error) {
    await settled(within(closeMsMax, `closing topic ${topic}`, admin.disconnect()), quiet)
    throw error
  }
}

/** Makes sure that the topic is there; answers where each partition begins and ends, by partition. */
async function prepare(
  admin: Admin,
  { topic, partitions = 1, config = {} }: TopicStoreOptions,
): Promise<PartitionEnd[]> {
  await admin.connect()
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }))
  await admin.createTopics({
    waitForLeaders: false,
    topics: [{ topic, numPartitions: partitions, replicationFactor: 1, configEntries }],
  })
  const offsets = await fetchOffsets(admin, topic)
  return offsets
    .map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) }))
    .sort((a, b) => a.partition - b.partition)
}

/** On a real cluster a topic that has just been made has no leader for some tenths of a second: it is asked again. */
async function fetchOffsets(admin: Admin, topic: string): ReturnType<Admin['fetchTopicOffsets']> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await admin.fetchTopicOffsets(topic)
    } catch (error) {
      const mayMend = error instanceof KafkaJSProtocolError && error.retriable
      if (!mayMend || attempt >= leaderAttemptsMax) throw error
      await delay(leaderWaitMs)
    }
  }
}

function untilAborted<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

function once<T>(run: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => (result ??= run())
}
