import type { Value } from '../../functions/value'
import type { Evaluator } from '../../plan/query-plan'
import type { Emit, Operator, OperatorContext } from './operator'

/** WHERE on a stream: what has no value, or does not match, goes no further. */
export function streamFilter(predicate: Evaluator, { report }: OperatorContext, emit: Emit): Operator {
  const matches = matcher(predicate, report)
  return change => {
    if (change.row !== null && matches(change.row)) emit(change)
  }
}

/** WHERE on a table, or HAVING: a row that stops matching becomes a deletion, once; one that never matched gives nothing. */
export function tableFilter(predicate: Evaluator, { report }: OperatorContext, emit: Emit): Operator {
  const matches = matcher(predicate, report)
  return change => {
    const old = change.old !== null && matches(change.old) ? change.old : null
    const row = change.row !== null && matches(change.row) ? change.row : null
    if (row !== null || old !== null) emit({ ...change, row, old })
  }
}

function matcher(predicate: Evaluator, report: OperatorContext['report']): (row: Value[]) => boolean {
  return row => {
    try {
      return predicate(row) === true
    } catch (error) {
      report(error, 'a condition')
      return false
    }
  }
}
