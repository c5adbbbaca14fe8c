import { ksqlRowsMax, type KsqlRow } from '../../../shared/contract/ksql'

/** One message carries at most so many rows, and characters of JSON unless its first row alone has more. */
const batchRowsMax = 1_000
const batchCharactersMax = 1_000_000

/** Characters that wait at most; the oldest rows beyond it are passed over. */
const waitingCharactersMax = 16_000_000

export interface RowBuffer {
  push(row: KsqlRow): void
  /** The oldest rows that wait, as many as one message carries. */
  take(): KsqlRow[]
  /** Counts rows that came and cannot be handed on. */
  skip(count: number): void
  /** Rows that have come, and those of them that nobody gets. */
  readonly received: number
  readonly skipped: number
  readonly waiting: number
}

/** Rows between a server that may be fast and a page that is asked ten times a second: the newest are kept. */
export function rowBuffer(): RowBuffer {
  let rows: KsqlRow[] = []
  let sizes: number[] = []
  let head = 0
  let characters = 0
  let received = 0
  let skipped = 0
  const dropOldest = () => {
    characters -= sizes[head]!
    head++
  }
  const forget = () => {
    if (head < ksqlRowsMax) return
    rows = rows.slice(head)
    sizes = sizes.slice(head)
    head = 0
  }
  return {
    push(row) {
      const size = row.cells.reduce((sum, cell) => sum + (typeof cell === 'string' ? cell : cell.start).length, 0)
      rows.push(row)
      sizes.push(size)
      characters += size
      received++
      while (rows.length - head > ksqlRowsMax || (characters > waitingCharactersMax && rows.length - head > 1)) {
        dropOldest()
        skipped++
      }
      forget()
    },
    take() {
      const from = head
      let taken = 0
      while (head < rows.length && head - from < batchRowsMax) {
        if (taken > 0 && taken + sizes[head]! > batchCharactersMax) break
        taken += sizes[head]!
        dropOldest()
      }
      const batch = rows.slice(from, head)
      forget()
      return batch
    },
    skip(count) {
      received += count
      skipped += count
    },
    get received() {
      return received
    },
    get skipped() {
      return skipped
    },
    get waiting() {
      return rows.length - head
    },
  }
}
