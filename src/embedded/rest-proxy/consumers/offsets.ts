import type { Admin, Kafka } from 'kafkajs'
import { fixedAssigner } from './assigner'

/** The member of a moment reads nothing, so its fetches need not wait. */
const fetchWaitMs = 10

export interface TopicPartition {
  topic: string
  partition: number
}

/** An offset is that of the next record to read, unless it says otherwise. */
export interface TopicOffset extends TopicPartition {
  offset: number
}

/** The same text for the same partition of the same topic, and for no other. */
export function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`
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

/**
 * Commits for a group that we read nothing for, as a member for a moment. kafkajs' own way, admin.setOffsets, does the same
 * but waits out a whole fetch.
 *
 * @throws KafkaJSError when the group has members, who share out partitions in another way
 */
export async function setOffsets(kafka: Kafka, group: string, offsets: TopicOffset[]): Promise<void> {
  const consumer = kafka.consumer({
    groupId: group,
    maxWaitTimeInMs: fetchWaitMs,
    partitionAssigners: [fixedAssigner(offsets)],
    retry: { retries: 2, restartOnFailure: async () => false },
  })
  const crashed = new Promise<never>((_, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error))
  })
  crashed.catch(() => {})
  const commit = async () => {
    await consumer.connect()
    await consumer.subscribe({ topics: [...new Set(offsets.map(({ topic }) => topic))] })
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => {} })
    await consumer.commitOffsets(
      offsets.map(({ topic, partition, offset }) => ({ topic, partition, offset: String(offset) })),
    )
  }
  try {
    await Promise.race([commit(), crashed])
  } finally {
    await consumer.disconnect()
  }
}
