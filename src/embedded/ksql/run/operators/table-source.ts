import type { Value } from '../../functions/value'
import type { Change, Emit, Operator, OperatorContext } from './operator'

/** The rows of a table, as its topic has made them so far. */
export interface TableSource {
  operator: Operator
  rows(): Iterable<Change>
}

/** A stored row: the row, its key's columns, its time. */
type Stored = [Value[], Value[], number]

/**
 * Turns the records of a table's topic into changes that know which row they replace. Rows are told apart by the bytes of
 * their record's key. A record without key is nothing, one without value deletes.
 */
export function tableSource({ stores }: OperatorContext, emit: Emit): TableSource {
  const rows = stores.open('rows')
  return {
    operator(change) {
      if (change.rawKey === null) return
      const key = change.rawKey.toString('latin1')
      const stored = rows.get(key) as Stored | undefined
      if (change.row === null) {
        rows.delete(key)
        if (!stored) return
      } else {
        rows.set(key, [change.row, change.key, change.timestamp])
      }
      emit({ ...change, old: stored ? stored[0] : null })
    },
    *rows() {
      for (const [key, value] of rows.entries()) {
        const [row, columns, timestamp] = value as Stored
        yield {
          key: columns,
          rawKey: Buffer.from(key, 'latin1'),
          row,
          old: null,
          timestamp,
          partition: 0,
          window: null,
        }
      }
    },
  }
}
