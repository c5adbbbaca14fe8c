import { randomUUID } from 'node:crypto'
import type { Admin, Consumer, EachBatchPayload, Kafka } from 'kafkajs'
import { delay, within } from '../../lib/cancellation'
import type { Log } from '../../lib/log'
import { restError } from '../errors'
import { isUnknownTopic } from '../kafka'
import { fixedAssigner } from './assigner'
import { createRecordBuffer, type FetchedRecord } from './buffer'
import type { InstanceConfig } from './config'

/** How long a fetch waits for a record, so that a stop does not take longer. */
const fetchWaitMs = 200

/** Records that wait to be read keep their member alive by a heartbeat this often. */
const heartbeatMs = 500

/** What was read is committed this often when the instance commits by itself. */
const autoCommitMs = 5_000

/** Stopping does not wait longer than this for a broker that has gone. */
const stopMsMax = 5_000

/** A pattern is matched with the topics that there are at most this often. */
const patternCheckMs = 10_000

export interface TopicPartition {
  topic: string
  partition: number
}

export interface TopicOffset extends TopicPartition {
  offset: number
}

/** What an instance reads: topics in a group, or partitions on its own. */
export type Reading =
  | { kind: 'none' }
  | { kind: 'topics'; topics: string[] }
  | { kind: 'pattern'; pattern: RegExp }
  | { kind: 'partitions'; partitions: TopicPartition[] }

export interface Instance {
  readonly group: string
  readonly config: InstanceConfig
  reading(): Reading
  /** Starts over with something else to read, or nothing. */
  read(reading: Reading): Promise<void>
  /** The partitions that are read now. */
  assigned(): TopicPartition[]
  /** The next records, as soon as there are some; empty after `ms`. The first call joins the group. */
  records(ms: number, bytesMax: number): Promise<FetchedRecord[]>
  /** @throws HttpError 40903 when a partition is not assigned */
  seek(offsets: TopicOffset[]): void
  /** Commits the offsets given, each that of the next record; without any all that was read. */
  commit(offsets?: TopicOffset[]): Promise<void>
  stop(): Promise<void>
}

/** A consumer that gives records when it is asked, over kafkajs, which pushes them. */
export function createInstance(
  kafka: Kafka,
  admin: () => Promise<Admin>,
  group: string,
  config: InstanceConfig,
  log: Log,
): Instance {
  const buffer = createRecordBuffer()
  let reading: Reading = { kind: 'none' }
  let running: Promise<Consumer> | undefined
  let assigned: TopicPartition[] = []
  let ownGroup: string | undefined
  let names: { text: string; at: number } = { text: '', at: 0 }
  /** The next offset of each partition that was read from. */
  const next = new Map<string, TopicOffset>()
  /** Where to go when the partition has been assigned. */
  const seeks = new Map<string, TopicOffset>()

  async function start(): Promise<Consumer> {
    const topics = await topicsOf(reading)
    ownGroup = reading.kind === 'partitions' ? `${group}-assigned-${randomUUID()}` : undefined
    const consumer = kafka.consumer({
      groupId: ownGroup ?? group,
      maxWaitTimeInMs: fetchWaitMs,
      minBytes: Math.max(1, config.fetchBytesMin),
      ...(reading.kind === 'partitions' ? { partitionAssigners: [fixedAssigner(reading.partitions)] } : {}),
    })
    if (reading.kind === 'partitions') await seekToCommitted(reading.partitions)
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      assigned = Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
        partitions.map(partition => ({ topic, partition })),
      )
      for (const { topic, partition, offset } of seeks.values())
        consumer.seek({ topic, partition, offset: String(offset) })
    })
    try {
      await consumer.connect()
      await consumer.subscribe({ topics, fromBeginning: config.offsetReset === 'earliest' })
      await consumer.run({
        autoCommit: config.autoCommit && reading.kind !== 'partitions',
        autoCommitInterval: autoCommitMs,
        eachBatchAutoResolve: false,
        eachBatch: batch => deliver(batch),
      })
      return consumer
    } catch (error) {
      await consumer.disconnect()
      throw error
    }
  }

  /** Holds kafkajs back until all of the batch has been read, and keeps the member alive meanwhile. */
  async function deliver({ batch, resolveOffset, heartbeat, isRunning, isStale }: EachBatchPayload): Promise<void> {
    const { topic, partition } = batch
    const records = batch.messages.map(({ key, value, offset }) => ({ topic, partition, offset, key, value }))
    let done = false
    const delivered = buffer
      .put(records, ({ offset }) => {
        resolveOffset(offset)
        next.set(nameOf(batch), { topic, partition, offset: Number(offset) + 1 })
        seeks.delete(nameOf(batch))
      })
      .then(() => (done = true))
    try {
      while (!done && isRunning() && !isStale()) {
        await Promise.race([delivered, delay(heartbeatMs)])
        await heartbeat()
      }
    } finally {
      buffer.drop(batch)
    }
  }

  async function topicsOf(what: Reading): Promise<string[]> {
    if (what.kind === 'topics') return what.topics
    if (what.kind === 'partitions') return [...new Set(what.partitions.map(({ topic }) => topic))]
    if (what.kind === 'none') return []
    const all = await (await admin()).listTopics()
    const topics = all.filter(topic => what.pattern.test(topic)).sort()
    names = { text: topics.join(), at: Date.now() }
    return topics
  }

  /** kafkajs matches a pattern once; topics made since are seen by joining again. */
  async function startOverForNewTopics(): Promise<void> {
    if (reading.kind !== 'pattern' || Date.now() - names.at < patternCheckMs) return
    const before = names.text
    await topicsOf(reading)
    if (names.text !== before) await halt()
  }

  async function seekToCommitted(partitions: TopicPartition[]): Promise<void> {
    for (const offset of await committedOffsets(await admin(), group, partitions)) {
      if (offset.offset >= 0 && !seeks.has(nameOf(offset))) seeks.set(nameOf(offset), offset)
    }
  }

  async function halt(): Promise<void> {
    const consumer = await running?.catch(() => undefined)
    running = undefined
    buffer.drop()
    assigned = []
    if (!consumer) return
    const end = async () => {
      await consumer.disconnect()
      if (ownGroup) await (await admin()).deleteGroups([ownGroup])
    }
    await within(stopMsMax, 'leaving the group', end()).catch((error: unknown) =>
      log.debug({ err: error, group }, 'leaving a group failed'),
    )
  }

  async function commit(offsets: TopicOffset[] = [...next.values()]): Promise<void> {
    const list = offsets.map(({ topic, partition, offset }) => ({ topic, partition, offset: String(offset) }))
    if (list.length === 0) return
    if (running && reading.kind !== 'partitions') return (await running).commitOffsets(list)
    // Nobody reads in the group through us, so offsets are written as an administrator does.
    for (const topic of new Set(list.map(item => item.topic))) {
      await (await admin()).setOffsets({ groupId: group, topic, partitions: list.filter(item => item.topic === topic) })
    }
  }

  return {
    group,
    config,
    reading: () => reading,
    async read(what) {
      await halt()
      reading = what
      names = { text: '', at: 0 }
      seeks.clear()
      next.clear()
    },
    assigned: () => (reading.kind === 'partitions' ? reading.partitions : assigned),
    async records(ms, bytesMax) {
      if (reading.kind === 'none')
        throw restError('illegalState', 'Consumer is not subscribed to any topics or assigned any partitions')
      await startOverForNewTopics()
      if (reading.kind === 'pattern' && names.text === '') {
        await delay(ms)
        return []
      }
      const starting = (running ??= start())
      starting.catch(() => (running = running === starting ? undefined : running))
      const end = Date.now() + ms
      try {
        await Promise.race([starting, delay(ms)])
      } catch (error) {
        if (!isUnknownTopic(error)) throw error
        return []
      }
      await buffer.wait(Math.max(0, end - Date.now()))
      return buffer.take(bytesMax)
    },
    seek(offsets) {
      const known = new Set((reading.kind === 'partitions' ? reading.partitions : assigned).map(nameOf))
      const missing = offsets.find(offset => !known.has(nameOf(offset)))
      if (missing)
        throw restError('illegalState', `No current assignment for partition ${missing.topic}-${missing.partition}`)
      for (const offset of offsets) {
        seeks.set(nameOf(offset), offset)
        next.set(nameOf(offset), offset)
        buffer.drop(offset)
      }
      const seekNow = (consumer: Consumer) => {
        for (const { topic, partition, offset } of offsets) consumer.seek({ topic, partition, offset: String(offset) })
      }
      if (assigned.length > 0) running?.then(seekNow).catch(() => {})
    },
    commit,
    async stop() {
      if (config.autoCommit)
        await within(stopMsMax, 'the last commit', commit()).catch((error: unknown) =>
          log.debug({ err: error, group }, 'the last commit failed'),
        )
      await halt()
    },
  }
}

/** The group's committed offsets; -1 where there is none. */
export async function committedOffsets(
  admin: Admin,
  group: string,
  partitions: TopicPartition[],
): Promise<(TopicOffset & { metadata: string })[]> {
  const topics = [...new Set(partitions.map(({ topic }) => topic))]
  if (topics.length === 0) return []
  const found = await admin.fetchOffsets({ groupId: group, topics })
  return partitions.map(({ topic, partition }) => {
    const committed = found
      .find(other => other.topic === topic)
      ?.partitions.find(other => other.partition === partition)
    return { topic, partition, offset: Number(committed?.offset ?? -1), metadata: committed?.metadata ?? '' }
  })
}

function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`
}
