/** One line of a comparison; the number of a side on which it does not stand is null. Numbers count from 1. */
export interface DiffLine {
  kind: 'same' | 'added' | 'removed'
  text: string
  older: number | null
  newer: number | null
}

export interface LineDiff {
  lines: DiffLine[]
  added: number
  removed: number
  /** The texts differ so much that what lies between their common ends was not matched line by line. */
  isRough: boolean
}

/** Lines that may be added and removed together before it gives up matching: time grows with it, memory with its square. */
const editsMax = 600

/** The shortest way from one text to the other, by E. Myers, An O(ND) Difference Algorithm and Its Variations (1986). */
export function diffLines(older: readonly string[], newer: readonly string[]): LineDiff {
  let start = 0
  while (start < older.length && start < newer.length && older[start] === newer[start]) start++
  let end = 0
  const shorter = Math.min(older.length, newer.length) - start
  while (end < shorter && older[older.length - 1 - end] === newer[newer.length - 1 - end]) end++

  const a = older.slice(start, older.length - end)
  const b = newer.slice(start, newer.length - end)
  const kinds = shortestEdit(...interned(a, b))
  const lines: DiffLine[] = []
  const counts = { added: 0, removed: 0 }
  let x = 0
  let y = 0
  const add = (kind: DiffLine['kind']) => {
    const text = kind === 'added' ? newer[y]! : older[x]!
    lines.push({ kind, text, older: kind === 'added' ? null : ++x, newer: kind === 'removed' ? null : ++y })
    if (kind !== 'same') counts[kind]++
  }
  for (let i = 0; i < start; i++) add('same')
  for (const kind of kinds ?? wholesale(a.length, b.length)) add(kind)
  for (let i = 0; i < end; i++) add('same')
  return { lines, ...counts, isRough: kinds === null }
}

/** Equal lines get equal numbers, so that comparing them costs nothing. */
function interned(a: readonly string[], b: readonly string[]): [Int32Array, Int32Array] {
  const numbers = new Map<string, number>()
  const numberOf = (line: string) => {
    const known = numbers.get(line)
    if (known !== undefined) return known
    numbers.set(line, numbers.size)
    return numbers.size - 1
  }
  return [Int32Array.from(a, numberOf), Int32Array.from(b, numberOf)]
}

function wholesale(removed: number, added: number): DiffLine['kind'][] {
  return [...new Array<'removed'>(removed).fill('removed'), ...new Array<'added'>(added).fill('added')]
}

/**
 * Diagonal k is x − y; reach[k] is the furthest x on it with d edits. What was reached before each d is kept, to walk
 * back over it. Null: more than `editsMax` edits are needed.
 */
function shortestEdit(a: Int32Array, b: Int32Array): DiffLine['kind'][] | null {
  const bound = Math.min(a.length + b.length, editsMax)
  const reach = new Int32Array(2 * bound + 3)
  const middle = bound + 1
  const history: Int32Array[] = []
  for (let d = 0; d <= bound; d++) {
    history.push(reach.slice(middle - d - 1, middle + d + 2))
    for (let k = -d; k <= d; k += 2) {
      const isDown = k === -d || (k !== d && reach[middle + k - 1]! < reach[middle + k + 1]!)
      let x = isDown ? reach[middle + k + 1]! : reach[middle + k - 1]! + 1
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++
      reach[middle + k] = x
      if (x >= a.length && x - k >= b.length) return walkBack(history, a.length, b.length)
    }
  }
  return null
}

function walkBack(history: readonly Int32Array[], aLength: number, bLength: number): DiffLine['kind'][] {
  const kinds: DiffLine['kind'][] = []
  let x = aLength
  let y = bLength
  for (let d = history.length - 1; d >= 0; d--) {
    const reach = history[d]!
    const at = (k: number) => reach[k + d + 1]!
    const k = x - y
    const isDown = k === -d || (k !== d && at(k - 1) < at(k + 1))
    const startX = d === 0 ? 0 : isDown ? at(k + 1) : at(k - 1) + 1
    for (; x > startX; x--, y--) kinds.push('same')
    if (d === 0) break
    kinds.push(isDown ? 'added' : 'removed')
    if (isDown) y--
    else x--
  }
  return kinds.reverse()
}
