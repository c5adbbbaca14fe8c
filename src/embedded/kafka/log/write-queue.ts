import type { Segment } from './segment'

/** One write takes at most this many batches and about this many bytes, so that acknowledgements keep flowing. */
const batchesPerWriteMax = 1024
const bytesPerWriteMax = 8 * 1024 * 1024

/** A batch that is in the log and not yet in its file. */
export interface PendingBatch {
  segment: Segment
  bytes: Buffer
  baseOffset: number
  lastOffset: number
}

/** The first batches that go to the same segment, in one write. */
export function takeRun(pending: readonly PendingBatch[]): PendingBatch[] {
  const { segment } = pending[0]!
  const run: PendingBatch[] = []
  let size = 0
  for (const next of pending) {
    if (next.segment !== segment || run.length === batchesPerWriteMax || size >= bytesPerWriteMax) break
    run.push(next)
    size += next.bytes.length
  }
  return run
}

/** Those who wait until the record at an offset has been written. */
export class OffsetWaiters {
  private waiting: { offset: number; resolve(): void; reject(error: Error): void }[] = []

  wait(offset: number): Promise<void> {
    return new Promise((resolve, reject) => this.waiting.push({ offset, resolve, reject }))
  }

  /** Resolves those that wait for something before `writtenOffset`; with an error, rejects all others. */
  settle(writtenOffset: number, error: Error | null): void {
    const waiting = this.waiting
    this.waiting = []
    for (const waiter of waiting) {
      if (waiter.offset < writtenOffset) waiter.resolve()
      else if (error) waiter.reject(error)
      else this.waiting.push(waiter)
    }
  }
}
