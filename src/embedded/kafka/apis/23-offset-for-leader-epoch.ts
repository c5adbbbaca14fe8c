import { errors } from '../wire/errors'
import { array, int16, int32, int64, since, string, type ReadOf } from '../wire/fields'
import { api, type HandlerContext } from './api'
import { leaderEpochFault } from './leader-epoch'

const undefinedEpoch = -1
const undefinedOffset = -1

const partitionRequest = { index: int32, currentLeaderEpoch: since(2, int32, -1), leaderEpoch: int32 }

/**
 * OffsetForLeaderEpoch, versions 0 to 4 (KIP-101, KIP-320): where an epoch of a leader ends. A partition here has one
 * leader and so one epoch for ever: it ends where the log ends.
 */
export const offsetForLeaderEpoch = api({
  key: 23,
  name: 'OffsetForLeaderEpoch',
  versions: [0, 4],
  flexible: 4,
  request: {
    replicaId: since(3, int32, -2),
    topics: array({ name: string, partitions: array(partitionRequest) }),
  },
  response: {
    throttleMs: since(2, int32),
    topics: array({
      name: string,
      partitions: array({ error: int16, index: int32, leaderEpoch: since(1, int32, -1), endOffset: int64 }),
    }),
  },
  handle({ topics }, context) {
    return {
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(asked => endOfEpoch(name, asked, context)),
      })),
    }
  },
})

function endOfEpoch(topic: string, asked: ReadOf<typeof partitionRequest>, { broker }: HandlerContext) {
  const { index } = asked
  const nothing = { index, leaderEpoch: undefinedEpoch, endOffset: undefinedOffset }
  const partition = broker.topics.partition(topic, index)
  if (!partition) return { ...nothing, error: errors.unknownTopicOrPartition }
  const fault = leaderEpochFault(partition, asked.currentLeaderEpoch)
  if (fault !== errors.none) return { ...nothing, error: fault }
  if (asked.leaderEpoch < 0 || asked.leaderEpoch > partition.leaderEpoch) return { ...nothing, error: errors.none }
  return { index, error: errors.none, leaderEpoch: partition.leaderEpoch, endOffset: partition.highWatermark }
}
