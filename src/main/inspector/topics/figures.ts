import { historyMax } from '../../../shared/contract/record-limits'
import type { TopicChange, TopicSummary } from '../../../shared/contract/topics'
import type { TopicMetadata } from '../../lib/kafka-wire'
import { isInternalName } from './names'

interface PartitionFigures {
  leader: number
  earliest: bigint | null
  latest: bigint | null
}

/** What is known of one topic. */
export interface TopicFigures {
  name: string
  isInternal: boolean
  partitions: Map<number, PartitionFigures>
  offline: number
  underReplicated: number
  isCompacted: boolean
  bytes: number | null
  /** Sum of the ends at the last measurement, and when that was, ms. */
  measured: { end: bigint; at: number } | null
  earliestAt: number
  configsAt: number
  recordsPerSecond: number | null
  history: number[]
}

/** Never, as a time of the past. */
const never = -Infinity

/** Takes in what the metadata say of a topic; keeps what was measured of partitions that are still there. */
export function fromMetadata(
  { name, isInternal, partitions }: TopicMetadata,
  before: TopicFigures | undefined,
): TopicFigures {
  const figures: TopicFigures = before ?? {
    name,
    isInternal: isInternal || isInternalName(name),
    partitions: new Map(),
    offline: 0,
    underReplicated: 0,
    isCompacted: false,
    bytes: null,
    measured: null,
    earliestAt: never,
    configsAt: never,
    recordsPerSecond: null,
    history: [],
  }
  const known = figures.partitions
  if (known.size !== partitions.length) figures.measured = null
  figures.partitions = new Map(
    partitions.map(({ partition, leader }) => {
      const { earliest = null, latest = null } = known.get(partition) ?? {}
      return [partition, { leader, earliest, latest }]
    }),
  )
  figures.offline = partitions.filter(({ leader }) => leader < 0).length
  figures.underReplicated = partitions.filter(({ replicas, inSync }) => inSync.length < replicas.length).length
  return figures
}

/** Takes in the ends that were just asked for, and works out the rate since the time before. */
export function measure(figures: TopicFigures, at: number): void {
  let end = 0n
  for (const { latest } of figures.partitions.values()) {
    // Without all ends there is no sum to compare.
    if (latest === null) return
    end += latest
  }
  const before = figures.measured
  figures.measured = { end, at }
  if (!before || at <= before.at) return
  // A topic that was deleted and made anew begins again.
  const records = Number(end - before.end)
  figures.recordsPerSecond = records < 0 ? 0 : Math.round((records / (at - before.at)) * 10_000) / 10
}

/** Adds the rate to the history. */
export function sample({ history, recordsPerSecond }: TopicFigures): void {
  if (recordsPerSecond === null) return
  history.push(recordsPerSecond)
  if (history.length > historyMax) history.shift()
}

export function changeOf(figures: TopicFigures): TopicChange {
  const { name, isInternal, partitions, offline, underReplicated, isCompacted, bytes, recordsPerSecond } = figures
  return {
    name,
    isInternal,
    partitions: partitions.size,
    offlinePartitions: offline,
    underReplicatedPartitions: underReplicated,
    records: recordsOf(figures),
    isEstimate: isCompacted,
    bytes,
    recordsPerSecond,
  }
}

export function summaryOf(figures: TopicFigures): TopicSummary {
  return { ...changeOf(figures), history: [...figures.history] }
}

/** Offsets between beginnings and ends; null while some are not known. */
function recordsOf({ partitions }: TopicFigures): number | null {
  let records = 0n
  for (const { earliest, latest } of partitions.values()) {
    if (earliest === null || latest === null) return null
    records += latest > earliest ? latest - earliest : 0n
  }
  return Number(records)
}
