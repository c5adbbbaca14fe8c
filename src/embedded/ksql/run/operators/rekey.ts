import { textOfValue, type Value } from '../../functions/value'
import type { Dialect } from '../../plan/catalog'
import { partSeparator, type Evaluator } from '../../plan/query-plan'
import type { SqlType } from '../../syntax/types'
import type { Emit, Operator, OperatorContext } from './operator'

/** PARTITION BY on a stream. */
export function rekey(
  { key, dialect, types }: { key: Evaluator[]; dialect: Dialect; types: SqlType[] },
  { report }: OperatorContext,
  emit: Emit,
): Operator {
  const keyOf = sinkKey(dialect, types)
  return change => {
    // A record without value has nothing to take the key from.
    if (change.row === null) return
    const values = evaluateAll(key, change.row, report)
    emit({ ...change, key: keyOf(values), rawKey: null })
  }
}

/** The key that a sink gets: typed columns, or in KSQL 5.x one text of them all. */
export function sinkKey(dialect: Dialect, types: SqlType[]): (values: Value[]) => Value[] {
  if (dialect === 'new') return values => values
  const text = (value: Value, index: number) => textOfValue(value, types[index]?.base === 'DOUBLE')
  return values => (values.length === 0 ? [null] : [values.map(text).join(partSeparator)])
}

export function evaluateAll(evaluators: Evaluator[], row: Value[], report: OperatorContext['report']): Value[] {
  return evaluators.map(evaluate => {
    try {
      return evaluate(row)
    } catch (error) {
      report(error, 'a key')
      return null
    }
  })
}
