import type { BatchHeader } from '../wire/record-batch'
import { loadIndex, type LogFiles } from './recover'
import { segmentIndexOf, type Segment } from './segment'
import type { EndedTransaction } from './transaction-state'

/**
 * The aborted transactions that may have records from `from` to before `to`, in the order of their markers: what Fetch
 * tells a reader of committed data, so that it can leave them out. `to` is not behind the last stable offset.
 */
export async function abortedTransactions(files: LogFiles, from: number, to: number): Promise<EndedTransaction[]> {
  const { segments } = files
  const found: EndedTransaction[] = []
  for (let at = segmentIndexOf(segments, from); at < segments.length; at++) {
    const segment = segments[at]!
    await loadIndex(files, segment)
    found.push(...abortedIn(segment, from, to))
    const next = segments[at + 1]
    // A marker behind `to` ends something before it only if that was open there.
    if (next && next.baseOffset >= to && !segment.openAtEnd.some(({ firstOffset }) => firstOffset < to)) break
  }
  return found
}

/** Those of them whose marker lies in one segment. */
export function abortedIn({ aborted }: Segment, from: number, to: number): EndedTransaction[] {
  return aborted.filter(({ firstOffset, markerOffset }) => firstOffset < to && markerOffset >= from)
}

/** Whether all records of a batch belong to one of the transactions. */
export function isAborted(header: BatchHeader, aborted: readonly EndedTransaction[]): boolean {
  return (
    header.isTransactional &&
    !header.isControl &&
    aborted.some(
      ({ producerId, firstOffset, markerOffset }) =>
        producerId === header.producerId && firstOffset <= header.baseOffset && header.baseOffset < markerOffset,
    )
  )
}
