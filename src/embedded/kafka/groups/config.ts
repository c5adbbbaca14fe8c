/** The coordinator's settings; names and defaults are Kafka's unless a comment says otherwise. */
export interface GroupConfig {
  /** Milliseconds that the first member of an empty group waits for others. Kafka has 3000; 0 answers at once. */
  initialRebalanceDelayMs: number
  sessionTimeoutMsMin: number
  sessionTimeoutMsMax: number
  /** Members of one group. Kafka has no bound; ours only stops a client that has run wild. */
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
  offsetsTopicSegmentBytes: number
}

export const groupDefaults: GroupConfig = {
  initialRebalanceDelayMs: 0,
  sessionTimeoutMsMin: 6_000,
  sessionTimeoutMsMax: 1_800_000,
  groupSizeMax: 10_000,
  groupsMax: 100_000,
  offsetMetadataBytesMax: 4_096,
  offsetsRetentionMs: 10_080 * 60_000,
  offsetsRetentionCheckMs: 600_000,
  offsetsTopicPartitions: 50,
  offsetsTopicSegmentBytes: 104_857_600,
}
