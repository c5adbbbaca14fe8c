import type { DiffLine } from './lines'

/** A line of one side as it is drawn. */
export interface DiffCell {
  kind: DiffLine['kind']
  number: number
  text: string
  /** The part that differs from the line that it is shown against, as a range; null: the whole line. */
  changed: readonly [from: number, to: number] | null
}

export type UnifiedRow = { kind: 'line'; older: number | null; cell: DiffCell } | Fold
export type SideRow = { kind: 'pair'; older: DiffCell | null; newer: DiffCell | null } | Fold

/** Equal lines that are not shown until they are asked for. */
export interface Fold {
  kind: 'fold'
  /** The index of its first line, by which it is opened. */
  at: number
  count: number
}

/** Equal lines shown around each change. */
const contextLines = 3

/** So few equal lines are not worth folding away. */
const foldMin = 4

/** @param opened folds that were opened, by their `at` */
export function unifiedRows(lines: readonly DiffLine[], opened: ReadonlySet<number>): UnifiedRow[] {
  return blocks(lines, opened).flatMap((block): UnifiedRow[] => {
    if ('kind' in block) return [block]
    const { removed, added } = paired(block.removed, block.added)
    return [
      ...block.same.map((cell): UnifiedRow => ({ kind: 'line', older: cell.older, cell })),
      ...removed.map((cell): UnifiedRow => ({ kind: 'line', older: cell.number, cell })),
      ...added.map((cell): UnifiedRow => ({ kind: 'line', older: null, cell })),
    ]
  })
}

/** Removed and added lines that stand together are put beside each other. */
export function sideRows(lines: readonly DiffLine[], opened: ReadonlySet<number>): SideRow[] {
  return blocks(lines, opened).flatMap((block): SideRow[] => {
    if ('kind' in block) return [block]
    const { removed, added } = paired(block.removed, block.added)
    const same = block.same.map((cell): SideRow => ({
      kind: 'pair',
      older: { ...cell, number: cell.older },
      newer: cell,
    }))
    const rows = Math.max(removed.length, added.length)
    const changed = Array.from({ length: rows }, (_, i): SideRow => ({
      kind: 'pair',
      older: removed[i] ?? null,
      newer: added[i] ?? null,
    }))
    return [...same, ...changed]
  })
}

/** Equal lines, or a run of removed and added ones. */
interface Block {
  same: (DiffCell & { older: number })[]
  removed: DiffCell[]
  added: DiffCell[]
}

function blocks(lines: readonly DiffLine[], opened: ReadonlySet<number>): (Block | Fold)[] {
  const found: (Block | Fold)[] = []
  for (let i = 0; i < lines.length;) {
    let end = i
    const isSame = lines[i]!.kind === 'same'
    while (end < lines.length && (lines[end]!.kind === 'same') === isSame) end++
    if (isSame) found.push(...foldedRun(lines, i, end, opened))
    else found.push(changedRun(lines.slice(i, end)))
    i = end
  }
  return found
}

function foldedRun(lines: readonly DiffLine[], start: number, end: number, opened: ReadonlySet<number>) {
  const from = start === 0 ? start : start + contextLines
  const to = end === lines.length ? end : end - contextLines
  if (to - from < foldMin || opened.has(from)) return [sameRun(lines.slice(start, end))]
  const fold: Fold = { kind: 'fold', at: from, count: to - from }
  return [sameRun(lines.slice(start, from)), fold, sameRun(lines.slice(to, end))]
}

function sameRun(lines: readonly DiffLine[]): Block {
  const same = lines.map(({ text, older, newer }) => ({
    kind: 'same' as const,
    number: newer!,
    older: older!,
    text,
    changed: null,
  }))
  return { same, removed: [], added: [] }
}

function changedRun(lines: readonly DiffLine[]): Block {
  const cells = (kind: 'removed' | 'added') =>
    lines
      .filter(line => line.kind === kind)
      .map(({ text, older, newer }) => ({ kind, text, number: (older ?? newer)!, changed: null }))
  return { same: [], removed: cells('removed'), added: cells('added') }
}

/** Marks what differs inside lines that stand against each other. */
function paired(removed: readonly DiffCell[], added: readonly DiffCell[]) {
  const ranges = removed.map((cell, i) => (added[i] ? differingRange(cell.text, added[i].text) : null))
  return {
    removed: removed.map((cell, i) => ({ ...cell, changed: ranges[i]?.older ?? null })),
    added: added.map((cell, i) => ({ ...cell, changed: ranges[i]?.newer ?? null })),
  }
}

/** The parts between the common beginning and the common end; null when the lines have too little in common. */
function differingRange(older: string, newer: string) {
  const shorter = Math.min(older.length, newer.length)
  let start = 0
  while (start < shorter && older[start] === newer[start]) start++
  let end = 0
  while (end < shorter - start && older[older.length - 1 - end] === newer[newer.length - 1 - end]) end++
  const indent = /^\s*/.exec(older)![0].length
  if (start - indent + end < (shorter - indent) / 3) return null
  return { older: [start, older.length - end] as const, newer: [start, newer.length - end] as const }
}
