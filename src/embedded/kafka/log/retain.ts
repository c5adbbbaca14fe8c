import type { PartitionLog } from './partition-log'
import { loadIndex } from './recover'
import type { Segment } from './segment'

export interface RetentionConfig {
  /** Segments whose records are all older go; -1 for never. */
  retentionMs: number
  /** The oldest segments go while the others have at least this many bytes; -1 for never. */
  retentionBytes: number
}

/**
 * Deletes the oldest segments as far as nobody reads them any more: because all of their records lie before the log
 * start or, with `config`, by age and size. The last segment goes too when all of it is too old; an empty one that
 * remembers the end takes its place.
 *
 * @returns bytes that were deleted
 */
export async function retain(log: PartitionLog, config: RetentionConfig | null, nowMs: number): Promise<number> {
  if (log.segments.length === 0) return 0
  const count = await countDeletable(log, config, nowMs)
  if (count === 0) return 0
  if (count === log.segments.length) {
    if (log.sizeBytes === 0) return 0
    log.roll()
  }
  const gone = log.segments.slice(0, count)
  const next = log.segments[count]!
  // Its file's name is what remembers the offset once the others are gone.
  await next.file.use(async () => {})
  const { disk } = log.environment
  log.logStartOffset = Math.max(log.logStartOffset, next.baseOffset)
  await log.replaceSegments(gone, [], async () => {
    // The oldest first: a crash in between leaves no hole.
    for (const segment of gone) {
      await disk.remove(segment.checkpointPath)
      await disk.remove(segment.file.path)
    }
  })
  return gone.reduce((sum, segment) => sum + segment.writtenBytes, 0)
}

/** How many segments from the beginning may go. */
async function countDeletable(log: PartitionLog, config: RetentionConfig | null, nowMs: number): Promise<number> {
  const segments = [...log.segments]
  let bytesLeft = log.sizeBytes
  let count = 0
  for (const segment of segments) {
    const endOffset = segments[count + 1]?.baseOffset ?? log.endOffset
    const isWritten = segment.writtenBytes === segment.sizeBytes
    const isLast = segment === segments.at(-1)
    const isUnreadable = endOffset <= log.logStartOffset
    if (
      !isWritten ||
      !(isUnreadable || (config && (await isExpired(log, segment, config, { nowMs, bytesLeft, isLast }))))
    ) {
      break
    }
    bytesLeft -= segment.sizeBytes
    count++
  }
  return count
}

async function isExpired(
  log: PartitionLog,
  segment: Segment,
  { retentionMs, retentionBytes }: RetentionConfig,
  { nowMs, bytesLeft, isLast }: { nowMs: number; bytesLeft: number; isLast: boolean },
): Promise<boolean> {
  if (retentionBytes >= 0 && !isLast && bytesLeft - segment.sizeBytes >= retentionBytes) return true
  if (retentionMs < 0) return false
  await loadIndex(log, segment)
  const { maxTimestamp } = segment
  // Records without a timestamp do not age.
  return maxTimestamp !== null && maxTimestamp >= 0 && nowMs - maxTimestamp > retentionMs
}
