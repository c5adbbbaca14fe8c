import { bigint, integer, string } from '../syntax/types'
import type { Column, Source } from './catalog'
import type { Scope } from './expression/scope'

/** What every record has beside its columns, in the order in which rows hold it behind them. */
export const pseudoColumns: Column[] = [
  { name: 'ROWTIME', type: bigint },
  { name: 'ROWPARTITION', type: integer },
  { name: 'ROWOFFSET', type: bigint },
]

/** KSQL 5.x gives every record its key as text. */
export const rowKey: Column = { name: 'ROWKEY', type: string }

/** Names that no declared column may have. */
export const reservedNames = [...pseudoColumns.map(({ name }) => name), 'WINDOWSTART', 'WINDOWEND']

/** Columns of the rows that a source gives: key, value, and what every record has. */
export function rowColumns(source: Source): Column[] {
  return [...source.key, ...source.value, ...pseudoColumns]
}

export function scopeOf(source: Source, alias: string | null, types: Scope['types']): Scope {
  return {
    columns: rowColumns(source),
    sources: alias ? [alias] : [source.name],
    dialect: source.dialect,
    types,
  }
}
