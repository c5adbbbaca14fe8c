import type { SqlType } from '../../syntax/types'
import type { At } from '../../syntax/tree'
import type { Column, Dialect } from '../catalog'
import { StatementError } from '../statement-error'

/** The columns that an expression may name. */
export interface Scope {
  columns: Column[]
  /** Names that may stand before a column's, with a dot. */
  sources: string[]
  dialect: Dialect
  types: ReadonlyMap<string, SqlType>
}

/** @throws StatementError when there is no such column */
export function resolveColumn(
  scope: Scope,
  source: string | null,
  name: string,
  at: At,
): { index: number; type: SqlType } {
  const shown = source ? `${source}.${name}` : name
  if (source !== null && !scope.sources.includes(source)) {
    throw new StatementError(
      `Line: ${at.line}, Col: ${at.column}: '${source}' is not a valid stream/table name or alias.`,
    )
  }
  const index = scope.columns.findIndex(column => column.name === name)
  if (index < 0) throw new StatementError(`Line: ${at.line}, Col: ${at.column}: Column '${shown}' cannot be resolved.`)
  return { index, type: scope.columns[index]!.type }
}
