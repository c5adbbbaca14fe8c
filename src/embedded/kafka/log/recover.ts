import type { Disk } from '../../lib/disk'
import type { Log } from '../../lib/log'
import { readMarker } from '../wire/control-batch'
import { isIntact } from '../wire/record-batch'
import { decodeCheckpoint, type Checkpoint } from './checkpoint'
import { ProducerState } from './producer-state'
import { addToSegment, scanSegment, type Segment } from './segment'
import { SparseIndex } from './sparse-index'
import { TransactionState, type OpenTransaction } from './transaction-state'

export interface Recovered {
  /** The offset behind the last record. */
  endOffset: number
  producers: ProducerState
  transactions: TransactionState
}

/** The files of one partition. */
export interface LogFiles {
  /** All of them, in order. */
  readonly segments: readonly Segment[]
  readonly environment: { readonly disk: Disk }
}

/**
 * Brings the last segment, and what is known of producers and their transactions, to where the files are. What the last
 * segment's checkpoint covers is believed; what follows is scanned, and the file is cut behind its last whole batch with
 * a right CRC. Closed segments were whole before the next one was begun, so they are only read when the producers are
 * nowhere else.
 *
 * @param files with the sizes that were found; at least one segment
 */
export async function recover(files: LogFiles, log: Log, nowMs: number): Promise<Recovered> {
  const { segments, environment } = files
  const last = segments.at(-1)!
  const state = { producers: new ProducerState(), transactions: new TransactionState() }
  let from = segments.length - 1
  let checkpoint = await readCheckpoint(environment.disk, last)
  // Without a checkpoint the producers come from the nearest earlier segment that has one.
  while (!checkpoint && from > 0) {
    from--
    checkpoint = await readCheckpoint(environment.disk, segments[from]!)
  }
  let endOffset = segments[from]!.baseOffset
  if (checkpoint) {
    for (const entry of checkpoint.producers) state.producers.restore(entry)
    state.transactions.restore(checkpoint.open)
    useCheckpoint(segments[from]!, checkpoint)
    endOffset = checkpoint.nextOffset
  }
  for (let at = from; at < segments.length; at++) {
    const segment = segments[at]!
    if (at > from) endOffset = Math.max(endOffset, segment.baseOffset)
    endOffset = await scanOn(segment, endOffset, state, nowMs)
    if (segment.sizeBytes < segment.writtenBytes && segment === last) await cut(segment, log)
    segment.sizeBytes = segment.writtenBytes
    segment.openAtEnd = state.transactions.openTransactions()
  }
  return { endOffset, ...state }
}

/** The checkpoint of a segment, or null when there is none that fits the log file. */
export async function readCheckpoint(disk: Disk, segment: Segment): Promise<Checkpoint | null> {
  const bytes = await disk.readFile(segment.checkpointPath)
  const checkpoint = bytes && decodeCheckpoint(bytes)
  if (!checkpoint || checkpoint.logBytes > segment.writtenBytes) return null
  return checkpoint
}

function useCheckpoint(segment: Segment, checkpoint: Checkpoint): void {
  segment.index = checkpoint.index
  segment.maxTimestamp = checkpoint.maxTimestamp
  segment.firstTimestamp = checkpoint.firstTimestamp
  segment.aborted = checkpoint.aborted
  segment.openAtEnd = checkpoint.open
  segment.sizeBytes = checkpoint.logBytes
  segment.checkpointBytes = checkpoint.logBytes
}

/** Gives a closed segment its index and its transactions, from its checkpoint or else from the log itself. */
export async function loadIndex(files: LogFiles, segment: Segment): Promise<void> {
  if (segment.index) return
  const checkpoint = await readCheckpoint(files.environment.disk, segment)
  if (checkpoint && checkpoint.logBytes === segment.writtenBytes) return useCheckpoint(segment, checkpoint)
  const rebuilt: Segment = {
    ...segment,
    index: new SparseIndex(),
    maxTimestamp: -1,
    firstTimestamp: -1,
    sizeBytes: 0,
    aborted: [],
  }
  const transactions = new TransactionState()
  transactions.restore(await openBefore(files, segment))
  await scanSegment(segment, 0, (header, batch) => {
    const aborted = transactions.add(header, readMarker(header, batch), header.baseOffset)
    if (aborted) rebuilt.aborted.push(aborted)
    addToSegment(rebuilt, header, header.baseOffset)
  })
  segment.index = rebuilt.index
  segment.maxTimestamp = rebuilt.maxTimestamp
  segment.firstTimestamp = rebuilt.firstTimestamp
  segment.aborted = rebuilt.aborted
  segment.openAtEnd = transactions.openTransactions()
}

/** The transactions that were open where a segment begins. */
async function openBefore(files: LogFiles, segment: Segment): Promise<OpenTransaction[]> {
  const previous = files.segments[files.segments.indexOf(segment) - 1]
  if (!previous) return []
  await loadIndex(files, previous)
  return previous.openAtEnd
}

/** Scans what no checkpoint covers; `sizeBytes` is then where the good bytes end. Returns the offset behind them. */
async function scanOn(
  segment: Segment,
  startOffset: number,
  { producers, transactions }: Omit<Recovered, 'endOffset'>,
  nowMs: number,
): Promise<number> {
  if (!segment.index) {
    segment.index = new SparseIndex()
    segment.maxTimestamp = -1
    segment.sizeBytes = 0
  }
  let endOffset = startOffset
  // The file need not be opened when its checkpoint covers all of it.
  if (segment.sizeBytes === segment.writtenBytes) return endOffset
  await scanSegment(segment, segment.sizeBytes, (header, batch) => {
    if (header.baseOffset < endOffset) return `offset ${header.baseOffset} where ${endOffset} or more was expected`
    if (!isIntact(batch)) return 'a wrong CRC'
    const marker = readMarker(header, batch)
    producers.add(header, marker, header.baseOffset, nowMs)
    const aborted = transactions.add(header, marker, header.baseOffset)
    if (aborted) segment.aborted.push(aborted)
    addToSegment(segment, header, header.baseOffset)
    endOffset = header.baseOffset + header.lastOffsetDelta + 1
  })
  return endOffset
}

async function cut(segment: Segment, log: Log): Promise<void> {
  const position = segment.sizeBytes
  log.warn(
    { file: segment.file.path, position, bytes: segment.writtenBytes - position },
    'the end of a log file was not whole; it was cut behind its last whole batch',
  )
  await segment.file.use(file => file.truncate(position))
  segment.writtenBytes = position
}
