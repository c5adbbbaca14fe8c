import type { Value } from '../../functions/value'
import type { OutputItem } from '../../plan/query-plan'
import type { Emit, Operator, OperatorContext } from './operator'

/** SELECT: a new row from each row; a column that cannot be worked out is null. */
export function project(items: OutputItem[], { report }: OperatorContext, emit: Emit): Operator {
  const project = (row: Value[]) =>
    items.map(({ evaluate, name }) => {
      try {
        return evaluate(row)
      } catch (error) {
        report(error, `column ${name}`)
        return null
      }
    })
  return change => emit({ ...change, row: change.row && project(change.row), old: null })
}
