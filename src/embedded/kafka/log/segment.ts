import { errors, KafkaError } from '../wire/errors'
import { batchHeaderBytes, batchPrefixBytes, readBatchHeader, type BatchHeader } from '../wire/record-batch'
import type { PooledFile } from './file-pool'
import { SparseIndex } from './sparse-index'
import type { EndedTransaction, OpenTransaction } from './transaction-state'

/** Least bytes that a read from disk asks for, so that small batches cost one read for many. */
const readBytesMin = 64 * 1024

/** A run of a partition's batches in one file, named after the offset of the first. Only the last segment grows. */
export interface Segment {
  readonly baseOffset: number
  readonly file: PooledFile
  /** Where its checkpoint lies. */
  readonly checkpointPath: string
  /** Bytes in the file. */
  writtenBytes: number
  /** The same and those that wait to be written. */
  sizeBytes: number
  /** Largest timestamp; -1 when there is none, null when the checkpoint has not been read yet. */
  maxTimestamp: number | null
  /** Timestamp of the first batch, from which `segment.ms` counts; -1 when there is none. */
  firstTimestamp: number
  /** Null when it has not been read yet. */
  index: SparseIndex | null
  /** Transactions that a marker in this segment aborts, in the order of the markers. Known when the index is. */
  aborted: EndedTransaction[]
  /** Transactions that were open behind its last record, once it is closed; known when the index is. */
  openAtEnd: OpenTransaction[]
  /** Bytes that the checkpoint on disk covers. */
  checkpointBytes: number
}

export function emptySegment(baseOffset: number, file: PooledFile, checkpointPath: string): Segment {
  return {
    baseOffset,
    file,
    checkpointPath,
    writtenBytes: 0,
    sizeBytes: 0,
    maxTimestamp: -1,
    firstTimestamp: -1,
    index: new SparseIndex(),
    aborted: [],
    openAtEnd: [],
    checkpointBytes: 0,
  }
}

/** Accounts for a batch that begins at the segment's end. */
export function addToSegment(segment: Segment, header: BatchHeader, baseOffset: number): void {
  const timestampBefore = segment.maxTimestamp ?? -1
  segment.index?.add(baseOffset, segment.sizeBytes, timestampBefore)
  if (segment.sizeBytes === 0) segment.firstTimestamp = header.maxTimestamp
  segment.sizeBytes += header.sizeBytes
  segment.maxTimestamp = Math.max(timestampBefore, header.maxTimestamp)
}

/** Index of the last of the segments, which are in order, that begins at `offset` or before; 0 when none does. */
export function segmentIndexOf(segments: readonly Segment[], offset: number): number {
  let low = 0
  let high = segments.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (segments[middle]!.baseOffset <= offset) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}

export interface ReadRange {
  offset: number
  /** Only batches that end before it. */
  endOffset: number
  bytesMax: number
  /** Take the first batch whatever its size. */
  takesFirst: boolean
}

/**
 * The bytes of whole batches from the one that holds `offset` on, which may be none for the range's other limits; null
 * when the segment has no batch at or behind `offset`.
 *
 * @throws KafkaError 2 when what lies in the file is no batch
 */
export async function readSegment(segment: Segment, range: ReadRange): Promise<Buffer | null> {
  const start = segment.index!.positionForOffset(range.offset)
  return segment.file.use(async file => {
    let position = start
    let bytesWanted = Math.max(readBytesMin, range.bytesMax)
    while (position < segment.writtenBytes) {
      const buffer = Buffer.allocUnsafe(Math.min(bytesWanted, segment.writtenBytes - position))
      const count = await file.read(buffer, position)
      const chunk = buffer.subarray(0, count)
      const found = selectBatches(chunk, range, { path: segment.file.path, position })
      if (found.bytes.length > 0 || found.isEnd) return found.bytes
      if (count < buffer.length && found.passed === 0) break
      // Nothing whole was found: go on behind what was passed over, with room for the batch that begins there.
      position += found.passed
      bytesWanted = Math.max(bytesWanted, found.nextBytes)
    }
    return null
  })
}

interface Selection {
  bytes: Buffer
  /** Reading on finds nothing more for this range. */
  isEnd: boolean
  /** Bytes of batches that end before the wanted offset. */
  passed: number
  /** Size of the batch that begins there, as far as it is known. */
  nextBytes: number
}

function selectBatches(chunk: Buffer, range: ReadRange, place: Place): Selection {
  let at = 0
  let from = -1
  let nextBytes = batchHeaderBytes
  let isEnd = false
  while (chunk.length - at >= batchHeaderBytes) {
    const header = readBatchHeader(chunk, at)
    checkPlausible(header, { ...place, position: place.position + at })
    const lastOffset = header.baseOffset + header.lastOffsetDelta
    nextBytes = header.sizeBytes
    if (lastOffset < range.offset) {
      // Skipping may go beyond the chunk: the rest is not needed.
      at += header.sizeBytes
      if (at >= chunk.length) break
      continue
    }
    const taken = from < 0 ? 0 : at - from
    const isFirst = taken === 0
    if (
      lastOffset >= range.endOffset ||
      (taken + header.sizeBytes > range.bytesMax && !(isFirst && range.takesFirst))
    ) {
      isEnd = true
      break
    }
    if (at + header.sizeBytes > chunk.length) break
    if (from < 0) from = at
    at += header.sizeBytes
  }
  if (from >= 0) return { bytes: chunk.subarray(from, at), isEnd, passed: 0, nextBytes }
  return { bytes: chunk.subarray(0, 0), isEnd, passed: at, nextBytes }
}

interface Place {
  path: string
  position: number
}

function checkPlausible(header: BatchHeader, { path, position }: Place): void {
  if (header.magic === 2 && header.sizeBytes >= batchHeaderBytes && header.lastOffsetDelta >= 0) return
  throw new KafkaError(
    errors.corruptMessage,
    `${path} has no record batch at position ${position}: found size ${header.sizeBytes} and format ${header.magic}, expected format 2`,
  )
}

/** What `scan` finds at the end of the good bytes. */
export interface ScanEnd {
  /** Position behind the last whole batch. */
  position: number
  /** Why the scan ended before the end of the file, or null. */
  fault: string | null
}

/** Bytes that a scan reads at once. */
const scanBytes = 1024 * 1024

/**
 * Walks over the batches of a segment from `from` on, in order, whole ones only. `visit` may keep the batch's bytes;
 * it returns a reason to end the walk before this batch, or nothing.
 */
export async function scanSegment(
  segment: Segment,
  from: number,
  visit: (header: BatchHeader, batch: Buffer, position: number) => string | void | Promise<string | void>,
): Promise<ScanEnd> {
  return segment.file.use(async file => {
    const end = segment.writtenBytes
    let position = from
    let bytesWanted = scanBytes
    while (position < end) {
      const buffer = Buffer.allocUnsafe(Math.min(bytesWanted, end - position))
      const count = await file.read(buffer, position)
      const step = await visitChunk(buffer.subarray(0, count), position, end, visit)
      position += step.passed
      if (step.fault !== null) return { position, fault: step.fault }
      if (step.passed === 0 && count < buffer.length) return { position, fault: 'the file is shorter than it was' }
      bytesWanted = Math.max(scanBytes, step.nextBytes)
    }
    return { position, fault: null }
  })
}

async function visitChunk(
  chunk: Buffer,
  position: number,
  end: number,
  visit: (header: BatchHeader, batch: Buffer, position: number) => string | void | Promise<string | void>,
): Promise<{ passed: number; nextBytes: number; fault: string | null }> {
  let at = 0
  for (;;) {
    const left = end - position - at
    if (left === 0) return { passed: at, nextBytes: 0, fault: null }
    if (left < batchHeaderBytes) return { passed: at, nextBytes: 0, fault: `${left} bytes are too few for a batch` }
    if (chunk.length - at < batchHeaderBytes) return { passed: at, nextBytes: batchHeaderBytes, fault: null }
    const header = readBatchHeader(chunk, at)
    const { sizeBytes } = header
    if (header.magic !== 2 || sizeBytes < batchHeaderBytes || header.lastOffsetDelta < 0) {
      return { passed: at, nextBytes: 0, fault: `no record batch: size ${sizeBytes}, format ${header.magic}` }
    }
    if (sizeBytes > left) {
      return {
        passed: at,
        nextBytes: 0,
        fault: `a batch of ${sizeBytes - batchPrefixBytes} bytes of which ${left} are there`,
      }
    }
    if (sizeBytes > chunk.length - at) return { passed: at, nextBytes: sizeBytes, fault: null }
    const answer = visit(header, chunk.subarray(at, at + sizeBytes), position + at)
    const fault = answer instanceof Promise ? await answer : answer
    if (fault) return { passed: at, nextBytes: 0, fault }
    at += sizeBytes
  }
}
