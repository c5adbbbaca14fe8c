import { randomUUID } from 'node:crypto'
import type { Clock } from '../../lib/clock'
import type { Disk } from '../../lib/disk'
import type { Log } from '../../lib/log'
import { filePool } from '../log/file-pool'
import { PartitionLog, type LogEnvironment } from '../log/partition-log'
import { tailCache } from '../log/tail'
import { errors, KafkaError } from '../wire/errors'
import type { BrokerConfig } from './broker-config'
import { configFault } from './configs'
import { openMetadata, type MetadataStore, type StoredTopic } from './metadata-store'
import { TopicPartition } from './partition'
import { findTopicFiles, type FoundSegments } from './topic-files'
import { collisionKey, isInternalName, nameFault, type Topic } from './topic'
import { TopicConfig } from './topic-config'
import type { ConfigOverrides, NewTopic } from './types'

/** Partitions of all topics together; each costs memory and a place in every answer of Metadata. */
export const partitionsMax = 100_000
/** Producer ids that are taken from the metadata at once, so that handing one out seldom waits for the disk. */
const producerIdBlock = 1000
/** Partitions that are recovered at the same time. */
const recoveriesMax = 16

export interface TopicsOptions {
  disk: Disk
  directory: string
  clock: Clock
  log: Log
  config: BrokerConfig
}

/**
 * All topics of the broker. Each change is made in memory at once and noted in the metadata; `durable` says when it
 * will be there after a restart.
 */
export class Topics {
  readonly config: BrokerConfig
  readonly clusterId: string
  readonly clock: Clock
  private readonly environment: LogEnvironment
  private readonly root: string
  private readonly metadata: MetadataStore
  private readonly byName = new Map<string, Topic>()
  private readonly byTopicId = new Map<string, Topic>()
  private readonly collisionKeys = new Map<string, string>()
  private readonly deletedListeners = new Set<(topic: Topic) => void>()
  private partitionCount = 0
  private nextProducerId: number
  private producerIdsEnd: number

  constructor(options: TopicsOptions, metadata: MetadataStore) {
    const { disk, clock, log, config } = options
    this.config = config
    this.clock = clock
    this.metadata = metadata
    this.clusterId = metadata.clusterId
    this.root = `${options.directory}/topics`
    this.environment = { disk, clock, log, files: filePool(disk), tails: tailCache(config.tailBytesMax) }
    this.nextProducerId = metadata.nextProducerId
    this.producerIdsEnd = metadata.nextProducerId
  }

  get(name: string): Topic | undefined {
    return this.byName.get(name)
  }

  byId(id: string): Topic | undefined {
    return this.byTopicId.get(id)
  }

  partition(name: string, index: number): TopicPartition | undefined {
    return this.byName.get(name)?.partitions[index]
  }

  /** In order of creation. */
  all(): IterableIterator<Topic> {
    return this.byName.values()
  }

  /**
   * Makes a topic; with `validateOnly` it says whether it could.
   *
   * @throws KafkaError 17, 36, 37, 40 or 44 with the reason in words
   */
  create(spec: NewTopic, { validateOnly = false } = {}): Topic {
    const { name, configs = {} } = spec
    this.checkNew(spec)
    const partitionCount = spec.partitionCount === -1 ? this.config.numPartitions : spec.partitionCount
    const id = newTopicId()
    const stored: StoredTopic = { id, name, partitionCount, configs, logStarts: new Map() }
    if (validateOnly) return this.asTopic(stored, [])
    const topic = this.adopt(stored, [])
    this.metadata.add({ change: 'created', id, name, partitionCount, configs })
    return topic
  }

  /** The internal topic of this name, made with these settings when there is none. */
  ensureInternal(name: string, settings: { partitionCount: number; configs: ConfigOverrides }): Topic {
    return this.byName.get(name) ?? this.create({ name, ...settings })
  }

  /** Resolves when all changes so far will be there after a restart. */
  durable(): Promise<void> {
    return this.metadata.durable()
  }

  /** The topic is gone at once for everybody; its files go in the background. */
  delete(topic: Topic): void {
    this.byName.delete(topic.name)
    this.byTopicId.delete(topic.id)
    this.collisionKeys.delete(collisionKey(topic.name))
    this.partitionCount -= topic.partitions.length
    this.metadata.add({ change: 'deleted', id: topic.id })
    for (const listener of this.deletedListeners) listener(topic)
    this.removeFiles(topic).catch((error: unknown) =>
      // What is left has no topic in the metadata, so the next start removes it.
      this.environment.log.warn(
        { err: error, topic: topic.name },
        'files of a deleted topic are left until the next start',
      ),
    )
  }

  /** Calls `listener` with each topic that is deleted, until the returned function is called. */
  onDeleted(listener: (topic: Topic) => void): () => void {
    this.deletedListeners.add(listener)
    return () => this.deletedListeners.delete(listener)
  }

  /** @throws KafkaError 37 when the topic has as many already, or it would be too many for the broker */
  addPartitions(topic: Topic, partitionCount: number, { validateOnly = false } = {}): void {
    const current = topic.partitions.length
    if (partitionCount <= current)
      throw new KafkaError(errors.invalidPartitions, partitionsFault(topic, partitionCount))
    this.checkRoom(partitionCount - current)
    if (validateOnly) return
    for (let index = current; index < partitionCount; index++)
      topic.partitions.push(this.newPartition(topic, index, [], 0))
    this.partitionCount += partitionCount - current
    this.metadata.add({ change: 'partitions', id: topic.id, partitionCount })
  }

  /** Replaces what was set for a topic; the caller has checked the values. */
  setConfigs(topic: Topic, configs: ConfigOverrides): void {
    topic.config.replace(configs)
    this.metadata.add({ change: 'configs', id: topic.id, configs })
  }

  /** Readers find nothing before `offset` any more, also after a restart. */
  raiseLogStart(partition: TopicPartition, offset: number): void {
    const topic = this.byName.get(partition.topicName)
    partition.log.raiseLogStart(offset)
    if (!topic) return
    const change = { id: topic.id, partition: partition.index, offset: partition.logStartOffset }
    this.metadata.add({ change: 'logStart', ...change })
  }

  /** An id that no producer has, or had before a restart. */
  async takeProducerId(): Promise<number> {
    if (this.nextProducerId >= this.producerIdsEnd) {
      this.producerIdsEnd = this.nextProducerId + producerIdBlock
      this.metadata.add({ change: 'producerIds', next: this.producerIdsEnd })
    }
    const id = this.nextProducerId++
    await this.durable()
    return id
  }

  /** Writes what is under way, notes where each log is, and closes all files. */
  async close(): Promise<void> {
    const partitions = [...this.byName.values()].flatMap(topic => topic.partitions)
    await forEachOf(partitions, recoveriesMax, partition => partition.log.close())
    await this.metadata.close()
  }

  /** Reads the files of all topics that the metadata has, and removes those of topics that it has not. */
  async recover(): Promise<void> {
    const { disk, log } = this.environment
    const found = await findTopicFiles(disk, this.root, new Set(this.metadata.topics.keys()))
    for (const stored of this.metadata.topics.values()) this.adopt(stored, found.segments.get(stored.id) ?? [])
    const withData = [...this.byName.values()].flatMap(topic =>
      topic.partitions.filter(partition => partition.log.segments.length > 0 || partition.logStartOffset > 0),
    )
    await forEachOf(withData, recoveriesMax, partition => partition.log.recover())
    for (const path of found.orphans) {
      disk
        .remove(path)
        .catch((error: unknown) => log.warn({ err: error, path }, 'files of no topic could not be removed'))
    }
  }

  private checkNew({ name, partitionCount, configs = {} }: NewTopic): void {
    const fault = nameFault(name)
    if (fault) throw new KafkaError(errors.invalidTopic, fault)
    if (this.byName.has(name)) throw new KafkaError(errors.topicAlreadyExists, `Topic '${name}' already exists.`)
    const other = this.collisionKeys.get(collisionKey(name))
    if (other !== undefined) {
      throw new KafkaError(errors.invalidTopic, `Topic '${name}' collides with existing topic: ${other}`)
    }
    if (partitionCount !== -1 && partitionCount <= 0) {
      throw new KafkaError(errors.invalidPartitions, 'Number of partitions must be larger than 0.')
    }
    this.checkRoom(partitionCount)
    for (const [key, value] of Object.entries(configs)) {
      const wrong = configFault(key, value)
      if (wrong) throw new KafkaError(errors.invalidConfig, wrong)
    }
  }

  private checkRoom(more: number): void {
    if (this.partitionCount + more <= partitionsMax) return
    throw new KafkaError(
      errors.policyViolation,
      `This broker has room for ${partitionsMax} partitions, not for ${more} more.`,
    )
  }

  private adopt(stored: StoredTopic, found: FoundSegments[]): Topic {
    const topic = this.asTopic(stored, found)
    this.byName.set(topic.name, topic)
    this.byTopicId.set(topic.id, topic)
    this.collisionKeys.set(collisionKey(topic.name), topic.name)
    this.partitionCount += topic.partitions.length
    return topic
  }

  private asTopic({ id, name, partitionCount, configs, logStarts }: StoredTopic, found: FoundSegments[]): Topic {
    const partitions: TopicPartition[] = []
    const directory = `${this.root}/${directoryName(name, id)}`
    const topic: Topic = {
      id,
      name,
      isInternal: isInternalName(name),
      config: new TopicConfig(configs),
      directory,
      partitions,
    }
    for (let index = 0; index < partitionCount; index++) {
      partitions.push(this.newPartition(topic, index, found[index] ?? [], logStarts.get(index) ?? 0))
    }
    return topic
  }

  private newPartition(topic: Topic, index: number, found: FoundSegments, logStartOffset: number): TopicPartition {
    const log = new PartitionLog({
      environment: this.environment,
      config: {
        segmentBytes: () => topic.config.number('segment.bytes'),
        segmentMs: () => segmentMsOf(topic.config),
      },
      directory: topic.directory,
      partition: index,
      found,
      logStartOffset,
      ready: () => this.metadata.durable(),
    })
    return new TopicPartition(topic.name, index, log, topic.config)
  }

  private async removeFiles(topic: Topic): Promise<void> {
    await Promise.all(topic.partitions.map(partition => partition.log.abandon()))
    await this.metadata.durable()
    await this.environment.disk.remove(topic.directory)
  }
}

/**
 * Opens the topics that lie in a directory, which may be empty.
 *
 * @throws ProblemError data-too-new, data-damaged
 */
export async function openTopics(options: TopicsOptions): Promise<Topics> {
  const metadata = await openMetadata(options.disk, `${options.directory}/metadata.jsonl`, newClusterId)
  const topics = new Topics(options, metadata)
  await topics.recover()
  return topics
}

/** A record may not stay out of reach of compaction for longer than the topic says, so neither may its segment stay open. */
function segmentMsOf(config: TopicConfig): number {
  const segmentMs = config.number('segment.ms')
  return config.isCompacted ? Math.min(segmentMs, config.number('max.compaction.lag.ms')) : segmentMs
}

/** The beginning of the name is for people who look at the directory; the id makes it one of a kind. */
function directoryName(name: string, id: string): string {
  return `${name.slice(0, 60)}~${id}`
}

/** 22 characters as Kafka's own cluster ids: 16 bytes in base64url. */
function newClusterId(): string {
  return Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url')
}

/** Kafka's tools print ids in base64url and read one that begins with `-` as an option. */
function newTopicId(): string {
  for (;;) {
    const id = randomUUID()
    if (Number.parseInt(id.slice(0, 2), 16) >> 2 !== 62) return id
  }
}

function partitionsFault(topic: Topic, wanted: number): string {
  const current = topic.partitions.length
  if (wanted === current) return `Topic already has ${current} partition(s).`
  return `The topic ${topic.name} currently has ${current} partition(s); ${wanted} would not be an increase.`
}

/** Runs `work` for all items, `atOnce` of them at the same time; the first failure ends it. */
async function forEachOf<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async () => {
    while (next < items.length) await work(items[next++]!)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
}
