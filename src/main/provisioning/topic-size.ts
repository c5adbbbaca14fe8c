import type { Admin } from 'kafkajs'

/** Whether no record is in the topic. What retention or compaction has removed does not count as there. */
export async function topicIsEmpty(admin: Admin, topic: string): Promise<boolean> {
  const partitions = await admin.fetchTopicOffsets(topic)
  return partitions.every(({ low, high }) => low === high)
}
