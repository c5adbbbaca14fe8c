/**
 * Compaction: of each key the record with the highest offset stays, in closed segments. Offsets never change, so holes
 * remain. A deletion (a record without a value) stays for `delete.retention.ms` after the first compaction that saw it;
 * that moment is kept in the batch (KIP-534). Records of aborted transactions go, whatever their keys; what is not decided
 * yet is left alone; markers stay.
 *
 * The new segment is written beside the old ones (`.cleaned`), synced, and renamed to `.swap`, which says whose place it
 * takes. From then on a crash at any point ends, at the next start, with the new segment in place.
 */
import { isAborted } from './aborted'
import { encodeCheckpoint } from './checkpoint'
import { codecName, compress } from './codecs'
import type { PartitionLog } from './partition-log'
import { loadIndex, readCheckpoint } from './recover'
import { recordsOf } from './records'
import { addToSegment, scanSegment, type Segment } from './segment'
import { segmentPaths, swapPath } from './segment-files'
import type { EndedTransaction } from './transaction-state'
import {
  assembleBatch,
  batchHeaderBytes,
  buildBatch,
  readBatchHeader,
  type BatchHeader,
  type Record,
} from '../wire/record-batch'

/** Keys that are held in memory at once; what follows is left to the next compaction. */
export const keysMax = 1_000_000
/** Bytes of the new segment that are written at once. */
const writeBytes = 1024 * 1024

export interface CompactionConfig {
  /** Records younger than this are left alone. */
  minLagMs: number
  /** A segment that is older than this is compacted however few others are dirty. */
  maxLagMs: number
  /** Share of bytes that no compaction has seen, from which on one is worth while. */
  dirtyRatio: number
  deleteRetentionMs: number
  segmentBytes: number
}

export interface Compacted {
  bytesBefore: number
  bytesAfter: number
}

/**
 * Compacts what is worth it. Returns null when nothing is.
 *
 * @param signal ends the work between two groups of segments
 */
export async function compact(
  log: PartitionLog,
  config: CompactionConfig,
  nowMs: number,
  signal: AbortSignal,
): Promise<Compacted | null> {
  const cleanable = await cleanableSegments(log, config, nowMs)
  const dirty = cleanable.filter(segment => segment.baseOffset >= log.cleanedTo)
  if (dirty[0]) await loadIndex(log, dirty[0])
  if (!isWorthWhile(cleanable, dirty, config, nowMs)) return null
  const aborted = await log.abortedIn(cleanable[0]!.baseOffset, endOf(log, cleanable.at(-1)!))
  const latest = await latestOffsets(dirty, aborted, keysMax)
  const result: Compacted = { bytesBefore: 0, bytesAfter: 0 }
  for (const group of groupsOf(
    cleanable.filter(segment => segment.baseOffset < latest.endOffset),
    config.segmentBytes,
  )) {
    if (signal.aborted) return result
    const rules = { nowMs, deleteRetentionMs: config.deleteRetentionMs, aborted }
    const { bytesAfter } = await rewrite(log, group, latest, rules)
    result.bytesBefore += group.reduce((sum, segment) => sum + segment.writtenBytes, 0)
    result.bytesAfter += bytesAfter
  }
  log.cleanedTo = latest.endOffset
  return result
}

function endOf(log: PartitionLog, segment: Segment): number {
  return log.segments[log.segments.indexOf(segment) + 1]!.baseOffset
}

/** Closed segments from the beginning whose records are all decided, and old enough. */
async function cleanableSegments(log: PartitionLog, config: CompactionConfig, nowMs: number): Promise<Segment[]> {
  const cleanable: Segment[] = []
  for (const segment of log.closedSegments()) {
    if (endOf(log, segment) > log.lastStableOffset) break
    if (config.minLagMs > 0) {
      await loadIndex(log, segment)
      if ((segment.maxTimestamp ?? -1) > nowMs - config.minLagMs) break
    }
    cleanable.push(segment)
  }
  return cleanable
}

function isWorthWhile(cleanable: Segment[], dirty: Segment[], config: CompactionConfig, nowMs: number): boolean {
  const dirtyBytes = sizeOf(dirty)
  if (dirtyBytes === 0) return false
  const isOverdue = dirty[0]!.firstTimestamp >= 0 && nowMs - dirty[0]!.firstTimestamp > config.maxLagMs
  return isOverdue || dirtyBytes / sizeOf(cleanable) >= config.dirtyRatio
}

interface Latest {
  offsets: Map<string, number>
  /** Records from here on were not looked at. */
  endOffset: number
}

/** The last offset of each key. Keys are held as one character a byte. */
async function latestOffsets(
  segments: readonly Segment[],
  aborted: readonly EndedTransaction[],
  countMax: number,
): Promise<Latest> {
  const latest: Latest = { offsets: new Map(), endOffset: segments[0]!.baseOffset }
  for (const segment of segments) {
    const end = await scanSegment(segment, 0, async (header, batch) => {
      if (latest.offsets.size + header.recordCount > countMax && latest.offsets.size > 0) return 'no room for more keys'
      if (!header.isControl && !isAborted(header, aborted)) {
        for (const { key, offset } of await recordsOf(header, batch)) {
          if (key) latest.offsets.set(key.toString('latin1'), offset)
        }
      }
      latest.endOffset = header.baseOffset + header.lastOffsetDelta + 1
    })
    if (end.fault !== null) break
  }
  return latest
}

/** Neighbours that fit into one segment together. */
function groupsOf(segments: readonly Segment[], segmentBytes: number): Segment[][] {
  const groups: Segment[][] = []
  let size = 0
  for (const segment of segments) {
    const group = groups.at(-1)
    if (group && size + segment.sizeBytes <= segmentBytes) {
      group.push(segment)
      size += segment.sizeBytes
    } else {
      groups.push([segment])
      size = segment.sizeBytes
    }
  }
  return groups
}

interface Rules {
  nowMs: number
  deleteRetentionMs: number
  /** Transactions whose records go, whatever their keys. */
  aborted: readonly EndedTransaction[]
}

async function rewrite(
  log: PartitionLog,
  group: Segment[],
  latest: Latest,
  rules: Rules,
): Promise<{ bytesAfter: number }> {
  const { disk, files } = log.environment
  const { baseOffset } = group[0]!
  const paths = segmentPaths(log.directory, log.partition, baseOffset)
  const endOffset = endOf(log, group.at(-1)!)
  for (const segment of group) await loadIndex(log, segment)
  const next: Segment = {
    ...log.newSegment(baseOffset),
    file: files.file(paths.cleaned),
    aborted: group.flatMap(({ aborted }) => aborted),
    openAtEnd: group.at(-1)!.openAtEnd,
  }
  await disk.remove(paths.cleaned)
  await writeKept(next, group, latest, rules)
  const lastCheckpoint = await readCheckpoint(disk, group.at(-1)!)
  await next.file.use(file => file.sync())
  await next.file.retire()
  const inPlace: Segment = { ...next, file: files.file(paths.log), checkpointBytes: next.writtenBytes }
  const checkpoint = encodeCheckpoint({
    logBytes: next.writtenBytes,
    nextOffset: endOffset,
    maxTimestamp: next.maxTimestamp ?? -1,
    firstTimestamp: next.firstTimestamp,
    index: next.index!,
    producers: lastCheckpoint?.producers ?? [],
    open: next.openAtEnd,
    aborted: next.aborted,
  })
  const swap = swapPath(log.directory, log.partition, baseOffset, endOffset)
  await log.replaceSegments(group, [inPlace], async () => {
    await disk.rename(paths.cleaned, swap)
    for (const old of group) {
      await disk.remove(old.checkpointPath)
      await disk.remove(old.file.path)
    }
    await disk.rename(swap, paths.log)
    await disk.replaceDerivedFile(paths.checkpoint, checkpoint)
  })
  return { bytesAfter: next.writtenBytes }
}

/** Writes to `next` what stays of the group. */
async function writeKept(next: Segment, group: readonly Segment[], latest: Latest, rules: Rules): Promise<void> {
  let pieces: Buffer[] = []
  const flush = async () => {
    await next.file.use(file => file.write(pieces, next.writtenBytes))
    next.writtenBytes = next.sizeBytes
    pieces = []
  }
  for (const segment of group) {
    const end = await scanSegment(segment, 0, async (header, batch) => {
      const kept = await keep(header, batch, latest, rules)
      if (!kept) return
      const keptHeader = readBatchHeader(kept)
      addToSegment(next, keptHeader, keptHeader.baseOffset)
      pieces.push(kept)
      if (next.sizeBytes - next.writtenBytes >= writeBytes) await flush()
    })
    // What cannot be read must not be thrown away either.
    if (end.fault !== null) throw new Error(`${segment.file.path} cannot be compacted at ${end.position}: ${end.fault}`)
  }
  await flush()
}

/** The batch with the records that stay: its own bytes when all of them do, null when none does. */
async function keep(header: BatchHeader, batch: Buffer, latest: Latest, rules: Rules): Promise<Buffer | null> {
  if (header.isControl) return batch
  if (isAborted(header, rules.aborted)) return null
  const records = await recordsOf(header, batch)
  const isPastHorizon = header.hasDeleteHorizon && rules.nowMs >= header.baseTimestamp
  const kept = records.filter(record => isKept(record, latest, isPastHorizon))
  if (kept.length === 0) return null
  const needsHorizon = !header.hasDeleteHorizon && kept.some(({ value }) => value === null)
  if (kept.length === records.length && !needsHorizon) return batch
  const horizon = needsHorizon
    ? rules.nowMs + rules.deleteRetentionMs
    : header.hasDeleteHorizon
      ? header.baseTimestamp
      : undefined
  return rebuild(header, kept, horizon)
}

function isKept({ key, value, offset }: Record, { offsets, endOffset }: Latest, isPastHorizon: boolean): boolean {
  if (offset >= endOffset) return true
  if (key === null) return false
  const last = offsets.get(key.toString('latin1'))
  if (last !== undefined && last > offset) return false
  return !(value === null && isPastHorizon)
}

/** The same batch with fewer records: same offsets, producer and codec. */
async function rebuild(
  header: BatchHeader,
  kept: readonly Record[],
  deleteHorizonMs: number | undefined,
): Promise<Buffer> {
  const records = kept.map(record => ({ ...record, offsetDelta: record.offset - header.baseOffset }))
  const plain = buildBatch(records, { ...header, deleteHorizonMs })
  if (header.codec === 0) return plain
  const payload = await compress(codecName(header.codec), plain.subarray(batchHeaderBytes))
  const { baseTimestamp } = readBatchHeader(plain)
  return assembleBatch(payload, {
    ...header,
    recordCount: kept.length,
    baseTimestamp,
    attributes: plain.readInt16BE(21) | header.codec,
  })
}

function sizeOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, segment) => sum + segment.sizeBytes, 0)
}
