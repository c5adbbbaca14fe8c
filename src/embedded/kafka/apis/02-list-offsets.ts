import { findByTimestamp, findLargestTimestamp, type FoundOffset, type TopicPartition } from '../topics'
import { errors, KafkaError } from '../wire/errors'
import { array, defaulted, int16, int32, int64, int8, since, string, type ReadOf } from '../wire/fields'
import { api, type HandlerContext } from './api'
import { leaderEpochFault } from './leader-epoch'

/** What may stand in the place of a timestamp. */
const latest = -1
const earliest = -2
/** KIP-734: the record with the largest timestamp. */
const maxTimestamp = -3
/** KIP-405: the earliest offset on this disk, which is the earliest there is. */
const earliestLocal = -4
/** KIP-1005: the newest offset in tiered storage, of which there is none. */
const latestTiered = -5

const partitionRequest = {
  index: int32,
  currentLeaderEpoch: since(4, int32, -1),
  timestamp: int64,
}

/**
 * ListOffsets, versions 1 to 9: where a partition begins and ends, and which record is the first of a time or later.
 *
 * - A time behind the last record: offset -1, no error.
 * - Isolation level 1 (from version 2) gives the last stable offset as the end, and finds no record behind it.
 */
export const listOffsets = api({
  key: 2,
  name: 'ListOffsets',
  versions: [1, 9],
  flexible: 6,
  request: {
    replicaId: int32,
    isolation: since(2, int8),
    topics: array({ name: string, partitions: array(partitionRequest) }),
  },
  response: {
    throttleMs: since(2, int32),
    topics: array({
      name: string,
      partitions: array({
        index: int32,
        error: int16,
        timestamp: defaulted(int64, -1),
        offset: defaulted(int64, -1),
        leaderEpoch: since(4, int32, -1),
      }),
    }),
  },
  async handle({ topics, isolation }, context) {
    const answered = topics.map(async ({ name, partitions }) => ({
      name,
      partitions: await Promise.all(partitions.map(partition => answer(name, partition, isolation, context))),
    }))
    return { topics: await Promise.all(answered) }
  },
})

async function answer(
  topic: string,
  asked: ReadOf<typeof partitionRequest>,
  isolation: number,
  { broker }: HandlerContext,
) {
  const { index, timestamp, currentLeaderEpoch } = asked
  const partition = broker.topics.partition(topic, index)
  if (!partition) return { index, error: errors.unknownTopicOrPartition }
  const fault = leaderEpochFault(partition, currentLeaderEpoch)
  if (fault !== errors.none) return { index, error: fault }
  try {
    const found = await find(partition, timestamp, isolation)
    return { index, error: errors.none, ...(found ? { ...found, leaderEpoch: partition.leaderEpoch } : {}) }
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return { index, error: error.code }
  }
}

async function find(partition: TopicPartition, timestamp: number, isolation: number): Promise<FoundOffset | null> {
  const endOffset = isolation === 1 ? partition.lastStableOffset : partition.highWatermark
  if (timestamp === latest) return { timestamp: -1, offset: endOffset }
  if (timestamp === earliest || timestamp === earliestLocal) return { timestamp: -1, offset: partition.logStartOffset }
  if (timestamp === latestTiered) return null
  if (timestamp < 0 && timestamp !== maxTimestamp) throw new KafkaError(errors.unsupportedVersion)
  const found = await (timestamp === maxTimestamp
    ? findLargestTimestamp(partition)
    : findByTimestamp(partition, timestamp))
  return found && found.offset < endOffset ? found : null
}
