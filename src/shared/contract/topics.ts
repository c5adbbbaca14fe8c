import { eventIterator, oc } from '@orpc/contract'
import * as z from 'zod'
import { problem } from './problem'

/** What Kafka allows as the name of a topic. */
export const topicName = z
  .string()
  .regex(/^[a-zA-Z0-9._-]{1,249}$/, 'is not the name of a topic: 1 to 249 of a-z, A-Z, 0-9, ".", "_" and "-"')

/** An offset as digits: it may pass 2^53. */
export const offsetText = z.string().regex(/^\d{1,19}$/, 'is not an offset: 1 to 19 digits')

export { historyMax, snapshotTopicsMax } from './record-limits'

const summaryFields = {
  name: z.string(),
  /** The cluster's or a service's own: marked so by the broker, or named with an underscore in front. */
  isInternal: z.boolean(),
  partitions: z.number().int(),
  /** Partitions without a leader, and those with fewer replicas in sync than they should have. */
  offlinePartitions: z.number().int(),
  underReplicatedPartitions: z.number().int(),
  /** Offsets between the beginnings and the ends; null until measured. Transactions' markers count, too. */
  records: z.number().nullable(),
  /** The topic is compacted: there are at most so many records. */
  isEstimate: z.boolean(),
  /** On the leaders' disks, so without the copies; null until measured or when the cluster does not say. */
  bytes: z.number().nullable(),
  /** Records written a second since the measurement before; null until measured twice. */
  recordsPerSecond: z.number().nullable(),
}

export const topicSummary = z.object({
  ...summaryFields,
  /** The last rates, oldest first, at most `historyMax`. */
  history: z.array(z.number()),
})
export type TopicSummary = z.infer<typeof topicSummary>

/** As a summary, without the history: the receiver carries that on by itself. */
export const topicChange = z.object(summaryFields)
export type TopicChange = z.infer<typeof topicChange>

/** How the figures come about, for a line below the list. */
export const topicPolling = z.object({
  /** Topics there are; more than were received so far while the list is being sent. */
  topics: z.number().int(),
  partitions: z.number().int(),
  /** Each partition is asked for its end about this often, ms: longer when the cluster is large or slow. */
  everyMs: z.number(),
  /** Why the figures stand still, such as a broker that is away; null when all is well. */
  problem: problem.nullable(),
})
export type TopicPolling = z.infer<typeof topicPolling>

/** Replaces all that the receiver has. */
export const topicsSnapshot = z.object({
  kind: z.literal('snapshot'),
  topics: z.array(topicSummary),
  polling: topicPolling,
})

/**
 * What is new or different. A topic that the receiver does not know is added.
 *
 * The histories: with `isSample`, each topic's history gains one point, which is its `recordsPerSecond` after this
 * patch (so an unmentioned topic repeats its last rate); null gains nothing.
 */
export const topicsPatch = z.object({
  kind: z.literal('patch'),
  isSample: z.boolean(),
  topics: z.array(topicChange),
  /** Topics that are no longer there. */
  gone: z.array(z.string()),
  polling: topicPolling,
})
export const topicsMessage = z.discriminatedUnion('kind', [topicsSnapshot, topicsPatch])
export type TopicsSnapshot = z.infer<typeof topicsSnapshot>
export type TopicsPatch = z.infer<typeof topicsPatch>
export type TopicsMessage = z.infer<typeof topicsMessage>

export const partitionDetail = z.object({
  partition: z.number().int(),
  /** The broker that leads; null: none does. */
  leader: z.number().int().nullable(),
  replicas: z.array(z.number().int()),
  inSync: z.array(z.number().int()),
  /** First offset there is, and the one that the next record gets; null when the leader did not say. */
  earliest: offsetText.nullable(),
  latest: offsetText.nullable(),
  bytes: z.number().nullable(),
  /** Why something is missing; null when all is well. */
  reason: z.string().nullable(),
})
export type PartitionDetail = z.infer<typeof partitionDetail>

export const configSources = ['topic', 'broker', 'cluster', 'file', 'default', 'unknown'] as const

export const topicConfig = z.object({
  name: z.string(),
  /** Null: sensitive, and so never told. */
  value: z.string().nullable(),
  /** Where the value was set. */
  source: z.enum(configSources),
  isSensitive: z.boolean(),
  isReadOnly: z.boolean(),
})
export type TopicConfig = z.infer<typeof topicConfig>

export const topicSubject = z.object({
  subject: z.string(),
  side: z.enum(['key', 'value']),
  version: z.number().int(),
  id: z.number().int(),
  /** AVRO, JSON or PROTOBUF. */
  type: z.string(),
})
export type TopicSubject = z.infer<typeof topicSubject>

export const topicDetail = z.object({
  name: z.string(),
  isInternal: z.boolean(),
  partitions: z.array(partitionDetail),
  configs: z.array(topicConfig),
  /** Why there are no configs, such as a missing right; null when there are. */
  configsReason: z.string().nullable(),
  /** The registry's subjects named after this topic; empty with a reason when there is no registry, or it failed. */
  subjects: z.array(topicSubject),
  subjectsReason: z.string().nullable(),
})
export type TopicDetail = z.infer<typeof topicDetail>

export const topicConsumer = z.object({
  group: z.string(),
  /** As the coordinator calls it: Stable, Empty, PreparingRebalance, … ; null when it did not say. */
  state: z.string().nullable(),
  /** Records written after the committed offsets, over all partitions with one. */
  lag: z.number(),
  partitions: z.array(z.object({ partition: z.number().int(), committed: offsetText, lag: z.number() })),
})
export type TopicConsumer = z.infer<typeof topicConsumer>

export const topicConsumers = z.object({
  consumers: z.array(topicConsumer),
  /** Groups that were looked at, and how many there are: only the first are looked at in a large cluster. */
  looked: z.number().int(),
  groups: z.number().int(),
})
export type TopicConsumers = z.infer<typeof topicConsumers>

const topic = z.object({ topic: topicName })

export const topics = {
  /**
   * A snapshot (of at most `snapshotTopicsMax` topics), then patches, at most one a second. The cluster is only asked
   * while somebody watches; all who watch share one poller, so a second one gets figures and histories at once.
   */
  watch: oc.output(eventIterator(topicsMessage)),
  /** @throws Problem topic-unknown, kafka-unavailable */
  describe: oc.input(topic).output(topicDetail),
  /** The groups that have committed offsets on the topic. Slower than `describe`: each group is asked. */
  consumers: oc.input(topic).output(topicConsumers),
}
