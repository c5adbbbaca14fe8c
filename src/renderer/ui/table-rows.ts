/** Pure: the order of a table's rows. */

export type SortValue = number | string | bigint | null

export interface Sort {
  /** A column's id. */
  by: string
  descending: boolean
}

/** Rows in order of a value; rows without one come last whichever way it goes. The sort is stable. */
export function sortRows<Row>(
  rows: readonly Row[],
  value: (row: Row) => SortValue,
  descending: boolean,
): readonly Row[] {
  const keyed = rows.map(row => ({ row, key: value(row) }))
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null)
    const order = compare(a.key, b.key)
    return descending ? -order : order
  })
  return keyed.map(({ row }) => row)
}

const collator = new Intl.Collator('en', { numeric: true })

function compare(a: NonNullable<SortValue>, b: NonNullable<SortValue>): number {
  if (typeof a === 'string' && typeof b === 'string') return collator.compare(a, b)
  return a < b ? -1 : a > b ? 1 : 0
}

/** What a click on a column's title makes of the order: up, then down, then as the rows came. */
export function nextSort(sort: Sort | null, by: string): Sort | null {
  if (sort?.by !== by) return { by, descending: false }
  return sort.descending ? null : { by, descending: true }
}
