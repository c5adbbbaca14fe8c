import { eventIterator, oc } from '@orpc/contract'
import * as z from 'zod'
import { problem } from './problem'

/** Rows that are sent of one group; what is left out is counted. */
export const groupPartitionsMax = 5_000
export const groupMembersMax = 1_000

/** Names of groups that are listed at most; the rest is counted. */
export const groupsListedMax = 10_000

/** What a consumer group is doing, as its coordinator says it. Other words come from protocols newer than this client. */
export const groupStates = [
  'Stable',
  'PreparingRebalance',
  'CompletingRebalance',
  'Empty',
  'Dead',
  /** Listed, but its coordinator describes it only to clients of a newer protocol. */
  'Unknown',
] as const

/** How far a reader is behind. */
export const lag = z.object({
  /** Records between what was read and the end; null when no partition's is known. */
  records: z.number().nonnegative().nullable(),
  /** Partitions of which it is not known because nothing was committed: `records` is a lower bound then. */
  unknownPartitions: z.number().int().nonnegative(),
  /** How long ago the oldest record that is still unread came into the log, ms; null when that is not known. */
  ms: z.number().nonnegative().nullable(),
  /** It came before the log was watched: `ms` is a lower bound. */
  isAtLeast: z.boolean(),
})
export type Lag = z.infer<typeof lag>

export const groupRow = z.object({
  group: z.string(),
  /** `consumer` for readers of topics, `connect` for workers of Kafka Connect, `share` for share groups; may be empty. */
  protocolType: z.string(),
  /** One of groupStates, or a word of the coordinator that is none of them; null before the first look. */
  state: z.string().nullable(),
  /** The assignor, such as `RoundRobinAssigner` or `range`; empty while there is none. */
  protocol: z.string(),
  members: z.number().int(),
  /** Partitions that a member owns or for which an offset is committed. */
  partitions: z.number().int(),
  /** Their topics, sorted; at most 50. */
  topics: z.array(z.string()),
  lag,
  /** A member of it is this app. */
  isOurs: z.boolean(),
  /** Why that look failed; the rest of the row is then as it was before. */
  problem: problem.nullable(),
})
export type GroupRow = z.infer<typeof groupRow>

/** [wall ms, records behind], rising in time. */
export const lagPoint = z.tuple([z.number(), z.number()])
export type LagPoint = z.infer<typeof lagPoint>

/** How long lags are remembered while somebody watches, ms. */
export const lagHistoryMs = 5 * 60_000

const common = {
  at: z.number(),
  /** Groups that the cluster has beyond those listed. */
  unlisted: z.number().int(),
  /** How long it takes until each group has been looked at again, ms: with thousands of them each has its turn. */
  turnMs: z.number(),
}

const groupsSnapshot = z.object({
  kind: z.literal('snapshot'),
  groups: z.array(groupRow),
  ...common,
  history: z.record(z.string(), z.array(lagPoint)),
})

const groupsRound = z.object({
  kind: z.literal('round'),
  /** Rows that are new or have changed. */
  changed: z.array(groupRow),
  gone: z.array(z.string()),
  ...common,
})

export const groupsMessage = z.discriminatedUnion('kind', [groupsSnapshot, groupsRound])
export type GroupsMessage = z.infer<typeof groupsMessage>

const groupMember = z.object({
  id: z.string(),
  /** Short and unique in the group. */
  label: z.string(),
  clientId: z.string(),
  host: z.string(),
  /** Topics that it has asked for; null when its metadata cannot be read. */
  topics: z.array(z.string()).nullable(),
  /** Partitions that it owns; null when that cannot be read. */
  partitions: z.number().int().nullable(),
  isOurs: z.boolean(),
})
export type GroupMember = z.infer<typeof groupMember>

const groupPartition = z.object({
  topic: z.string(),
  partition: z.number().int(),
  /** The next offset to read, as committed; null when nothing is. */
  committed: z.string().nullable(),
  /** The next offset to read, as this app's own reader knows it, which keeps its offsets itself; else null. */
  position: z.string().nullable(),
  /** The next offset to write; null when the topic is gone. */
  end: z.string().nullable(),
  lag: z.number().nonnegative().nullable(),
  ms: z.number().nonnegative().nullable(),
  isAtLeast: z.boolean(),
  /** Id of the member that owns it. */
  member: z.string().nullable(),
})
export type GroupPartition = z.infer<typeof groupPartition>

/** A change of members or of who owns what, as seen from outside. */
const rebalance = z.object({
  /** When it was first seen, wall ms. */
  at: z.number(),
  /** In words: "elevated-6f2a joined". */
  what: z.string(),
  /** How long the group was seen without owners, ms; null: it was over between two looks. */
  ms: z.number().nullable(),
  /** It goes on. */
  isOpen: z.boolean(),
})
export type Rebalance = z.infer<typeof rebalance>

/** The newest rebalances that are kept while somebody watches. */
export const rebalancesMax = 50

export const groupDetail = z.object({
  at: z.number(),
  /** Null: the cluster has no such group. */
  row: groupRow.nullable(),
  /** What cannot be known of this group, in whole sentences. */
  notes: z.array(z.string()),
  members: z.array(groupMember),
  membersLeftOut: z.number().int(),
  partitions: z.array(groupPartition),
  partitionsLeftOut: z.number().int(),
  /** Newest first. */
  rebalances: z.array(rebalance),
  /** Since when the group is watched, wall ms: what came before was not seen. */
  since: z.number(),
})
export type GroupDetail = z.infer<typeof groupDetail>

export const groups = {
  /** All groups, then what changes, for as long as somebody watches. */
  watch: oc.output(eventIterator(groupsMessage)),
  /** One group in full, about once a second. */
  detail: oc.input(z.object({ group: z.string().min(1).max(1_000) })).output(eventIterator(groupDetail)),
}
