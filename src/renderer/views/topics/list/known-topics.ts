import type { TopicChange, TopicPolling, TopicsMessage, TopicSummary } from '../../../../shared/contract/topics'
import { histories, type Histories } from './histories'
import type { GroupNode, Listed } from '../../../ui/prefix-tree/tree'

/** The topics as far as they were told. One object lives as long as the stream; each message makes a new wrapper. */
export interface KnownTopics {
  /** By name, as of the newest message. */
  byName: Map<string, TopicChange>
  /** In order of their names; a new array only when topics came or went. */
  listed: readonly Listed[]
  histories: Histories
  polling: TopicPolling
  /** Wall time of the newest message that figures came with, ms; null when all told of a problem. */
  freshAt: number | null
}

/**
 * Takes a message in. Figures change in place: 100,000 of them are not copied once a second.
 *
 * @param now wall time, ms
 */
export function foldTopics(known: KnownTopics | null, message: TopicsMessage, now: number): KnownTopics {
  const freshAt = message.polling.problem === null ? now : (known?.freshAt ?? null)
  if (message.kind === 'snapshot' || known === null) return { ...afresh(message), freshAt }
  const { byName, histories: rates } = known
  const added: Listed[] = []
  const changedKind = new Set<string>()
  for (const topic of message.topics) {
    const before = byName.get(topic.name)
    if (!before) {
      added.push({ name: topic.name, isInternal: topic.isInternal })
      rates.seed(topic.name, [])
    } else if (before.isInternal !== topic.isInternal) changedKind.add(topic.name)
    byName.set(topic.name, topic)
  }
  const gone = new Set(message.gone.filter(name => byName.delete(name)))
  for (const name of gone) rates.drop(name)
  if (message.isSample) rates.sample(name => byName.get(name)?.recordsPerSecond)
  let { listed } = known
  if (gone.size > 0) listed = listed.filter(({ name }) => !gone.has(name))
  if (changedKind.size > 0) {
    listed = listed.map(topic =>
      changedKind.has(topic.name) ? { name: topic.name, isInternal: !topic.isInternal } : topic,
    )
  }
  if (added.length > 0) listed = merge(listed, added.filter(({ name }) => byName.has(name)).sort(byTheirNames))
  return { byName, listed, histories: rates, polling: message.polling, freshAt }
}

function afresh(message: TopicsMessage): Omit<KnownTopics, 'freshAt'> {
  const byName = new Map<string, TopicChange>()
  const rates = histories()
  for (const topic of message.topics as (TopicChange | TopicSummary)[]) {
    byName.set(topic.name, topic)
    rates.seed(topic.name, 'history' in topic ? topic.history : [])
  }
  const listed = [...byName.values()].map(({ name, isInternal }) => ({ name, isInternal })).sort(byTheirNames)
  return { byName, listed, histories: rates, polling: message.polling }
}

function byTheirNames(one: Listed, other: Listed): number {
  return one.name < other.name ? -1 : 1
}

/** Two sorted lists in one: while a large list is being sent, sorting all of it each time would take too long. */
function merge(one: readonly Listed[], other: readonly Listed[]): Listed[] {
  const merged: Listed[] = []
  let i = 0
  for (const topic of other) {
    while (i < one.length && one[i]!.name < topic.name) merged.push(one[i++]!)
    merged.push(topic)
  }
  while (i < one.length) merged.push(one[i++]!)
  return merged
}

/** What a line of the list says of a topic, or of all topics of a group. */
export interface Figures {
  partitions: number
  /** Partitions without a leader. */
  offline: number
  /** Null: not measured yet. */
  records: number | null
  isEstimate: boolean
  bytes: number | null
  recordsPerSecond: number | null
  history: number[]
}

/** Adds up what is known of some topics; a figure that is known of none is null. */
export function figuresOf({ byName, histories: rates }: KnownTopics, names: readonly string[]): Figures {
  const sum: Figures = {
    partitions: 0,
    offline: 0,
    records: null,
    isEstimate: false,
    bytes: null,
    recordsPerSecond: null,
    history: [],
  }
  for (const name of names) {
    const topic = byName.get(name)
    if (!topic) continue
    sum.partitions += topic.partitions
    sum.offline += topic.offlinePartitions
    sum.records = plus(sum.records, topic.records)
    sum.isEstimate ||= topic.isEstimate
    sum.bytes = plus(sum.bytes, topic.bytes)
    sum.recordsPerSecond = plus(sum.recordsPerSecond, topic.recordsPerSecond)
  }
  sum.history = rates.sum(names)
  return sum
}

const ofGroups = new WeakMap<KnownTopics, Map<string, Figures>>()

/** The figures of a group, added up once for each message however often its line is drawn. */
export function groupFigures(known: KnownTopics, group: GroupNode<Listed>): Figures {
  let cache = ofGroups.get(known)
  if (!cache) ofGroups.set(known, (cache = new Map()))
  // The same prefix has other topics while a filter is set.
  const key = `${group.id} ${group.topics.length}`
  let figures = cache.get(key)
  if (!figures) {
    figures = figuresOf(
      known,
      group.topics.map(({ name }) => name),
    )
    cache.set(key, figures)
  }
  return figures
}

function plus(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : one + other
}
