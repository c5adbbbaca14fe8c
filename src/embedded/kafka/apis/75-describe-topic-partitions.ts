import type { Topic } from '../topics'
import { errors } from '../wire/errors'
import { array, boolean, int16, int32, nullable, string, struct, uuid, zeroUuid } from '../wire/fields'
import { api } from './api'
import { operationsNotAsked, topicOperations } from './operations'

/** Partitions in one answer at most; Kafka's max.request.partition.size.limit. */
const partitionsMax = 2000

const cursor = nullable(struct({ topic: string, partition: int32 }))

/**
 * DescribeTopicPartitions, version 0 (KIP-966). https://kafka.apache.org/protocol#The_Messages_DescribeTopicPartitions
 *
 * - Topics by name, page by page: the cursor says where the next page begins. No names means all topics.
 * - One replica: the lists of eligible and last known leaders are empty, never null, which Java clients cannot take.
 */
export const describeTopicPartitions = api({
  key: 75,
  name: 'DescribeTopicPartitions',
  versions: [0, 0],
  flexible: 0,
  request: { topics: array({ name: string }), partitionsMax: int32, cursor },
  response: {
    throttleMs: int32,
    topics: array({
      error: int16,
      name: nullable(string),
      id: uuid,
      isInternal: boolean,
      partitions: array({
        error: int16,
        index: int32,
        leaderId: int32,
        leaderEpoch: int32,
        replicas: array(int32),
        inSyncReplicas: array(int32),
        eligibleLeaders: nullable(array(int32)),
        lastKnownLeaders: nullable(array(int32)),
        offlineReplicas: array(int32),
      }),
      operations: int32,
    }),
    next: cursor,
  },
  handle({ topics: asked, partitionsMax: wanted, cursor: from }, { broker }) {
    if (from && from.partition < 0)
      return { throttleMs: 0, topics: [refusal(from.topic, errors.invalidRequest)], next: null }
    const everything = asked.length === 0 ? [...broker.topics.all()] : []
    const names = new Set(asked.length === 0 ? everything.map(topic => topic.name) : asked.map(topic => topic.name))
    const sorted = [...names].filter(name => from === null || name >= from.topic).sort()
    const topics: ReturnType<typeof describe>[] = []
    let room = Math.max(1, Math.min(wanted, partitionsMax))
    for (const name of sorted) {
      if (room === 0) return { throttleMs: 0, topics, next: { topic: name, partition: 0 } }
      const topic = broker.topics.get(name)
      if (!topic) {
        // All topics, or the rest of them: one that went meanwhile is simply not there any more.
        if (asked.length > 0) topics.push(refusal(name, errors.unknownTopicOrPartition))
        continue
      }
      const first = from?.topic === name ? from.partition : 0
      const described = describe(topic, broker.nodeId, first, room)
      topics.push(described)
      room -= described.partitions.length
      const end = first + described.partitions.length
      if (end < topic.partitions.length) return { throttleMs: 0, topics, next: { topic: name, partition: end } }
    }
    return { throttleMs: 0, topics, next: null }
  },
})

function describe(topic: Topic, nodeId: number, first: number, count: number) {
  const replicas = [nodeId]
  return {
    error: 0,
    name: topic.name,
    id: topic.id,
    isInternal: topic.isInternal,
    partitions: topic.partitions.slice(first, first + count).map(({ index, leaderEpoch }) => ({
      error: 0,
      index,
      leaderId: nodeId,
      leaderEpoch,
      replicas,
      inSyncReplicas: replicas,
      eligibleLeaders: [],
      lastKnownLeaders: [],
      offlineReplicas: [],
    })),
    operations: topicOperations,
  }
}

function refusal(name: string, error: number): ReturnType<typeof describe> {
  return {
    error,
    name,
    id: zeroUuid,
    isInternal: false,
    partitions: [],
    operations: operationsNotAsked,
  }
}
