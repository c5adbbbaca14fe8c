import { describe, expect, it } from 'vitest'
import { nextSort, sortRows, type SortValue } from './table-rows'

const order = (values: SortValue[], descending = false) => sortRows(values, value => value, descending)

describe('the order of rows', () => {
  it('is by number, by bigint, and by text with its figures as numbers', () => {
    expect(order([10, 9, 100])).toEqual([9, 10, 100])
    expect(order([10n, 9n])).toEqual([9n, 10n])
    expect(order(['p10', 'p9', 'P1'])).toEqual(['P1', 'p9', 'p10'])
    expect(order([1, 3, 2], true)).toEqual([3, 2, 1])
  })

  it('has what is not known last, both ways', () => {
    expect(order([2, null, 1])).toEqual([1, 2, null])
    expect(order([2, null, 1], true)).toEqual([2, 1, null])
  })

  it('leaves equal rows as they came', () => {
    const rows = [
      { id: 'a', n: 1 },
      { id: 'b', n: 0 },
      { id: 'c', n: 1 },
    ]
    expect(sortRows(rows, row => row.n, true).map(row => row.id)).toEqual(['a', 'c', 'b'])
  })

  it('turns with each click on a title, and the third click ends it', () => {
    const up = nextSort(null, 'name')
    expect(up).toEqual({ by: 'name', descending: false })
    const down = nextSort(up, 'name')
    expect(down).toEqual({ by: 'name', descending: true })
    expect(nextSort(down, 'name')).toBeNull()
    expect(nextSort(down, 'size')).toEqual({ by: 'size', descending: false })
  })
})
