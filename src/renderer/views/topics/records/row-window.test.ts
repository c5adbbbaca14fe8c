import { describe, expect, it } from 'vitest'
import type { RecordPage, RecordRow } from '../../../../shared/contract/records'
import { cursorAt, extendWindow, openWindow, pageRows, windowRowsMax } from './row-window'

const nothing = {
  kind: 'null',
  text: '',
  isCut: false,
  fields: null,
  schemaId: null,
  reason: null,
  sizeBytes: 0,
} as const
const row = (offset: number): RecordRow => ({
  partition: 0,
  offset: String(offset),
  timestamp: offset,
  key: nothing,
  value: nothing,
  headersCount: 0,
  sizeBytes: 0,
})
/** Offsets from up to, without, to. */
const page = (from: number, to: number, order: 'newest' | 'oldest' = 'oldest'): RecordPage => {
  const rows = Array.from({ length: to - from }, (_, i) => row(from + i))
  return {
    rows: order === 'oldest' ? rows : rows.reverse(),
    older: from > 0 ? `older;0:${from}` : null,
    newer: to < 10_000 ? `newer;0:${to}` : null,
    partitions: [],
    isPartial: false,
    notes: from === 0 ? ['the beginning'] : [],
  }
}
const offsets = ({ rows }: { rows: readonly RecordRow[] }) => rows.map(({ offset }) => Number(offset))

describe('the window of rows', () => {
  it('goes on below and above, in the order that is shown', () => {
    let window = openWindow(page(200, 400, 'newest'), 'newest')
    expect([cursorAt(window, 'up'), cursorAt(window, 'down')]).toEqual(['newer;0:400', 'older;0:200'])
    window = extendWindow(window, 'down', page(0, 200, 'newest'), 'newest')
    expect(offsets(window)).toEqual(Array.from({ length: 400 }, (_, i) => 399 - i))
    expect([window.shift, cursorAt(window, 'down')]).toEqual([0, null])
    window = extendWindow(window, 'up', page(400, 450, 'newest'), 'newest')
    expect([window.shift, window.rows.length, cursorAt(window, 'up')]).toEqual([50, 450, 'newer;0:450'])
  })

  it('never holds more than its bound: what lies at the other end is let go and can be read again', () => {
    let window = openWindow(page(0, pageRows), 'oldest')
    for (let from = pageRows; from < 9_000; from += pageRows) {
      window = extendWindow(window, 'down', page(from, from + pageRows), 'oldest')
      expect(window.rows.length).toBeLessThanOrEqual(windowRowsMax)
    }
    expect(window.shift).toBe(-pageRows)
    expect(offsets(window)[0]).toBe(9_000 - windowRowsMax)
    expect(cursorAt(window, 'up')).toBe(`older;0:${9_000 - windowRowsMax}`)
    window = extendWindow(window, 'up', page(6_800, 7_000), 'oldest')
    expect([window.rows.length, window.shift]).toEqual([windowRowsMax, pageRows])
    expect(cursorAt(window, 'down')).toBe('newer;0:8800')
  })

  it('has no row twice and says each note once', () => {
    let window = openWindow(page(0, 10), 'oldest')
    window = extendWindow(window, 'down', page(0, 20), 'oldest')
    expect(window.rows).toHaveLength(20)
    expect(window.notes).toEqual(['the beginning'])
  })

  it('of an empty topic has nothing and leads nowhere', () => {
    const empty = { ...page(0, 0), newer: null }
    const window = openWindow(empty, 'newest')
    expect([window.rows.length, cursorAt(window, 'up'), cursorAt(window, 'down')]).toEqual([0, null, null])
  })
})
