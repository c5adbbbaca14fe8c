import { describe, expect, it } from 'vitest'
import { diffLines } from './lines'
import { sideRows, unifiedRows } from './rows'

const texts = (lines: ReturnType<typeof diffLines>['lines'], side: 'added' | 'removed') =>
  lines.filter(({ kind }) => kind === 'same' || kind === side).map(({ text }) => text)

/** The length of the longest common subsequence, by the table of the textbook. */
function common(a: readonly string[], b: readonly string[]): number {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  a.forEach((x, i) =>
    b.forEach((y, j) => {
      table[i + 1]![j + 1] = x === y ? table[i]![j]! + 1 : Math.max(table[i]![j + 1]!, table[i + 1]![j]!)
    }),
  )
  return table[a.length]![b.length]!
}

describe('a comparison of lines', () => {
  it('gives both texts back and keeps as many lines as can be kept', () => {
    let seed = 7
    const chance = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647
    const some = () => Array.from({ length: Math.floor(chance() * 12) }, () => 'abc'[Math.floor(chance() * 3)]!)
    for (let i = 0; i < 500; i++) {
      const [older, newer] = [some(), some()]
      const { lines, added, removed } = diffLines(older, newer)
      expect(texts(lines, 'removed')).toEqual(older)
      expect(texts(lines, 'added')).toEqual(newer)
      const kept = common(older, newer)
      expect([added, removed]).toEqual([newer.length - kept, older.length - kept])
    }
  })

  it('numbers the lines of each side', () => {
    expect(diffLines(['a', 'b'], ['a', 'c']).lines).toEqual([
      { kind: 'same', text: 'a', older: 1, newer: 1 },
      { kind: 'removed', text: 'b', older: 2, newer: null },
      { kind: 'added', text: 'c', older: null, newer: 2 },
    ])
  })

  it('gives up matching texts that differ too much, and says so', () => {
    const older = Array.from({ length: 5_000 }, (_, i) => `old ${i}`)
    const newer = Array.from({ length: 5_000 }, (_, i) => `new ${i}`)
    const diff = diffLines(['first', ...older, 'last'], ['first', ...newer, 'last'])
    expect(diff).toMatchObject({ isRough: true, added: 5_000, removed: 5_000 })
    expect(diff.lines.at(-1)).toMatchObject({ kind: 'same', text: 'last' })
  })
})

describe('rows of a comparison', () => {
  const older = Array.from({ length: 20 }, (_, i) => `line ${i}`)
  const newer = older.map(line => (line === 'line 10' ? 'line ten' : line))
  const { lines } = diffLines(older, newer)

  it('fold away what is far from a change, until it is opened', () => {
    const rows = unifiedRows(lines, new Set())
    expect(rows.filter(({ kind }) => kind === 'fold')).toEqual([
      { kind: 'fold', at: 0, count: 7 },
      { kind: 'fold', at: 15, count: 6 },
    ])
    expect(rows).toHaveLength(10)
    expect(unifiedRows(lines, new Set([0, 15]))).toHaveLength(21)
  })

  it('mark the part of a line that differs', () => {
    const changed = unifiedRows(lines, new Set()).flatMap(row =>
      row.kind === 'line' && row.cell.kind !== 'same' ? [row.cell] : [],
    )
    expect(changed.map(({ text, changed: range }) => text.slice(...range!))).toEqual(['10', 'ten'])
  })

  it('stand against each other side by side, with blanks where one side has fewer', () => {
    const pairs = sideRows(diffLines(['a', 'x: 1'], ['a', 'x: 2', 'y', 'z']).lines, new Set())
    expect(pairs.map(row => row.kind === 'pair' && [row.older?.text ?? null, row.newer?.text ?? null])).toEqual([
      ['a', 'a'],
      ['x: 1', 'x: 2'],
      [null, 'y'],
      [null, 'z'],
    ])
  })

  it('are none for equal texts but the fold', () => {
    expect(unifiedRows(diffLines(older, older).lines, new Set())).toEqual([{ kind: 'fold', at: 0, count: 20 }])
    expect(sideRows(diffLines([], []).lines, new Set())).toEqual([])
  })
})
