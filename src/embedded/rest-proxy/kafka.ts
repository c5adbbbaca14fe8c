import type { Admin, Kafka, PartitionMetadata, Producer } from 'kafkajs'
import { javaProducer } from '../lib/kafka-client'
import type { Clock } from '../lib/clock'

/** How long we take it that a topic has as many partitions as before; it may only grow. */
const countMsMax = 30_000

/** Topics whose partition count is remembered. */
const countsMax = 10_000

/** Waiting for a topic that the broker makes on first use: 50, 100 … ms, about 1.5 s in all. */
const creationRetry = { initialRetryTime: 50, retries: 5 }

/** The proxy's one connection to Kafka, shared by all requests. */
export interface ProxyKafka {
  admin(): Promise<Admin>
  topics(): Promise<string[]>
  /** The topic's partitions in order, or null when there is no such topic. */
  partitions(topic: string): Promise<PartitionMetadata[] | null>
  /** As partitions().length, but remembered, and the topic is made when the broker makes topics on first use. */
  partitionCount(topic: string): Promise<number | null>
  /** @returns all configs by name */
  configs(topic: string): Promise<Record<string, string>>
  offsets(topic: string, partition: number): Promise<{ low: number; high: number } | null>
  brokers(): Promise<number[]>
  /** Appends records to one partition; @returns the offset of the first. */
  append(topic: string, partition: number, records: { key: Buffer | null; value: Buffer | null }[]): Promise<number>
  close(): Promise<void>
}

/** Connects when something is asked first, so that the proxy starts at once and outlives a broker that is away. */
export function createProxyKafka(kafka: Kafka, clock: Clock): ProxyKafka {
  const admin = connected(() => kafka.admin())
  let producer = connected(() => javaProducer(kafka, { allowAutoTopicCreation: false }))
  const counts = new Map<string, { count: number; until: number }>()

  async function partitions(topic: string): Promise<PartitionMetadata[] | null> {
    // All topics: asking for one that is not there would be tried again and again by kafkajs.
    const { topics } = await (await admin.get()).fetchTopicMetadata()
    const found = topics.find(({ name }) => name === topic)
    return found ? [...found.partitions].sort((a, b) => a.partitionId - b.partitionId) : null
  }

  async function partitionCount(topic: string): Promise<number | null> {
    const known = counts.get(topic)
    if (known && known.until > clock.now()) return known.count
    const found = (await partitions(topic)) ?? ((await createdOnUse(kafka, topic)) ? await partitions(topic) : null)
    if (!found) return null
    if (counts.size >= countsMax) counts.clear()
    counts.set(topic, { count: found.length, until: clock.now() + countMsMax })
    return found.length
  }

  return {
    admin: admin.get,
    topics: async () => (await (await admin.get()).listTopics()).sort(),
    partitions,
    partitionCount,
    async configs(topic) {
      const resources = [{ type: topicResource, name: topic }]
      const { resources: answers } = await (await admin.get()).describeConfigs({ resources, includeSynonyms: false })
      const entries = answers[0]?.configEntries ?? []
      return Object.fromEntries(entries.map(({ configName, configValue }) => [configName, configValue ?? '']))
    },
    async offsets(topic, partition) {
      const offsets = await (await admin.get()).fetchTopicOffsets(topic)
      const found = offsets.find(other => other.partition === partition)
      return found ? { low: Number(found.low), high: Number(found.high) } : null
    },
    async brokers() {
      const { brokers } = await (await admin.get()).describeCluster()
      return brokers.map(({ nodeId }) => nodeId).sort((a, b) => a - b)
    },
    async append(topic, partition, records) {
      const used = producer
      try {
        const messages = records.map(record => ({ ...record, partition }))
        const [result] = await (await used.get()).send({ topic, messages, acks: -1 })
        return Number(result?.baseOffset ?? -1)
      } catch (error) {
        counts.delete(topic)
        // A kafkajs producer goes on asking for every topic it ever wrote to, and fails when one of them has gone.
        if (used === producer && isUnknownTopic(error)) {
          producer = connected(() => javaProducer(kafka, { allowAutoTopicCreation: false }))
          void used.close()
        }
        throw error
      }
    },
    close: async () => void (await Promise.all([admin.close(), producer.close()])),
  }
}

/** ConfigResourceTypes.TOPIC. */
const topicResource = 2

/** Lets the broker make the topic, if it does that; sends nothing. */
async function createdOnUse(kafka: Kafka, topic: string): Promise<boolean> {
  const producer = javaProducer(kafka, { allowAutoTopicCreation: true, retry: creationRetry })
  try {
    await producer.connect()
    await producer.send({ topic, messages: [] })
    return true
  } catch (error) {
    if (isUnknownTopic(error)) return false
    throw error
  } finally {
    await producer.disconnect()
  }
}

/** Whether the broker has said that there is no such topic, or that its name is not allowed. */
export function isUnknownTopic(error: unknown): boolean {
  for (
    let cause = error as { type?: string; cause?: unknown } | undefined;
    cause;
    cause = cause.cause as typeof cause
  ) {
    if (cause.type === 'UNKNOWN_TOPIC_OR_PARTITION' || cause.type === 'INVALID_TOPIC_EXCEPTION') return true
  }
  return false
}

/** A client that connects when it is used first, and again when that has failed. */
function connected<T extends Admin | Producer>(make: () => T): { get(): Promise<T>; close(): Promise<void> } {
  let client: Promise<T> | undefined
  return {
    get() {
      client ??= (async () => {
        const made = make()
        await made.connect()
        return made
      })()
      client.catch(() => (client = undefined))
      return client
    },
    async close() {
      await client?.then(made => made.disconnect()).catch(() => {})
    },
  }
}
