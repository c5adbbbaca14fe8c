import type { ReadInput } from '../../../shared/contract/records'
import type { WireCluster } from '../../lib/kafka-wire'
import { readCursor, type Place } from './cursor'
import { offsetsAt, type PartitionView, type TopicView } from './topic-view'

export interface Start {
  place: Place
  /** What the reader should know of it. */
  notes: string[]
}

/** Where a page begins, as it was asked for. */
export async function startOf(cluster: WireCluster, view: TopicView, from: ReadInput['from']): Promise<Start> {
  switch (from.kind) {
    case 'earliest':
      return { place: placeOf(view, 'newer', ({ earliest }) => earliest), notes: [] }
    case 'latest':
      return { place: placeOf(view, 'older', ({ latest }) => latest), notes: [] }
    case 'offset': {
      const offset = BigInt(from.offset)
      return { place: placeOf(view, 'newer', () => offset), notes: outside(view, offset) }
    }
    case 'time': {
      const offsets = await offsetsAt(cluster, view, BigInt(from.at))
      const at = ({ partition, latest }: PartitionView) => {
        const offset = offsets.get(partition)?.offset ?? -1n
        return offset < 0n ? latest : offset
      }
      const isEmpty = view.partitions.every(partition => at(partition) >= partition.latest)
      return { place: placeOf(view, 'newer', at), notes: isEmpty ? ['No record is from that time or later.'] : [] }
    }
    case 'cursor': {
      const place = readCursor(from.cursor)
      return { place, notes: deleted(view, place) }
    }
  }
}

function placeOf(view: TopicView, direction: Place['direction'], at: (partition: PartitionView) => bigint): Place {
  return { direction, offsets: new Map(view.partitions.map(partition => [partition.partition, at(partition)])) }
}

/** An offset that a partition does not have (any more, or yet). */
function outside({ partitions }: TopicView, offset: bigint): string[] {
  const readable = partitions.filter(({ reason }) => reason === null)
  const isSole = readable.length === 1
  return readable.flatMap(({ partition, earliest, latest }) => {
    if (offset < earliest) {
      return [
        `Partition ${partition} begins at ${earliest}: the records from ${offset} on were deleted, and reading begins there.`,
      ]
    }
    // With several partitions it is nothing special that some are shorter.
    return offset >= latest && isSole
      ? [`Partition ${partition} ends at ${latest}: it has no offset ${offset} yet.`]
      : []
  })
}

/** What was deleted since the page before was read. */
function deleted({ partitions }: TopicView, { direction, offsets }: Place): string[] {
  return partitions.flatMap(({ partition, earliest, reason }) => {
    const offset = offsets.get(partition)
    if (reason !== null || offset === undefined || offset >= earliest || direction === 'older') return []
    return [`Partition ${partition} begins at ${earliest} now: the records from ${offset} on were deleted meanwhile.`]
  })
}
