import type { Clock } from '../../lib/clock'
import type { Disk } from '../../lib/disk'
import type { Log } from '../../lib/log'
import { errors, KafkaError } from '../wire/errors'
import { readMarker } from '../wire/control-batch'
import { placeBatch, readBatchHeader, type BatchHeader } from '../wire/record-batch'
import { abortedIn, abortedTransactions } from './aborted'
import { encodeCheckpoint } from './checkpoint'
import { FileRetired, type FilePool } from './file-pool'
import { ProducerState, type Verdict } from './producer-state'
import { loadIndex, recover } from './recover'
import { addToSegment, emptySegment, readSegment, segmentIndexOf, type ReadRange, type Segment } from './segment'
import { segmentPaths } from './segment-files'
import type { Tail, TailCache } from './tail'
import { TransactionState, type EndedTransaction } from './transaction-state'
import { OffsetWaiters, takeRun, type PendingBatch } from './write-queue'

/** After a failed write the disk is tried again when this long has passed; until then appends fail at once. */
export const retryWriteMs = 1000
/** A growing segment gets a checkpoint whenever it has grown by this much, which bounds what a recovery reads. */
const checkpointEveryBytes = 64 * 1024 * 1024
/** Offsets in a segment are relative 32-bit numbers to every reader of the format. */
const relativeOffsetMax = 2 ** 31 - 1

/** What all logs of a broker share. */
export interface LogEnvironment {
  disk: Disk
  clock: Clock
  files: FilePool
  tails: TailCache
  log: Log
}

/** Settings that the log asks for when it needs them, so that an altered config takes effect. */
export interface LogConfig {
  segmentBytes(): number
  segmentMs(): number
}

export interface LogOptions {
  environment: LogEnvironment
  config: LogConfig
  /** Directory of the topic; made when the first batch is written. */
  directory: string
  partition: number
  /** Segments found on disk: base offset and bytes, in order. */
  found: { baseOffset: number; bytes: number }[]
  logStartOffset: number
  /** Nothing is written before this has resolved once: the topic must be known after a crash before its data is. */
  ready(): Promise<void>
}

/**
 * The batches of one partition, in order. `append` decides at once and in memory; one writer at a time then takes all
 * that waits to the file in one call (group commit). Readers see what has been written, from memory while it is among
 * the newest bytes of the broker.
 */
export class PartitionLog {
  readonly partition: number
  readonly directory: string
  readonly leaderEpoch = 0
  /** In order; the last one grows. Owned here: retention and compaction replace it through `replaceSegments`. */
  segments: Segment[]
  producers = new ProducerState()
  transactions = new TransactionState()
  logStartOffset: number
  /** The offset that the next record gets. */
  endOffset = 0
  /** The offset behind the last record that has been written: the high watermark. */
  writtenOffset = 0
  readonly environment: LogEnvironment
  private readonly config: LogConfig
  private readonly tail: Tail
  private ready: (() => Promise<void>) | null
  private pending: PendingBatch[] = []
  private readonly waiters = new OffsetWaiters()
  private readonly advanceListeners = new Set<(bytes: number) => void>()
  private writing: Promise<void> | null = null
  /** Syncing takes its time on a slow disk; writes do not wait for it. */
  private checkpointing: Promise<void> | null = null
  private failure: { error: KafkaError; atMs: number } | null = null
  private isClosed = false
  /** Compaction has seen all before this offset. */
  cleanedTo = 0
  /** While segments are swapped, readers of files wait for this. */
  private swapping: Promise<void> | null = null

  constructor(options: LogOptions) {
    this.environment = options.environment
    this.config = options.config
    this.directory = options.directory
    this.partition = options.partition
    this.logStartOffset = options.logStartOffset
    this.ready = options.ready
    this.tail = options.environment.tails.tail()
    this.segments = options.found.map(({ baseOffset, bytes }) => ({
      ...this.newSegment(baseOffset),
      writtenBytes: bytes,
      sizeBytes: bytes,
      index: null,
      maxTimestamp: null,
    }))
  }

  /** Reads what a start after a crash has to know. A log without files has nothing to read. */
  async recover(): Promise<void> {
    if (this.segments.length > 0) {
      const { log, clock } = this.environment
      const { endOffset, producers, transactions } = await recover(this, log, clock.now())
      this.producers = producers
      this.transactions = transactions
      this.endOffset = endOffset
      this.logStartOffset = Math.max(this.logStartOffset, this.segments[0]!.baseOffset)
    }
    this.endOffset = Math.max(this.endOffset, this.logStartOffset)
    this.writtenOffset = this.endOffset
    this.transactions.settle(this.writtenOffset)
  }

  /** Readers of committed data read up to here: to the first record of a transaction that has not ended (KIP-98). */
  get lastStableOffset(): number {
    const firstUnstable = this.transactions.firstUnstable(this.writtenOffset)
    return Math.max(this.logStartOffset, Math.min(this.writtenOffset, firstUnstable))
  }

  get isReadOnly(): boolean {
    return this.failure !== null
  }

  /** Bytes of all segments. */
  get sizeBytes(): number {
    return this.segments.reduce((sum, segment) => sum + segment.sizeBytes, 0)
  }

  /** About how many bytes lie from `offset` to the end of what has been written; at least 1 when there is a record. */
  bytesFrom(offset: number): number {
    if (offset >= this.writtenOffset) return 0
    let bytes = 0
    for (let at = this.segments.length - 1; at >= 0; at--) {
      const segment = this.segments[at]!
      if (segment.baseOffset > offset) bytes += segment.writtenBytes
      else return Math.max(1, bytes + segment.writtenBytes - (segment.index?.positionForOffset(offset) ?? 0))
    }
    return Math.max(1, bytes)
  }

  checkProducer(header: BatchHeader): Verdict {
    return this.producers.check(header)
  }

  /**
   * Puts a whole batch at the end and returns the offset of its first record. Its bytes belong to the log from now on.
   *
   * @throws KafkaError 56 while the disk does not take writes, 3 when the log is closed or deleted
   */
  append(batch: Buffer, header = readBatchHeader(batch)): number {
    if (this.isClosed) throw new KafkaError(errors.unknownTopicOrPartition)
    const now = this.environment.clock.now()
    if (this.failure && now - this.failure.atMs < retryWriteMs) throw this.failure.error
    const baseOffset = this.endOffset
    const segment = this.segmentFor(header, baseOffset)
    placeBatch(batch, baseOffset, this.leaderEpoch)
    addToSegment(segment, header, baseOffset)
    const marker = readMarker(header, batch)
    this.producers.add(header, marker, baseOffset, now)
    const aborted = this.transactions.add(header, marker, baseOffset)
    if (aborted) segment.aborted.push(aborted)
    this.endOffset = baseOffset + header.lastOffsetDelta + 1
    this.pending.push({ segment, bytes: batch, baseOffset, lastOffset: this.endOffset - 1 })
    this.writing ??= this.writePending()
    return baseOffset
  }

  /** Resolves when the record at `offset` and all before it have been written to the file. */
  durable(offset: number): Promise<void> {
    if (offset < this.writtenOffset) return Promise.resolve()
    return this.waiters.wait(offset)
  }

  /** Calls `listener` with the bytes that became readable, until the returned function is called. */
  onAdvance(listener: (bytes: number) => void): () => void {
    this.advanceListeners.add(listener)
    return () => this.advanceListeners.delete(listener)
  }

  /** Whole batches of the range from memory, or null when they have to be read from disk. */
  readMemory(range: ReadRange): Buffer[] | null {
    return this.tail.read(range.offset, range.endOffset, range.bytesMax, range.takesFirst)
  }

  /** Whole batches of the range. Behind the last record there are none. */
  async read(range: ReadRange): Promise<Buffer[]> {
    return this.readMemory(range) ?? this.readingFiles(() => this.readFiles(range))
  }

  /** The aborted transactions that may have records from `from` to before `to`; see `abortedTransactions`. */
  abortedIn(from: number, to: number): EndedTransaction[] | Promise<EndedTransaction[]> {
    const last = this.segments.at(-1)
    // Where most reads are nothing has to be loaded.
    if (last && from >= last.baseOffset) return abortedIn(last, from, to)
    return this.readingFiles(() => abortedTransactions(this, from, to))
  }

  /** Begins a new segment, so that all before it are closed. Nothing when the last one is empty. */
  roll(): void {
    const active = this.segments.at(-1)
    if (active && active.sizeBytes > 0) this.beginSegment(this.endOffset)
  }

  /** The closed segments: all but the one that grows. */
  closedSegments(): Segment[] {
    return this.segments.slice(0, -1).filter(segment => segment.writtenBytes === segment.sizeBytes)
  }

  /**
   * Puts `next` in the place of `old`, which lie side by side and are closed. `move` changes the files; readers wait.
   *
   * @throws whatever `move` throws; the old segments are then used on
   */
  async replaceSegments(old: readonly Segment[], next: readonly Segment[], move: () => Promise<void>): Promise<void> {
    let done!: () => void
    this.swapping = new Promise(resolve => (done = resolve))
    const at = this.segments.indexOf(old[0]!)
    try {
      await this.checkpointing
      await Promise.all(old.map(segment => segment.file.retire()))
      await move()
      this.segments.splice(at, old.length, ...next)
    } catch (error) {
      const { files } = this.environment
      this.segments.splice(at, old.length, ...old.map(segment => ({ ...segment, file: files.file(segment.file.path) })))
      throw error
    } finally {
      this.swapping = null
      done()
    }
  }

  newSegment(baseOffset: number): Segment {
    const paths = segmentPaths(this.directory, this.partition, baseOffset)
    return emptySegment(baseOffset, this.environment.files.file(paths.log), paths.checkpoint)
  }

  /** Drops the readable beginning up to `offset`; the files go when retention finds them unused. */
  raiseLogStart(offset: number): void {
    this.logStartOffset = Math.max(this.logStartOffset, Math.min(offset, this.writtenOffset))
  }

  /** Waits for what is under way, notes where the log is for a quick start, and closes the files. */
  async close(): Promise<void> {
    this.isClosed = true
    await this.writing
    await this.checkpointing
    const active = this.segments.at(-1)
    if (active && !this.failure && active.index && active.checkpointBytes < active.writtenBytes) {
      await this.writeCheckpoint(active)
    }
    this.tail.clear()
    await Promise.all(this.segments.map(segment => segment.file.release()))
  }

  /** Ends the log without a trace of where it was: its topic is being deleted. */
  async abandon(): Promise<void> {
    this.isClosed = true
    this.waiters.settle(this.writtenOffset, new KafkaError(errors.unknownTopicOrPartition))
    for (const listener of [...this.advanceListeners]) listener(0)
    await this.writing
    await this.checkpointing
    this.tail.clear()
    await Promise.all(this.segments.map(segment => segment.file.release()))
  }

  /** Reads files, and once more when others have been put in their place meanwhile. */
  private async readingFiles<T>(read: () => Promise<T>): Promise<T> {
    for (;;) {
      while (this.swapping) await this.swapping
      try {
        return await read()
      } catch (error) {
        if (!(error instanceof FileRetired)) throw error
      }
    }
  }

  private async readFiles(range: ReadRange): Promise<Buffer[]> {
    let { offset } = range
    while (offset < range.endOffset) {
      const segment = this.segments[segmentIndexOf(this.segments, offset)]
      if (!segment) break
      await loadIndex(this, segment)
      const bytes = await readSegment(segment, { ...range, offset: Math.max(offset, segment.baseOffset) })
      if (bytes) return bytes.length > 0 ? [bytes] : []
      // Compaction may have left the end of a segment empty.
      const next = this.segments[this.segments.indexOf(segment) + 1]
      if (!next) break
      offset = Math.max(offset, next.baseOffset)
    }
    return []
  }

  private segmentFor(header: BatchHeader, baseOffset: number): Segment {
    const active = this.segments.at(-1)
    return active && !this.isFull(active, header) ? active : this.beginSegment(baseOffset)
  }

  private beginSegment(baseOffset: number): Segment {
    const closed = this.segments.at(-1)
    if (closed) closed.openAtEnd = this.transactions.openTransactions()
    const next = this.newSegment(baseOffset)
    this.segments.push(next)
    return next
  }

  private isFull(active: Segment, header: BatchHeader): boolean {
    if (active.sizeBytes === 0) return false
    return (
      active.sizeBytes + header.sizeBytes > this.config.segmentBytes() ||
      header.maxTimestamp - active.firstTimestamp > this.config.segmentMs() ||
      this.endOffset + header.lastOffsetDelta - active.baseOffset > relativeOffsetMax
    )
  }

  private async writePending(): Promise<void> {
    try {
      // Batches that arrive in the same tick go out together.
      await this.ready?.()
      this.ready = null
      if (this.failure) await this.cutToWritten()
      while (this.pending.length > 0) await this.writeOnce()
    } catch (error) {
      this.fail(error as Error)
    } finally {
      this.writing = null
    }
  }

  private async writeOnce(): Promise<void> {
    const run = takeRun(this.pending)
    const segment = run[0]!.segment
    const pieces = run.map(({ bytes }) => bytes)
    const size = pieces.reduce((sum, piece) => sum + piece.length, 0)
    await segment.file.use(file => file.write(pieces, segment.writtenBytes))
    this.failure = null
    this.pending.splice(0, run.length)
    segment.writtenBytes += size
    this.writtenOffset = run.at(-1)!.lastOffset + 1
    this.transactions.settle(this.writtenOffset)
    for (const { baseOffset, lastOffset, bytes } of run) this.tail.add({ baseOffset, lastOffset, bytes })
    this.waiters.settle(this.writtenOffset, null)
    for (const listener of [...this.advanceListeners]) listener(size)
    this.checkpointing ??= this.checkpointAfterWrite(segment).finally(() => (this.checkpointing = null))
  }

  /** A segment gets a checkpoint when the next one is begun, and while it grows. */
  private async checkpointAfterWrite(segment: Segment): Promise<void> {
    const before = this.segments[this.segments.indexOf(segment) - 1]
    if (before && before.checkpointBytes < before.writtenBytes) await this.writeCheckpoint(before)
    if (segment.writtenBytes - segment.checkpointBytes >= checkpointEveryBytes) await this.writeCheckpoint(segment)
  }

  /** Goes back to what has been written: what was not acknowledged is dropped, what was stays. */
  private fail(error: Error): void {
    const { clock, log } = this.environment
    const failure = new KafkaError(errors.kafkaStorageError, `The partition cannot be written: ${error.message}`, {
      cause: error,
    })
    if (!this.failure) {
      log.error(
        { err: error, directory: this.directory, partition: this.partition },
        'a partition is read-only until its disk takes writes again',
      )
    }
    this.failure = { error: failure, atMs: clock.now() }
    this.pending = []
    this.endOffset = this.writtenOffset
    while (this.segments.length > 1 && this.segments.at(-1)!.writtenBytes === 0) this.segments.pop()
    const active = this.segments.at(-1)
    if (active) {
      active.sizeBytes = active.writtenBytes
      active.index?.truncate(active.writtenBytes)
      active.aborted = active.aborted.filter(({ markerOffset }) => markerOffset < this.endOffset)
    }
    this.producers.truncate(this.endOffset)
    this.transactions.truncate(this.endOffset)
    this.waiters.settle(this.writtenOffset, failure)
  }

  /** A write that failed may have left bytes behind. */
  private async cutToWritten(): Promise<void> {
    const segment = this.pending[0]?.segment
    if (segment) await segment.file.use(file => file.truncate(segment.writtenBytes))
  }

  private async writeCheckpoint(segment: Segment): Promise<void> {
    if (!segment.index || segment.sizeBytes !== segment.writtenBytes) return
    const { disk, log } = this.environment
    const logBytes = segment.writtenBytes
    const isLast = segment === this.segments.at(-1)
    const nextOffset = this.nextOffsetOf(segment)
    const bytes = encodeCheckpoint({
      logBytes,
      nextOffset,
      maxTimestamp: segment.maxTimestamp ?? -1,
      firstTimestamp: segment.firstTimestamp,
      index: segment.index,
      // Batches behind it may not have been written yet.
      producers: this.producers.entriesAt(nextOffset),
      open: isLast ? this.transactions.openTransactions() : segment.openAtEnd,
      aborted: segment.aborted,
    })
    segment.checkpointBytes = logBytes
    try {
      await segment.file.use(file => file.sync())
      await disk.replaceDerivedFile(segment.checkpointPath, bytes)
    } catch (error) {
      // The log itself is whole; a start without this file reads more.
      log.warn({ err: error, file: segment.checkpointPath }, 'a checkpoint could not be written')
    }
  }

  private nextOffsetOf(segment: Segment): number {
    return this.segments[this.segments.indexOf(segment) + 1]?.baseOffset ?? this.endOffset
  }
}
