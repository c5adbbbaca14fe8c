import { randomUUID } from 'node:crypto'
import {
  KafkaJSProtocolError,
  Partitioners,
  type Admin,
  type Consumer,
  type EachBatchPayload,
  type Kafka,
  type RecordMetadata,
} from 'kafkajs'
import { delay, within } from './cancellation'
import { javaProducer } from './kafka-client'
import type { Log } from './log'

/** Opening gives up after this time: the broker does not answer, or the topic is larger than state should be. */
const openMsMax = 60_000

/** An append that is not seen within this time is reported as failed, although it may still arrive. */
const appendMsMax = 30_000

/** Closing does not wait longer than this for a broker that has gone. */
const closeMsMax = 2_000

/** Appends that arrive while one is under way are sent together, at most this many. */
const appendRecordsMax = 500

/** Appends that may wait at a time; one more is refused. */
const waitingMax = 100_000

/** How often and how patiently the leader of a new topic is asked for. */
const leaderAttemptsMax = 50
const leaderWaitMs = 100

/** How long a fetch waits for a record: also about the longest that close() takes. */
const fetchWaitMs = 250

/** A consumer that failed for good is replaced after this time, doubled with each failure in a row up to the second. */
const restartMs = { first: 200, last: 5_000 }

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
    return { append: writer.append, close: () => settled(within(closeMsMax, `closing topic ${topic}`, close()), log) }
  } catch (error) {
    await settled(within(closeMsMax, `closing topic ${topic}`, admin.disconnect()), log)
    throw error
  }
}

interface PartitionEnd {
  partition: number
  low: bigint
  high: bigint
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

/** What has been applied so far, and who waits for more. */
interface Reader {
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

function createReader(ends: PartitionEnd[], { apply, log, topic }: TopicStoreOptions): Reader {
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

interface Follower {
  close(admin: Admin): Promise<void>
}

/** Reads the topic for as long as it is open; a consumer that gives up is replaced by a new one where it was. */
function follow(options: TopicStoreOptions, reader: Reader): Follower {
  const { topic, log } = options
  const closing = new AbortController()
  const groups: string[] = []
  let consumer: Consumer | undefined
  const loop = (async () => {
    let wait = restartMs.first
    while (!closing.signal.aborted) {
      const groupId = `${topic}-reader-${randomUUID()}`
      consumer = createConsumer(options, groupId)
      const before = sum(reader.positions)
      const { crash, joined } = await consume(consumer, options, reader, closing.signal)
      if (joined) groups.push(groupId)
      await settled(within(closeMsMax, 'ending a consumer', consumer.disconnect()), log)
      if (closing.signal.aborted) return
      wait = sum(reader.positions) > before ? restartMs.first : Math.min(wait * 2, restartMs.last)
      log.warn({ err: crash, topic, waitMs: wait }, 'Reading the state topic failed; it is tried again.')
      await delay(wait, closing.signal).catch(() => {})
    }
  })()
  return {
    async close(admin) {
      closing.abort()
      reader.fail(new Error(`topic ${topic} is closed`))
      await loop
      // A group without members and offsets goes by itself after a while; this is only the tidier way.
      if (groups.length > 0) await settled(within(closeMsMax / 2, 'deleting groups', admin.deleteGroups(groups)), log)
    },
  }
}

function createConsumer({ kafka }: TopicStoreOptions, groupId: string): Consumer {
  return kafka.consumer({
    groupId,
    maxWaitTimeInMs: fetchWaitMs,
    rebalanceTimeout: 5_000,
    allowAutoTopicCreation: false,
    retry: { restartOnFailure: async () => false },
  })
}

interface Ended {
  /** Why it gave up; undefined when it was told to end. */
  crash: Error | undefined
  /** Whether its group was made. */
  joined: boolean
}

/** Runs `consumer` until it crashes or `signal` aborts. */
async function consume(
  consumer: Consumer,
  { topic }: TopicStoreOptions,
  reader: Reader,
  signal: AbortSignal,
): Promise<Ended> {
  let joined = false
  const ended = new Promise<Error | undefined>(resolve => {
    consumer.on(consumer.events.CRASH, ({ payload }) => resolve(payload.error))
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
  consumer.on(consumer.events.GROUP_JOIN, () => {
    joined = true
    for (const [partition, position] of reader.positions) consumer.seek({ topic, partition, offset: String(position) })
  })
  // Batches that hold only transaction markers never reach eachBatch.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) =>
    reader.advance(payload.partition, BigInt(payload.lastOffset) + 1n),
  )
  const run = async () => {
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    await consumer.run({ autoCommit: false, eachBatch: async payload => takeBatch(payload, reader) })
    return ended
  }
  const crash = await Promise.race([ended, run().catch((error: Error) => error)])
  return { crash, joined }
}

function takeBatch({ batch }: EachBatchPayload, reader: Reader): void {
  for (const { key, value, offset, timestamp } of batch.messages) {
    reader.take({ key, value, offset, partition: batch.partition, timestamp: Number(timestamp) })
  }
}

interface Waiting {
  partition: number
  key: Buffer | null
  value: Buffer | null
  resolve(): void
  reject(error: Error): void
}

/** Writes in the order of the calls, one request at a time, with all that has come up meanwhile in the next one. */
function createWriter({ kafka, topic, log }: TopicStoreOptions, reader: Reader, partitionCount: number) {
  const producer = javaProducer(kafka, { allowAutoTopicCreation: false })
  const partitionOf = partitioner(topic, partitionCount)
  const queue: Waiting[] = []
  let connected: Promise<void> | undefined
  let sending: Promise<void> | undefined
  let closed = false

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      const records = queue.splice(0, appendRecordsMax)
      const timestamp = Date.now()
      try {
        connected ??= producer.connect()
        await connected
        const messages = records.map(({ partition, key, value }) => ({
          partition,
          key,
          value,
          timestamp: String(timestamp),
        }))
        const before = new Map(reader.positions)
        const written = await producer.send({ topic, acks: -1, messages })
        for (const result of written) {
          // Offsets only go back when the topic was deleted and made anew under us.
          if (BigInt(result.baseOffset ?? '0') < (before.get(result.partition) ?? 0n)) reader.rewind(result.partition)
          applyWritten(result, records, timestamp, reader)
        }
      } catch (error) {
        connected = undefined
        for (const record of records)
          record.reject(new Error(`writing to topic ${topic} failed: ${(error as Error).message}`, { cause: error }))
      }
    }
    sending = undefined
  }

  return {
    append(key: Buffer | string | null, value: Buffer | string | null): Promise<void> {
      if (closed) return Promise.reject(new Error(`topic ${topic} is closed`))
      if (queue.length >= waitingMax)
        return Promise.reject(new Error(`topic ${topic}: ${waitingMax} appends wait already`))
      const record = { key: asBuffer(key), value: asBuffer(value) }
      const written = new Promise<void>((resolve, reject) => {
        queue.push({ ...record, partition: partitionOf(record.key), resolve, reject })
      })
      sending ??= Promise.resolve().then(drain)
      return within(appendMsMax, `an append to topic ${topic}`, written)
    },
    async close() {
      closed = true
      await sending
      await settled(producer.disconnect(), log)
    },
  }
}

/** The records of one partition have got the offsets from baseOffset on, in order. */
function applyWritten(
  { partition, baseOffset }: RecordMetadata,
  records: Waiting[],
  timestamp: number,
  reader: Reader,
): void {
  let offset = BigInt(baseOffset ?? '0')
  for (const { key, value, resolve, reject, ...record } of records) {
    if (record.partition !== partition) continue
    if (reader.positions.get(partition) === offset)
      reader.take({ key, value, offset: String(offset), partition, timestamp })
    reader.seen(partition, offset).then(resolve, reject)
    offset += 1n
  }
}

function partitioner(topic: string, count: number): (key: Buffer | null) => number {
  if (count === 1) return () => 0
  const choose = Partitioners.DefaultPartitioner()
  const partitionMetadata = Array.from({ length: count }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 1,
    replicas: [],
    isr: [],
  }))
  return key => choose({ topic, partitionMetadata, message: { key, value: null } })
}

function asBuffer(bytes: Buffer | string | null): Buffer | null {
  return typeof bytes === 'string' ? Buffer.from(bytes) : bytes
}

function sum(positions: Map<number, bigint>): bigint {
  return [...positions.values()].reduce((total, position) => total + position, 0n)
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

/** Waits for what need not succeed, because nobody can act on its failure any more. */
async function settled(promise: Promise<unknown>, log: Log): Promise<void> {
  await promise.catch((error: unknown) => log.debug({ err: error }, 'closing did not go smoothly'))
}

function once<T>(run: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => (result ??= run())
}
