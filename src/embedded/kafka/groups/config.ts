import type { BrokerConfig } from '../topics'

/** The coordinator's settings: those of the broker, in the units that are used here, and limits of our own. */
export interface GroupConfig {
  /** Milliseconds that the first member of an empty group waits for others; 0 answers at once. */
  initialRebalanceDelayMs: number
  sessionTimeoutMsMin: number
  sessionTimeoutMsMax: number
  /** Members of one group; Kafka's group.max.size. */
  groupSizeMax: number
  /** Groups at a time, ours only: one more is refused. */
  groupsMax: number
  /** Bytes of the text that a client may store with an offset. */
  offsetMetadataBytesMax: number
  /** How long offsets are kept after their group has become empty. */
  offsetsRetentionMs: number
  /** How often expired offsets are looked for. */
  offsetsRetentionCheckMs: number
  /** Partitions of `__consumer_offsets` when it must be created. */
  offsetsTopicPartitions: number
  /**
   * Kafka has 100 MiB. The newest segment is never compacted and is read whole at each start: this is what a start costs
   * at most for each partition that is written to, about 20,000 commits.
   */
  offsetsTopicSegmentBytes: number
}

/** Our own: what Kafka has no setting for, or none that anybody changes. */
const limits = {
  groupsMax: 100_000,
  offsetsRetentionCheckMs: 600_000,
  offsetsTopicSegmentBytes: 2 * 1024 * 1024,
}

export function groupConfig(broker: BrokerConfig): GroupConfig {
  return {
    ...limits,
    initialRebalanceDelayMs: broker.groupInitialRebalanceDelayMs,
    sessionTimeoutMsMin: broker.groupMinSessionTimeoutMs,
    sessionTimeoutMsMax: broker.groupMaxSessionTimeoutMs,
    groupSizeMax: broker.groupMaxSize,
    offsetMetadataBytesMax: broker.offsetMetadataBytesMax,
    offsetsRetentionMs: broker.offsetsRetentionMinutes * 60_000,
    offsetsTopicPartitions: broker.offsetsTopicPartitions,
  }
}
