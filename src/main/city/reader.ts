import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs'
import type { CityRecord } from '../../shared/city/fold'
import { backoff } from '../lib/backoff'
import { delay, forEachLimited } from '../lib/cancellation'
import { startConsumerLoop } from '../lib/consumer-loop'
import { withAdmin, type KafkaConnection } from '../lib/kafka'
import type { Log } from '../lib/log'
import type { OwnConsumer } from '../lib/own-consumer'
import type { Part } from '../lib/part'
import { asProblem } from '../lib/problem'
import { createBacklog } from './backlog'
import { decodeMessage, isCityTopic, neededSchemas } from './decode'
import type { SchemaCache } from './schema-cache'

/** How often the cluster is asked for topics that it did not have before. */
const discoverEveryMs = 3_000

/** Answers are collected for this long: some ten fetches a second, however fast records come. */
const fetchWaitMs = 80
const fetchBytesMin = 64 * 1024

/** Requests for the ends of topics, at one time. */
const offsetRequestsAtOnce = 16

/** Without members or offsets a group is nothing to a broker; older ones than these may stay behind. */
const groupsDeletedMax = 20

/** While the registry is away a batch waits, and asks again after these times. */
const retryFirstMs = 250
const retryMaxMs = 3_000

export interface ReaderOptions {
  kafka: Kafka
  connection: KafkaConnection
  schemas: SchemaCache
  part: Part
  log: Log
  /** Unique to this start of the app; the groups of its attempts begin with it, see startReader. */
  groupId: string
  /** Offset to begin at by `topic/partition`; others begin at their first record. */
  positions: Map<string, bigint>
  now(): number
  onTopics(topics: string[]): void
  onRecords(batch: ReadBatch): void
}

/** Records of one partition, in order. */
export interface ReadBatch {
  topic: string
  partition: number
  /** The offset after the last one. */
  nextOffset: bigint
  records: CityRecord[]
  /** Records of the partition that are still unread after these. */
  unread: number
  /** Wall-clock times at which the first and the last were written, ms. */
  oldestWrittenAt: number
  newestWrittenAt: number
}

export interface CityReader {
  /** Whether all that was there when it began has been read. */
  readonly caughtUp: boolean
  /** Null while it is in no group. */
  consumer(): OwnConsumer | null
  stop(): Promise<void>
}

function positionKey(topic: string, partition: number): string {
  return `${topic}/${partition}`
}

/**
 * Reads every topic that the city is made of, from the beginning, for as long as it runs. The offsets are kept here,
 * beside the state that was made of the records, and nowhere else: a group that commits would let the two disagree.
 * kafkajs cannot consume without a group, so each attempt has one of its own, removed at the end: no member of an
 * attempt before can hold it up.
 */
export function startReader(options: ReaderOptions): CityReader {
  const { kafka, connection, part, log, positions } = options
  const groups: string[] = []
  let attempts = 0
  const stopping = new AbortController()
  const backlog = createBacklog()
  let subscribed = ''
  const loop = startConsumerLoop({
    kafka,
    connection,
    part,
    log,
    config() {
      const groupId = `${options.groupId}-${++attempts}`
      groups.push(groupId)
      if (groups.length > groupsDeletedMax) groups.shift()
      return {
        groupId,
        allowAutoTopicCreation: false,
        minBytes: fetchBytesMin,
        maxWaitTimeInMs: fetchWaitMs,
        maxBytesPerPartition: 1024 * 1024,
      }
    },
    async topics() {
      const topics = await waitForTopics(options, stopping.signal)
      subscribed = topics.join()
      options.onTopics(topics)
      if (!backlog.isKnown()) backlog.know(await endOffsets(kafka, topics))
      return topics
    },
    onJoin: consumer => seekToPositions(consumer, positions),
    run: () => ({
      autoCommit: false,
      eachBatch: async payload => {
        await readBatch(options, payload, stopping.signal)
        backlog.reached(
          positionKey(payload.batch.topic, payload.batch.partition),
          BigInt(payload.batch.lastOffset()) + 1n,
        )
      },
    }),
  })
  const discover = async () => {
    while (!stopping.signal.aborted) {
      await delay(discoverEveryMs, stopping.signal)
      // A cluster that does not answer now is no reason to subscribe anew; the consumer notices by itself.
      const topics = await listCityTopics(kafka).catch(() => null)
      if (topics && topics.length > 0 && subscribed !== '' && topics.join() !== subscribed) loop.restart()
    }
  }
  const discovering = discover().catch(() => undefined)
  return {
    get caughtUp() {
      return backlog.isRead()
    },
    consumer: () => loop.member && { ...loop.member, positions },
    async stop() {
      stopping.abort(new Error('stopping'))
      await Promise.all([loop.stop(), discovering])
      await withAdmin(kafka, admin => admin.deleteGroups(groups)).catch(error =>
        log.debug({ err: error }, 'groups of this start stay behind, empty'),
      )
    },
  }
}

async function waitForTopics({ kafka, part }: ReaderOptions, signal: AbortSignal): Promise<string[]> {
  for (;;) {
    const topics = await listCityTopics(kafka)
    if (topics.length > 0) return topics
    part.update({ state: 'starting' })
    await delay(discoverEveryMs, signal)
  }
}

async function listCityTopics(kafka: Kafka): Promise<string[]> {
  return withAdmin(kafka, async admin => (await admin.listTopics()).filter(isCityTopic).sort())
}

/** The end of every partition that holds a record, by position key. */
async function endOffsets(kafka: Kafka, topics: string[]): Promise<Map<string, bigint>> {
  const ends = new Map<string, bigint>()
  await withAdmin(kafka, admin =>
    forEachLimited(topics, offsetRequestsAtOnce, async topic => {
      for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
        if (low !== high) ends.set(positionKey(topic, partition), BigInt(high))
      }
    }),
  )
  return ends
}

function seekToPositions(consumer: Consumer, positions: Map<string, bigint>): void {
  for (const [key, offset] of positions) {
    const slash = key.lastIndexOf('/')
    consumer.seek({ topic: key.slice(0, slash), partition: Number(key.slice(slash + 1)), offset: String(offset) })
  }
}

async function readBatch(options: ReaderOptions, payload: EachBatchPayload, signal: AbortSignal): Promise<void> {
  const { batch } = payload
  const { topic, partition, messages } = batch
  if (messages.length === 0) return
  await loadSchemas(options, payload, signal)
  const records = messages.map(message => decodeMessage(topic, partition, message, options.schemas.get))
  const nextOffset = BigInt(batch.lastOffset()) + 1n
  options.positions.set(positionKey(topic, partition), nextOffset)
  options.onRecords({
    topic,
    partition,
    nextOffset,
    records,
    unread: Math.max(0, Number(batch.offsetLag())),
    oldestWrittenAt: Number(messages[0]!.timestamp),
    newestWrittenAt: Number(messages.at(-1)!.timestamp),
  })
  options.part.update({ records: options.part.state.records + records.length })
}

/** Loads what the batch needs; while the registry is away the batch waits, for nothing may be skipped because of that. */
async function loadSchemas(options: ReaderOptions, payload: EachBatchPayload, signal: AbortSignal): Promise<void> {
  const { schemas, part, log } = options
  const { topic, messages } = payload.batch
  const wait = backoff({ firstMs: retryFirstMs, maxMs: retryMaxMs })
  for (const id of neededSchemas(topic, messages, schemas.get)) {
    while (!schemas.get(id)) {
      try {
        await schemas.load(id, signal)
        part.update({ state: 'running', problem: null })
      } catch (error) {
        signal.throwIfAborted()
        log.info({ err: error, id }, 'a schema could not be had yet')
        part.update({ state: 'retrying', problem: asProblem('Schema Registry', error) })
        await delay(wait.next(), signal)
        await payload.heartbeat()
      }
    }
  }
}
