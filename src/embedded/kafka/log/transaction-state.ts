import type { EndMarker } from '../wire/control-batch'
import type { BatchHeader } from '../wire/record-batch'

/** A transaction whose marker is not there yet. */
export interface OpenTransaction {
  producerId: number
  /** Of its first record in this partition. */
  firstOffset: number
}

export interface EndedTransaction extends OpenTransaction {
  /** Of its marker. */
  markerOffset: number
}

/**
 * The transactions of one partition that readers of committed data have to wait for (KIP-98): the open ones, and those
 * whose marker is on its way to the file.
 */
export class TransactionState {
  /** Offset of the first record by producer id. What began earlier stands earlier. */
  private readonly open = new Map<number, number>()
  /** Aborted or committed, by a marker that may not have been written yet; in the order of the markers. */
  private ended: EndedTransaction[] = []

  /**
   * Takes a batch in that was appended at `baseOffset`.
   *
   * @param marker what the batch says when it is a control batch
   * @returns the transaction that it aborts
   */
  add(header: BatchHeader, marker: EndMarker | null, baseOffset: number): EndedTransaction | null {
    const { producerId } = header
    if (marker) return this.end(producerId, marker, baseOffset)
    if (header.isTransactional && !header.isControl && producerId >= 0 && !this.open.has(producerId)) {
      this.open.set(producerId, baseOffset)
    }
    return null
  }

  restore(transactions: readonly OpenTransaction[]): void {
    for (const { producerId, firstOffset } of transactions) this.open.set(producerId, firstOffset)
  }

  /** Those without a marker, the earliest first. */
  openTransactions(): OpenTransaction[] {
    return [...this.open].map(([producerId, firstOffset]) => ({ producerId, firstOffset }))
  }

  /** Where the producer's transaction began, or undefined when it has none open. */
  startOf(producerId: number): number | undefined {
    return this.open.get(producerId)
  }

  /** First offset of what is undecided to a reader of all before `writtenOffset`; Infinity when nothing is. */
  firstUnstable(writtenOffset: number): number {
    const [firstOpen = Infinity] = this.open.values()
    return this.ended.reduce(
      (first, { firstOffset, markerOffset }) => (markerOffset < writtenOffset ? first : Math.min(first, firstOffset)),
      firstOpen,
    )
  }

  /** All before `writtenOffset` is in the file: what ended there has ended for good. */
  settle(writtenOffset: number): void {
    if (this.ended.length > 0) this.ended = this.ended.filter(({ markerOffset }) => markerOffset >= writtenOffset)
  }

  /** Forgets what lies at `endOffset` or behind it: a transaction whose marker lay there is open again. */
  truncate(endOffset: number): void {
    const reopened = this.ended.filter(({ markerOffset }) => markerOffset >= endOffset)
    const known = [...reopened, ...this.openTransactions()]
      .filter(({ firstOffset }) => firstOffset < endOffset)
      .sort((a, b) => a.firstOffset - b.firstOffset)
    this.ended = this.ended.filter(({ markerOffset }) => markerOffset < endOffset)
    this.open.clear()
    this.restore(known)
  }

  private end(producerId: number, { isCommit }: EndMarker, markerOffset: number): EndedTransaction | null {
    const firstOffset = this.open.get(producerId)
    // Nothing of this transaction got into the partition, or its marker was sent again.
    if (firstOffset === undefined) return null
    this.open.delete(producerId)
    const ended = { producerId, firstOffset, markerOffset }
    this.ended.push(ended)
    return isCommit ? null : ended
  }
}
