import type { OpenTransaction } from '../log/transaction-state'
import { batchesIn, type TopicPartition } from '../topics'
import { errors, KafkaError } from '../wire/errors'
import type { HandlerContext } from './api'
import { rotate, type FetchPlan, type SessionPartition } from './fetch-sessions'
import { leaderEpochFault } from './leader-epoch'

export interface FetchLimits {
  waitMs: number
  bytesMin: number
  bytesMax: number
  /** Read to the last stable offset instead of the high watermark. */
  readsCommitted: boolean
  usesTopicIds: boolean
}

export interface FetchedPartition {
  topic: string
  topicId: string
  index: number
  error: number
  highWatermark?: number
  lastStableOffset?: number
  logStartOffset?: number
  records?: readonly Buffer[]
  /** For readers of committed data: whose records, from which offset to the next abort marker, they leave out. */
  aborted?: readonly OpenTransaction[]
}

/** A partition that can be read, or why it cannot. */
interface Target {
  asked: SessionPartition
  partition: TopicPartition | undefined
  error: number
}

/**
 * Reads what the plan asks for. Waits until there are `bytesMin` bytes, until one of the partitions has an error, or
 * until the time is up.
 */
export async function fetchData(
  plan: FetchPlan,
  limits: FetchLimits,
  context: HandlerContext,
): Promise<FetchedPartition[]> {
  const targets = [...plan.partitions].map(asked => findTarget(asked, limits, context))
  const missing = limits.bytesMin - readableBytes(targets, limits)
  const hasError = targets.some(({ error }) => error !== errors.none)
  if (missing > 0 && limits.waitMs > 0 && !hasError) await waitForBytes(targets, missing, limits, context)
  const fetched = await readAll(targets, limits)
  return plan.isIncremental || plan.session ? remember(plan, targets, fetched) : fetched
}

function findTarget(asked: SessionPartition, limits: FetchLimits, { broker }: HandlerContext): Target {
  const topic = limits.usesTopicIds ? broker.topics.byId(asked.topicId) : broker.topics.get(asked.topic)
  const partition = topic?.partitions[asked.index]
  if (!topic && limits.usesTopicIds) return { asked, partition, error: errors.unknownTopicId }
  if (!partition) return { asked, partition, error: errors.unknownTopicOrPartition }
  const fault = leaderEpochFault(partition, asked.currentLeaderEpoch)
  if (fault !== errors.none) return { asked, partition, error: fault }
  const isInside = asked.offset >= partition.logStartOffset && asked.offset <= partition.highWatermark
  return { asked, partition, error: isInside ? errors.none : errors.offsetOutOfRange }
}

/** About how much there is to read: 0 for partitions that are at their end, at least 1 for the others. */
function readableBytes(targets: readonly Target[], limits: FetchLimits): number {
  let bytes = 0
  for (const { asked, partition, error } of targets) {
    if (!partition || error !== errors.none) continue
    if (asked.offset < endOf(partition, limits))
      bytes += Math.min(asked.bytesMax, partition.log.bytesFrom(asked.offset))
    if (bytes >= limits.bytesMin) break
  }
  return bytes
}

function endOf(partition: TopicPartition, { readsCommitted }: FetchLimits): number {
  return readsCommitted ? partition.lastStableOffset : partition.highWatermark
}

/** Resolves when `missing` bytes have become readable in the targets, or the time is up, or the client is gone. */
function waitForBytes(
  targets: readonly Target[],
  missing: number,
  limits: FetchLimits,
  { signal, broker }: HandlerContext,
) {
  return new Promise<void>(resolve => {
    let left = missing
    const cancels: (() => void)[] = []
    const finish = () => {
      for (const cancel of cancels.splice(0)) cancel()
      resolve()
    }
    const watch = (partition: TopicPartition) => {
      let end = endOf(partition, limits)
      let isHeldBack = end < partition.highWatermark
      return partition.log.onAdvance(bytes => {
        // Bytes 0 tell of something else than an append, such as the end of the topic.
        if (bytes === 0) return finish()
        const from = end
        end = endOf(partition, limits)
        // What a transaction writes cannot be read yet; its end makes all of it readable at once.
        if (end === from) return
        left -= isHeldBack ? partition.log.bytesFrom(from) : bytes
        isHeldBack = end < partition.highWatermark
        if (left <= 0) finish()
      })
    }
    if (signal.aborted) return resolve()
    cancels.push(broker.clock.after(limits.waitMs, finish))
    signal.addEventListener('abort', finish, { once: true })
    cancels.push(() => signal.removeEventListener('abort', finish))
    for (const { partition } of targets) if (partition) cancels.push(watch(partition))
  })
}

async function readAll(targets: readonly Target[], limits: FetchLimits): Promise<FetchedPartition[]> {
  const fetched: FetchedPartition[] = []
  let left = limits.bytesMax
  let isFirst = true
  for (const target of targets) {
    const result = await readOne(target, left, isFirst, limits)
    const size = result.records?.reduce((sum, piece) => sum + piece.length, 0) ?? 0
    if (size > 0) isFirst = false
    left -= size
    fetched.push(result)
  }
  return fetched
}

async function readOne(
  { asked, partition, error }: Target,
  left: number,
  takesFirst: boolean,
  limits: FetchLimits,
): Promise<FetchedPartition> {
  const place = { topic: asked.topic, topicId: asked.topicId, index: asked.index }
  if (!partition) return { ...place, error }
  const offsets = {
    highWatermark: partition.highWatermark,
    lastStableOffset: partition.lastStableOffset,
    logStartOffset: partition.logStartOffset,
  }
  if (error === errors.offsetOutOfRange) return { ...place, error, ...offsets }
  if (error !== errors.none) return { ...place, error }
  const endOffset = endOf(partition, limits)
  const bytesMax = Math.min(asked.bytesMax, left)
  if (asked.offset >= endOffset || (bytesMax <= 0 && !takesFirst)) return { ...place, error, ...offsets }
  try {
    const read = partition.read({ offset: asked.offset, endOffset, bytesMax, takesFirst })
    const records = read instanceof Promise ? await read : read
    if (!limits.readsCommitted) return { ...place, error, ...offsets, records }
    const found = partition.log.abortedIn(asked.offset, endOfRecords(records, endOffset))
    const aborted = found instanceof Promise ? await found : found
    return { ...place, error, ...offsets, records, aborted }
  } catch (failure) {
    if (!(failure instanceof KafkaError)) throw failure
    return { ...place, error: failure.code }
  }
}

/** The offset behind the last of the batches; at most `endOffset`, which is taken when there are none. */
function endOfRecords(pieces: readonly Buffer[], endOffset: number): number {
  let end = endOffset
  for (const { header } of batchesIn(pieces.at(-1) ?? noBytes)) end = header.baseOffset + header.lastOffsetDelta + 1
  return Math.min(end, endOffset)
}

const noBytes = Buffer.alloc(0)

/** Notes what the session's client is told, and leaves out of an incremental answer what it knows already. */
function remember(plan: FetchPlan, targets: readonly Target[], fetched: FetchedPartition[]): FetchedPartition[] {
  return fetched.filter((result, at) => {
    const { asked } = targets[at]!
    const hasData = (result.records?.length ?? 0) > 0
    const { highWatermark = -1, logStartOffset = -1 } = result
    const hasMoved = asked.told?.highWatermark !== highWatermark || asked.told.logStartOffset !== logStartOffset
    asked.told = result.error === errors.none ? { highWatermark, logStartOffset } : null
    if (hasData && plan.session) rotate(plan.session, asked)
    return !plan.isIncremental || hasData || hasMoved || result.error !== errors.none
  })
}
