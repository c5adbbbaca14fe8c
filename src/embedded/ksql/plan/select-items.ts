import type { Expression, SelectItem } from '../syntax/tree'
import type { Dialect, Source } from './catalog'
import { pseudoColumns } from './source-columns'
import { StatementError } from './statement-error'

/** Columns that one query may select. */
const itemsMax = 5_000

/** An item of SELECT with the name that its column gets. */
export interface NamedExpression {
  name: string
  expression: Expression
}

/** Stars replaced by the columns that they stand for, and every item named. */
export function namedItems(
  select: SelectItem[],
  source: Source,
  alias: string | null,
  isTransient: boolean,
  dialect: Dialect,
): NamedExpression[] {
  let unnamed = 0
  const items = select.flatMap((item, position): NamedExpression[] => {
    if (item.kind === 'star') {
      if (item.source !== null && item.source !== (alias ?? source.name)) {
        throw new StatementError(`'${item.source}' is not a valid stream/table name or alias.`)
      }
      return starColumns(source, isTransient).map(name => ({
        name,
        expression: { kind: 'column', source: null, name, at: item.at },
      }))
    }
    const name = item.alias ?? ownName(item.expression)
    // KSQL 5.x numbered by the place in SELECT, its successors number what has no name.
    return [{ name: name ?? `KSQL_COL_${dialect === 'old' ? position : unnamed++}`, expression: item.expression }]
  })
  if (items.length > itemsMax) throw new StatementError(`SELECT has more than ${itemsMax} columns`)
  return items
}

function ownName(expression: Expression): string | null {
  return expression.kind === 'column' || expression.kind === 'field' ? expression.name : null
}

/** Pseudo columns are no part of `*`, but for those that KSQL 5.x showed to a caller. */
function starColumns(source: Source, isTransient: boolean): string[] {
  const declared = source.value.map(({ name }) => name)
  const keys = source.key.map(({ name }) => name)
  if (source.dialect === 'new') return [...keys, ...declared]
  return isTransient ? [pseudoColumns[0]!.name, ...keys, ...declared] : declared
}
