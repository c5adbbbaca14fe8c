import type { Admin, Kafka } from 'kafkajs'
import type { Clock } from '../../lib/clock'
import { delay, settled, within } from '../../lib/cancellation'
import type { Log } from '../../lib/log'
import { restError } from '../errors'
import { isUnknownTopic } from '../kafka'
import { createRecordBuffer, type FetchedRecord } from './buffer'
import type { InstanceConfig } from './config'
import { committedOffsets, nameOf, setOffsets, type TopicOffset, type TopicPartition } from './offsets'
import { startReader, type RunningReader } from './reader'

/** A pattern is matched with the topics that there are at most this often. */
const patternCheckMs = 10_000

/** The last commit of an instance does not wait longer than this for a broker that has gone. */
const lastCommitMsMax = 5_000

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
  /** Commits the offsets given; without any all that was read. */
  commit(offsets?: TopicOffset[]): Promise<void>
  stop(): Promise<void>
}

export interface InstanceServices {
  kafka: Kafka
  admin(): Promise<Admin>
  clock: Clock
  log: Log
}

/** A consumer that gives records when it is asked, over kafkajs, which pushes them. */
export function createInstance(services: InstanceServices, group: string, config: InstanceConfig): Instance {
  const { admin, log } = services
  const buffer = createRecordBuffer()
  const position = createPositions()
  const matching = patternMatcher(services)
  let reading: Reading = { kind: 'none' }
  let running: Promise<RunningReader> | undefined

  async function start(what: Reading): Promise<RunningReader> {
    const partitions = what.kind === 'partitions' ? what.partitions : undefined
    if (partitions) position.startAt(await committedOffsets(await admin(), group, partitions))
    const topics = what.kind === 'pattern' ? (await matching.topics(what.pattern)).topics : topicsOf(what)
    const { onAssigned, onTaken } = position
    return startReader({
      ...services,
      group,
      config,
      topics,
      buffer,
      onAssigned,
      onTaken,
      ...(partitions ? { partitions } : {}),
    })
  }

  async function halt(): Promise<void> {
    const reader = await running?.catch(() => undefined)
    running = undefined
    buffer.drop()
    position.onAssigned([])
    await reader?.stop()
  }

  const assigned = () => (reading.kind === 'partitions' ? reading.partitions : position.assigned())

  async function commit(offsets = position.read()): Promise<void> {
    if (offsets.length === 0) return
    if (running && reading.kind !== 'partitions') await (await running).commit(offsets)
    else await setOffsets(services.kafka, group, offsets)
  }

  return {
    group,
    config,
    reading: () => reading,
    assigned,
    commit,
    async read(what) {
      await halt()
      reading = what
      position.clear()
      matching.clear()
    },
    async records(ms, bytesMax) {
      if (reading.kind === 'none') {
        throw restError('illegalState', 'Consumer is not subscribed to any topics or assigned any partitions')
      }
      const end = services.clock.now() + ms
      if (reading.kind === 'pattern') {
        const { topics, changed } = await matching.topics(reading.pattern)
        if (changed) await halt()
        if (topics.length === 0) return delay(ms).then(() => [])
      }
      const starting = (running ??= start(reading))
      starting.catch(() => (running = running === starting ? undefined : running))
      try {
        await Promise.race([starting, delay(ms)])
      } catch (error) {
        if (!isUnknownTopic(error)) throw error
        return []
      }
      await buffer.wait(Math.max(0, end - services.clock.now()))
      return buffer.take(bytesMax)
    },
    seek(offsets) {
      const known = new Set(assigned().map(nameOf))
      const missing = offsets.find(offset => !known.has(nameOf(offset)))
      if (missing) {
        throw restError('illegalState', `No current assignment for partition ${missing.topic}-${missing.partition}`)
      }
      position.seek(offsets)
      for (const offset of offsets) buffer.drop(offset)
      // Before it has joined, the reader begins there by itself.
      if (position.assigned().length > 0) running?.then(reader => reader.seek(offsets)).catch(() => {})
    },
    async stop() {
      const onError = (error: Error) =>
        log.debug({ err: error, group }, 'The last commit of a consumer instance failed.')
      if (config.autoCommit) await settled(within(lastCommitMsMax, 'the last commit', commit()), onError)
      await halt()
    },
  }
}

function topicsOf(reading: Reading): string[] {
  if (reading.kind === 'topics') return reading.topics
  return reading.kind === 'partitions' ? [...new Set(reading.partitions.map(({ topic }) => topic))] : []
}

/** How far an instance has read, and where it was told to go. */
function createPositions() {
  let assigned: TopicPartition[] = []
  const next = new Map<string, TopicOffset>()
  /** Asked for and not read from yet; asked of kafkajs again whenever it joins anew. */
  const seeks = new Map<string, TopicOffset>()
  return {
    assigned: () => assigned,
    read: () => [...next.values()],
    onAssigned(partitions: TopicPartition[]): Iterable<TopicOffset> {
      assigned = partitions
      const known = new Set(partitions.map(nameOf))
      return [...seeks.values()].filter(offset => known.has(nameOf(offset)))
    },
    onTaken({ topic, partition, offset }: FetchedRecord): void {
      next.set(nameOf({ topic, partition }), { topic, partition, offset: Number(offset) + 1 })
      seeks.delete(nameOf({ topic, partition }))
    },
    /** Begins at committed offsets where nothing else was asked for. */
    startAt(offsets: TopicOffset[]): void {
      for (const { topic, partition, offset } of offsets) {
        if (offset >= 0 && !seeks.has(nameOf({ topic, partition })))
          seeks.set(nameOf({ topic, partition }), { topic, partition, offset })
      }
    },
    seek(offsets: TopicOffset[]): void {
      for (const offset of offsets) {
        seeks.set(nameOf(offset), offset)
        next.set(nameOf(offset), offset)
      }
    },
    clear(): void {
      assigned = []
      next.clear()
      seeks.clear()
    },
  }
}

/** kafkajs matches a pattern once; topics made since are seen by looking again and joining anew. */
function patternMatcher({ admin, clock }: InstanceServices) {
  let known: { topics: string[]; at: number } | undefined
  return {
    /** @returns what matches, and whether that is something else than before */
    async topics(pattern: RegExp): Promise<{ topics: string[]; changed: boolean }> {
      if (known && clock.now() - known.at < patternCheckMs) return { topics: known.topics, changed: false }
      const all = await (await admin()).listTopics()
      const topics = all.filter(topic => pattern.test(topic)).sort()
      const changed = known !== undefined && known.topics.join() !== topics.join()
      known = { topics, at: clock.now() }
      return { topics, changed }
    },
    clear: () => (known = undefined),
  }
}
