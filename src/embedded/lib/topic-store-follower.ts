import { randomUUID } from 'node:crypto'
import type { Admin, Consumer, EachBatchPayload, Kafka } from 'kafkajs'
import { delay, settled, within } from './cancellation'
import type { Log } from './log'
import type { Reader } from './topic-store-reader'

/** Ending a consumer, and then its group, does not wait longer than this for a broker that has gone. */
const endMsMax = 1_000

/** A consumer that is told to end while it joins is given this time to get there. */
const joinMsMax = 500

/** How long a fetch waits for a record: also about the longest that close() takes. */
const fetchWaitMs = 250

/** A consumer that failed for good is replaced after this time, doubled with each failure in a row up to the second. */
const restartMs = { first: 200, last: 5_000 }

export interface FollowOptions {
  kafka: Kafka
  topic: string
  log: Log
}

/** Reads on until it is closed. */
export interface Follower {
  close(admin: Admin): Promise<void>
}

/** Reads the topic for as long as it is open; a consumer that gives up is replaced by a new one where it was. */
export function follow(options: FollowOptions, reader: Reader): Follower {
  const { topic, log } = options
  const quiet = (error: Error) => log.debug({ err: error, topic }, 'Ending a reader did not go smoothly.')
  const closing = new AbortController()
  const groups: string[] = []
  const loop = (async () => {
    let wait = restartMs.first
    while (!closing.signal.aborted) {
      const groupId = `${topic}-reader-${randomUUID()}`
      const consumer = createConsumer(options, groupId)
      const before = sum(reader.positions)
      const { crash, joined } = await consume(consumer, options, reader, closing.signal)
      if (joined) groups.push(groupId)
      await settled(within(endMsMax, 'ending a consumer', consumer.disconnect()), quiet)
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
      if (groups.length > 0) await settled(within(endMsMax, 'deleting groups', admin.deleteGroups(groups)), quiet)
    },
  }
}

function createConsumer({ kafka }: FollowOptions, groupId: string): Consumer {
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
  /** Whether its group may have been made. */
  joined: boolean
}

/** Runs `consumer` until it crashes or `signal` aborts. */
async function consume(
  consumer: Consumer,
  { topic }: FollowOptions,
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
    for (const [partition, position] of reader.positions) consumer.seek({ topic, partition, offset: String(position) })
  })
  // Batches that hold only transaction markers never reach eachBatch.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) =>
    reader.advance(payload.partition, BigInt(payload.lastOffset) + 1n),
  )
  const started = (async () => {
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    joined = true
    await consumer.run({ autoCommit: false, eachBatch: async payload => takeBatch(payload, reader) })
  })()
  const failed = started.then(
    () => ended,
    (error: Error) => error,
  )
  const crash = await Promise.race([ended, failed])
  // Whoever leaves in the middle of joining stays a member until its session has timed out.
  if (signal.aborted) await within(joinMsMax, 'joining', started).catch(() => {})
  return { crash, joined }
}

function takeBatch({ batch }: EachBatchPayload, reader: Reader): void {
  for (const { key, value, offset, timestamp } of batch.messages) {
    reader.take({ key, value, offset, partition: batch.partition, timestamp: Number(timestamp) })
  }
}

function sum(positions: Map<number, bigint>): bigint {
  return [...positions.values()].reduce((total, position) => total + position, 0n)
}
