import type { Admin } from 'kafkajs'

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

/** Commits for a group in which nobody reads, as an administrator does. */
export async function setOffsets(admin: Admin, group: string, offsets: TopicOffset[]): Promise<void> {
  for (const topic of new Set(offsets.map(offset => offset.topic))) {
    const partitions = offsets
      .filter(offset => offset.topic === topic)
      .map(({ partition, offset }) => ({ partition, offset: String(offset) }))
    await admin.setOffsets({ groupId: group, topic, partitions })
  }
}
