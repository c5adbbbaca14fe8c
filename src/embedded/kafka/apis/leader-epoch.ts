import type { TopicPartition } from '../topics'
import { errors } from '../wire/errors'

/** The error when a client believes in another leader epoch than ours; -1 is a client that does not say. */
export function leaderEpochFault(partition: TopicPartition, currentLeaderEpoch: number): number {
  if (currentLeaderEpoch < 0 || currentLeaderEpoch === partition.leaderEpoch) return errors.none
  return currentLeaderEpoch < partition.leaderEpoch ? errors.fencedLeaderEpoch : errors.unknownLeaderEpoch
}
