import {
  array,
  defaulted,
  int16,
  int32,
  int64,
  int8,
  nullable,
  records,
  since,
  string,
  struct,
  tagged,
  until,
  uuid,
} from '../wire/fields'
import { errors, KafkaError } from '../wire/errors'
import { api } from './api'
import type { FetchPartition, FetchRequest } from './fetch-sessions'
import { fetchData, type FetchedPartition } from './fetch-data'

/** An answer never has more bytes of records than this (but for one batch that is larger), whatever the client asks. */
export const fetchBytesMax = 55 * 1024 * 1024
/** No request waits longer than this for data. */
const waitMsMax = 10 * 60_000

const endOffset = struct({ epoch: int32, endOffset: int64 })
const leader = struct({ leaderId: int32, leaderEpoch: int32 })
const snapshot = struct({ endOffset: int64, epoch: int32 })

/**
 * Fetch, versions 4 to 17: long poll, sessions (from 7, KIP-227), leader epochs (9), topic ids (13).
 *
 * - Batches are answered as the bytes that lie in the log, beginning with the one that holds the offset.
 * - A reader of committed data gets no further than the last stable offset, and is told what was aborted before it.
 * - Not done: fetching from followers; the tagged fields that only brokers send to each other are read and ignored.
 */
export const fetch = api({
  key: 1,
  name: 'Fetch',
  versions: [4, 17],
  flexible: 12,
  request: {
    clusterId: { ...tagged(0, nullable(string)), since: 12 },
    replicaId: until(14, int32, -1),
    replicaState: { ...tagged(1, struct({ replicaId: int32, replicaEpoch: int64 })), since: 15 },
    waitMs: int32,
    bytesMin: int32,
    bytesMax: int32,
    isolation: int8,
    sessionId: since(7, int32),
    sessionEpoch: since(7, int32, -1),
    topics: array({
      name: until(12, string),
      id: since(13, uuid),
      partitions: array({
        index: int32,
        currentLeaderEpoch: since(9, int32, -1),
        offset: int64,
        lastFetchedEpoch: since(12, int32, -1),
        logStartOffset: since(5, int64, -1),
        bytesMax: int32,
        replicaDirectoryId: { ...tagged(0, uuid), since: 17 },
      }),
    }),
    forgotten: since(7, array({ name: until(12, string), id: since(13, uuid), partitions: array(int32) })),
    rack: since(11, string),
  },
  response: {
    throttleMs: defaulted(int32, 0),
    error: since(7, int16),
    sessionId: since(7, int32),
    topics: array({
      name: until(12, string),
      id: since(13, uuid),
      partitions: array({
        index: int32,
        error: int16,
        highWatermark: defaulted(int64, -1),
        lastStableOffset: defaulted(int64, -1),
        logStartOffset: since(5, int64, -1),
        aborted: defaulted(nullable(array({ producerId: int64, firstOffset: int64 })), null),
        preferredReadReplica: since(11, int32, -1),
        records: defaulted(nullable(records), Buffer.alloc(0)),
        divergingEpoch: { ...tagged(0, endOffset), since: 12 },
        currentLeader: { ...tagged(1, leader), since: 12 },
        snapshotId: { ...tagged(2, snapshot), since: 12 },
      }),
    }),
  },
  async handle(request, context) {
    try {
      const plan = context.broker.sessions.plan(asRequest(request), context.broker.clock.now())
      const limits = {
        waitMs: Math.min(Math.max(0, request.waitMs), waitMsMax),
        bytesMin: request.bytesMin,
        bytesMax: Math.min(request.bytesMax, fetchBytesMax),
        readsCommitted: request.isolation === 1,
        usesTopicIds: context.header.apiVersion >= 13,
      }
      const fetched = await fetchData(plan, limits, context)
      return { error: errors.none, sessionId: plan.session?.id ?? 0, topics: byTopic(fetched) }
    } catch (error) {
      // 70 and 71 are about the session: the client begins a new one.
      if (!(error instanceof KafkaError)) throw error
      return { error: error.code, sessionId: 0, topics: [] }
    }
  },
})

interface AskedTopic {
  name: string
  id: string
}

function asRequest(request: {
  sessionId: number
  sessionEpoch: number
  topics: (AskedTopic & {
    partitions: Pick<FetchPartition, 'index' | 'offset' | 'currentLeaderEpoch' | 'bytesMax'>[]
  })[]
  forgotten: (AskedTopic & { partitions: number[] })[]
}): FetchRequest {
  const { sessionId, sessionEpoch, topics, forgotten } = request
  return {
    sessionId,
    sessionEpoch,
    partitions: topics.flatMap(({ name, id, partitions }) =>
      partitions.map(({ index, offset, currentLeaderEpoch, bytesMax }) => ({
        topic: name,
        topicId: id,
        index,
        offset,
        currentLeaderEpoch,
        bytesMax,
      })),
    ),
    forgotten: forgotten.flatMap(({ name, id, partitions }) =>
      partitions.map(index => ({ topic: name, topicId: id, index })),
    ),
  }
}

/** Partitions of one topic stand together in the answer. */
function byTopic(fetched: readonly FetchedPartition[]) {
  const topics = new Map<string, { name: string; id: string; partitions: FetchedPartition[] }>()
  for (const partition of fetched) {
    const key = `${partition.topic}\n${partition.topicId}`
    const topic = topics.get(key) ?? { name: partition.topic, id: partition.topicId, partitions: [] }
    topics.set(key, topic)
    topic.partitions.push(partition)
  }
  return [...topics.values()]
}
