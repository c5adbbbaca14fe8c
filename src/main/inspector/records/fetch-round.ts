import {
  batchesOf,
  fetchApi,
  hasMoved,
  kafkaErrors,
  kafkaErrorText,
  offsetTimes,
  recordsOf,
  type AbortedTransaction,
  type FetchedPartition,
  type RecordBatch,
  type WireCluster,
  type WireRecord,
} from '../../lib/kafka-wire'
import { messageOf } from '../../lib/problem'
import { byLeader, offsetsAt, viewTopic, type TopicView } from './topic-view'

/** A record with where it came from. */
export interface FetchedRecord extends WireRecord {
  partition: number
  batch: RecordBatch
}

/** What is wanted of one partition: records from an offset on, before another one, and so many. */
export interface Want {
  partition: number
  offset: bigint
  until: bigint
  recordsMax: number
}

/** What one round brought of a partition. */
export interface Got {
  partition: number
  records: FetchedRecord[]
  /** Where to go on; all before it was read, or is no longer there. */
  next: bigint
  /** The beginning has moved past the wanted offset: records were deleted. */
  isGone: boolean
  /** Why it cannot be read; null when it can. */
  reason: string | null
}

export interface RoundOptions {
  /** The broker may wait so long for new records. */
  waitMs: number
  bytesMax: number
  partitionBytesMax: number
}

/** Asks once for records of several partitions; a partition that was not reached comes back with nothing. */
export async function fetchRound(
  cluster: WireCluster,
  view: TopicView,
  wants: readonly Want[],
  options: RoundOptions,
): Promise<Got[]> {
  const byNumber = new Map(view.partitions.map(partition => [partition.partition, partition]))
  const led = byLeader(wants.map(want => ({ want, leader: byNumber.get(want.partition)?.leader ?? null })))
  const { topic, committedOnly } = view
  const answers = await Promise.all(
    [...led].map(async ([leader, asked]) => {
      const partitions = asked.map(({ want }) => want)
      return cluster.ask(leader, fetchApi, { ...options, committedOnly, topic, partitions }, options.waitMs)
    }),
  )
  const fetched = new Map(answers.flat().map(answer => [answer.partition, answer]))
  return Promise.all(
    wants.map(want => {
      const answer = fetched.get(want.partition)
      return answer
        ? taken(cluster, view, want, answer)
        : { ...nothing(want), reason: 'No broker leads this partition' }
    }),
  )
}

function nothing({ partition, offset }: Want): Got {
  return { partition, records: [], next: offset, isGone: false, reason: null }
}

async function taken(cluster: WireCluster, view: TopicView, want: Want, answer: FetchedPartition): Promise<Got> {
  if (answer.error === kafkaErrors.offsetOutOfRange) return afterDeletion(cluster, view, want)
  if (hasMoved(answer.error)) {
    await learnLeaders(cluster, view)
    return nothing(want)
  }
  if (answer.error !== 0) return { ...nothing(want), reason: sentence(kafkaErrorText(answer.error)) }
  try {
    return await readBatches(want, answer, view.committedOnly)
  } catch (error) {
    return { ...nothing(want), reason: `What it holds at ${want.offset} cannot be read: ${messageOf(error)}` }
  }
}

/** The wanted records were deleted, by retention or by hand: goes on where the partition begins now. */
async function afterDeletion(cluster: WireCluster, view: TopicView, want: Want): Promise<Got> {
  const earliest = (await offsetsAt(cluster, view, offsetTimes.earliest)).get(want.partition)?.offset ?? want.offset
  if (earliest > want.offset)
    return { ...nothing(want), next: earliest < want.until ? earliest : want.until, isGone: true }
  return { ...nothing(want), reason: `It ends before the offset ${want.offset}` }
}

/** Leaders may have moved; ends are left as they were when the reading began. */
async function learnLeaders(cluster: WireCluster, view: TopicView): Promise<void> {
  const { topic, committedOnly, partitions } = view
  const now = await viewTopic(cluster, {
    topic,
    committedOnly,
    partitions: partitions.map(({ partition }) => partition),
  })
  for (const [index, partition] of partitions.entries()) partition.leader = now.partitions[index]?.leader ?? null
}

async function readBatches(want: Want, answer: FetchedPartition, committedOnly: boolean): Promise<Got> {
  const records: FetchedRecord[] = []
  const isData = dataFilter(committedOnly ? answer.aborted : [])
  let next = want.offset
  for (const batch of batchesOf(answer.records)) {
    if (batch.baseOffset >= want.until || records.length >= want.recordsMax) break
    if (await isData(batch)) {
      const recordsMax = want.recordsMax - records.length
      const found = await recordsOf(batch, { ...want, recordsMax })
      for (const record of found) records.push({ ...record, partition: want.partition, batch })
      const last = found.at(-1)
      // The rest of the batch, if it has any, is for the next time.
      if (last && found.length >= recordsMax) return { ...nothing(want), records, next: last.offset + 1n }
    }
    next = batch.lastOffset + 1n
  }
  return { ...nothing(want), records, next: next > want.until ? want.until : next }
}

/**
 * Tells which batches are data: no markers of transactions, and nothing that was taken back. To be asked of each batch
 * in order, as Kafka's own consumer does: a producer's batches count for nothing from the first one that was taken back
 * up to the marker that says so, with which the answer may begin.
 */
function dataFilter(aborted: AbortedTransaction[]): (batch: RecordBatch) => Promise<boolean> {
  const coming = [...aborted].sort((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1))
  const open = new Set<bigint>()
  return async batch => {
    while (coming[0] && coming[0].firstOffset <= batch.lastOffset) open.add(coming.shift()!.producerId)
    if (!batch.isControl) return !(batch.isTransactional && open.has(batch.producerId))
    if (open.has(batch.producerId) && isAbort(await recordsOf(batch))) open.delete(batch.producerId)
    return false
  }
}

/** A marker's key is its version and its kind, 0 for taken back. */
function isAbort([marker]: WireRecord[]): boolean {
  return marker?.key !== null && marker?.key !== undefined && marker.key.length >= 4 && marker.key.readInt16BE(2) === 0
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
