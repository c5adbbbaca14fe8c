import type { PageCursor, PartitionPosition, RecordPage, RecordRow } from '../../../../shared/contract/records'
import type { RecordOrder } from '../address'

/** Rows that are kept at most: those farther away are read again when one comes back to them. */
export const windowRowsMax = 2_000
/** Rows of a page. */
export const pageRows = 200

/** down is where one scrolls to next: to older records with the newest first, to newer ones with the oldest first. */
export type Direction = 'up' | 'down'

interface WindowPage {
  rows: readonly RecordRow[]
  /** Where to read on above and below this page; null: nothing is there. */
  up: PageCursor | null
  down: PageCursor | null
}

/** A stretch of a topic as it lies on the screen, page by page. */
export interface RowWindow {
  pages: readonly WindowPage[]
  rows: readonly RecordRow[]
  /** As the newest page said it. */
  positions: readonly PartitionPosition[]
  notes: readonly string[]
  /** Rows that the newest change put or took (less than 0) above those that stayed, for the scroll position. */
  shift: number
}

/** What the first page gives. */
export function openWindow(page: RecordPage, order: RecordOrder): RowWindow {
  return {
    pages: [windowPage(page, order)],
    rows: page.rows,
    positions: page.partitions,
    notes: page.notes,
    shift: 0,
  }
}

/** Adds a page at one end; whole pages at the other end are let go when there are too many rows. */
export function extendWindow(known: RowWindow, direction: Direction, page: RecordPage, order: RecordOrder): RowWindow {
  const added = windowPage(page, order)
  const pages = direction === 'down' ? [...known.pages, added] : [added, ...known.pages]
  let count = known.rows.length + added.rows.length
  let shift = direction === 'up' ? added.rows.length : 0
  while (count > windowRowsMax && pages.length > 1) {
    const gone = direction === 'down' ? pages.shift()! : pages.pop()!
    count -= gone.rows.length
    if (direction === 'down') shift -= gone.rows.length
  }
  return {
    pages,
    rows: unique(
      pages.flatMap(({ rows }) => rows),
      rowKey,
    ),
    positions: page.partitions,
    notes: unique([...known.notes, ...page.notes], note => note).slice(-notesMax),
    shift,
  }
}

/** Where to read on at an end; null: nothing is there. */
export function cursorAt({ pages }: RowWindow, direction: Direction): PageCursor | null {
  return (direction === 'up' ? pages[0]?.up : pages.at(-1)?.down) ?? null
}

/** Names a row among those of its topic. */
export function rowKey({ partition, offset }: { partition: number; offset: string }): string {
  return `${partition}@${offset}`
}

const notesMax = 6

function windowPage({ rows, older, newer }: RecordPage, order: RecordOrder): WindowPage {
  return order === 'newest' ? { rows, up: newer, down: older } : { rows, up: older, down: newer }
}

/** Pages meet without a gap and without a row twice; a topic that is made anew in between may break that. */
function unique<T>(values: readonly T[], keyOf: (value: T) => string): T[] {
  const seen = new Set<string>()
  return values.filter(value => {
    const key = keyOf(value)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
