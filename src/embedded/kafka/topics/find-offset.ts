import { recordsOf } from '../log/records'
import { loadIndex } from '../log/recover'
import { scanSegment, type Segment } from '../log/segment'
import type { BatchHeader } from '../wire/record-batch'
import type { TopicPartition } from './partition'

export interface FoundOffset {
  offset: number
  timestamp: number
}

/** The first record whose timestamp is `timestamp` or later, or null when there is none. */
export async function findByTimestamp(partition: TopicPartition, timestamp: number): Promise<FoundOffset | null> {
  for (const segment of [...partition.log.segments]) {
    await loadIndex(partition.log, segment)
    if ((segment.maxTimestamp ?? -1) < timestamp) continue
    const found = await findInSegment(partition, segment, timestamp)
    if (found) return found
  }
  return null
}

/** The first record with the largest timestamp of all, or null when the partition is empty. */
export async function findLargestTimestamp(partition: TopicPartition): Promise<FoundOffset | null> {
  let largest = -1
  for (const segment of [...partition.log.segments]) {
    await loadIndex(partition.log, segment)
    largest = Math.max(largest, segment.maxTimestamp ?? -1)
  }
  return largest < 0 ? null : findByTimestamp(partition, largest)
}

async function findInSegment(
  partition: TopicPartition,
  segment: Segment,
  timestamp: number,
): Promise<FoundOffset | null> {
  let found: FoundOffset | null = null
  const { logStartOffset, highWatermark } = partition
  await scanSegment(segment, segment.index!.positionForTimestamp(timestamp), async (header, batch) => {
    if (header.baseOffset >= highWatermark) return 'behind the end'
    if (header.maxTimestamp < timestamp || lastOffsetOf(header) < logStartOffset) return
    const record = (await recordsOf(header, batch)).find(
      candidate => candidate.timestamp >= timestamp && candidate.offset >= logStartOffset,
    )
    if (!record) return
    found = { offset: record.offset, timestamp: record.timestamp }
    return 'found'
  })
  return found
}

function lastOffsetOf(header: BatchHeader): number {
  return header.baseOffset + header.lastOffsetDelta
}
