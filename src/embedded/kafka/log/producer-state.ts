import type { EndMarker } from '../wire/control-batch'
import { errors } from '../wire/errors'
import type { BatchHeader } from '../wire/record-batch'

/** Batches that are remembered per producer; clients have at most five requests in flight. */
export const batchesKept = 5
/** Sequence numbers run from 0 to 2^31 - 1 and begin again. */
const sequenceCount = 2 ** 31

export interface ProducedBatch {
  firstSequence: number
  lastSequence: number
  baseOffset: number
  lastOffset: number
  timestamp: number
}

export interface ProducerEntry {
  producerId: number
  epoch: number
  /** Oldest first, at most `batchesKept`. */
  batches: ProducedBatch[]
  /** When the producer last wrote, by this broker's clock. */
  lastWriteMs: number
  /** Of the last marker that ended a transaction of the producer; -1 before there is one. */
  coordinatorEpoch: number
  /** Where this epoch was first seen; -1 before all that can still be cut. */
  sinceOffset: number
  /** What was known before the epoch was raised, for when the batch that raised it is cut. */
  older: ProducerEntry | null
}

export type Verdict = { kind: 'new' } | { kind: 'duplicate'; batch: ProducedBatch } | { kind: 'refused'; code: number }

const isNew: Verdict = { kind: 'new' }

/**
 * What one partition knows of its idempotent producers (KIP-98): enough to tell a batch that was sent again from a new
 * one, and to notice that one is missing.
 */
export class ProducerState {
  private readonly byId = new Map<number, ProducerEntry>()

  get size(): number {
    return this.byId.size
  }

  entries(): IterableIterator<ProducerEntry> {
    return this.byId.values()
  }

  /** May this batch be appended? Batches without a producer id always may. */
  check(header: BatchHeader): Verdict {
    if (header.producerId < 0) return isNew
    const entry = this.byId.get(header.producerId)
    if (!entry) return isNew
    if (header.producerEpoch < entry.epoch) return { kind: 'refused', code: errors.invalidProducerEpoch }
    // Control batches are the coordinator's and carry no sequence.
    if (header.isControl) return isNew
    if (header.producerEpoch > entry.epoch) {
      return header.baseSequence === 0 ? isNew : { kind: 'refused', code: errors.outOfOrderSequenceNumber }
    }
    return checkSequence(entry, header)
  }

  /**
   * Remembers a batch that was appended at `baseOffset`.
   *
   * @param marker what the batch says when it is a control batch
   */
  add(header: BatchHeader, marker: EndMarker | null, baseOffset: number, nowMs: number): void {
    if (header.producerId < 0) return
    const known = this.byId.get(header.producerId)
    const entry =
      known && known.epoch === header.producerEpoch
        ? known
        : {
            producerId: header.producerId,
            epoch: header.producerEpoch,
            batches: [],
            lastWriteMs: nowMs,
            coordinatorEpoch: known?.coordinatorEpoch ?? -1,
            sinceOffset: baseOffset,
            older: known ? { ...known, older: null } : null,
          }
    entry.lastWriteMs = nowMs
    if (marker) entry.coordinatorEpoch = marker.coordinatorEpoch
    if (!header.isControl) {
      entry.batches.push({
        firstSequence: header.baseSequence,
        lastSequence: lastSequenceOf(header),
        baseOffset,
        lastOffset: baseOffset + header.lastOffsetDelta,
        timestamp: header.maxTimestamp,
      })
      if (entry.batches.length > batchesKept) entry.batches.shift()
    }
    this.byId.set(header.producerId, entry)
  }

  restore(entry: ProducerEntry): void {
    this.byId.set(entry.producerId, entry)
  }

  /** What was known at `endOffset`, without what lies at it or behind it. */
  entriesAt(endOffset: number): ProducerEntry[] {
    return [...this.byId.values()].flatMap(entry => entryAt(entry, endOffset) ?? [])
  }

  /** Forgets what lies at `endOffset` or behind it. */
  truncate(endOffset: number): void {
    const entries = this.entriesAt(endOffset)
    this.byId.clear()
    for (const entry of entries) this.restore(entry)
  }

  /** Forgets producers that have not written since `beforeMs`, but for those that something still waits for. */
  expire(beforeMs: number, isAwaited: (producerId: number) => boolean): void {
    for (const { lastWriteMs, producerId } of [...this.byId.values()]) {
      if (lastWriteMs < beforeMs && !isAwaited(producerId)) this.byId.delete(producerId)
    }
  }
}

function entryAt(entry: ProducerEntry, endOffset: number): ProducerEntry | null {
  if (entry.sinceOffset >= endOffset) return entry.older && entryAt(entry.older, endOffset)
  return { ...entry, batches: entry.batches.filter(batch => batch.lastOffset < endOffset) }
}

function checkSequence(entry: ProducerEntry, header: BatchHeader): Verdict {
  const lastSequence = lastSequenceOf(header)
  const same = entry.batches.find(
    batch => batch.firstSequence === header.baseSequence && batch.lastSequence === lastSequence,
  )
  if (same) return { kind: 'duplicate', batch: same }
  const last = entry.batches.at(-1)
  if (!last || header.baseSequence === (last.lastSequence + 1) % sequenceCount) return isNew
  const oldest = entry.batches[0]!
  // Older than all that is remembered: it was written, but where is no longer known.
  if (isBefore(header.baseSequence, oldest) && isBefore(lastSequence, oldest))
    return { kind: 'refused', code: errors.duplicateSequenceNumber }
  return { kind: 'refused', code: errors.outOfOrderSequenceNumber }
}

/** Sequences go round: what is less than half a round behind a batch was before it. */
function isBefore(sequence: number, { firstSequence }: ProducedBatch): boolean {
  const distance = (firstSequence - sequence + sequenceCount) % sequenceCount
  return distance > 0 && distance < sequenceCount / 2
}

/** Worked example: base 2^31 - 1 with two records ends at sequence 0. */
function lastSequenceOf(header: BatchHeader): number {
  return (header.baseSequence + header.lastOffsetDelta) % sequenceCount
}
