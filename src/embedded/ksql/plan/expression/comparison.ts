import { compareValues, sameValue, type Value } from '../../functions/value'
import type { ComparisonOperator } from '../../syntax/tree'
import { showType, type SqlType } from '../../syntax/types'
import { StatementError } from '../statement-error'
import { parseDate, parseTime, parseTimestamp } from './time-text'

const numbers = ['INTEGER', 'BIGINT', 'DOUBLE']
const ordered = [...numbers, 'STRING', 'BYTES', 'TIMESTAMP', 'DATE', 'TIME']

/** One side of a comparison. */
export interface Side {
  type: SqlType | null
  evaluate(row: Value[]): Value
  /** ROWTIME, WINDOWSTART and WINDOWEND are BIGINT and compare with ISO-8601 texts all the same. */
  isTime: boolean
}

/**
 * Compares two sides; null on either gives false.
 *
 * @throws StatementError when their types do not compare, or one is a literal NULL
 */
export function comparisonOf(operator: ComparisonOperator, left: Side, right: Side): (row: Value[]) => boolean {
  if (left.type === null || right.type === null) {
    throw new StatementError('Comparison with NULL not supported: use IS NULL or IS NOT NULL')
  }
  const a = alike(left, right)
  const b = alike(right, left)
  const types = `${showType(left.type)} ${operator} ${showType(right.type)}`
  const known = (numbers.includes(left.type.base) && numbers.includes(right.type.base)) || a.base === b.base
  const isEquality = operator === '=' || operator === '<>'
  if (!known || (!isEquality && !ordered.includes(a.base))) {
    throw new StatementError(`Comparison operator cannot be applied: ${types}`)
  }
  const holds = holdsFor[operator]
  return row => {
    const x = a.evaluate(row)
    const y = b.evaluate(row)
    return x !== null && y !== null && holds(x, y)
  }
}

/** The side, read as a time when it is text and the other is a time. */
function alike(side: Side, other: Side): { base: string; evaluate(row: Value[]): Value } {
  const base = side.type!.base
  if (base !== 'STRING') return { base, evaluate: side.evaluate }
  const parse = other.isTime ? parseTimestamp : parsers[other.type!.base]
  if (!parse) return { base, evaluate: side.evaluate }
  return {
    base: other.type!.base,
    evaluate(row) {
      const text = side.evaluate(row)
      return text === null ? null : parse(text as string)
    },
  }
}

const parsers: Record<string, (text: string) => number> = {
  TIMESTAMP: parseTimestamp,
  DATE: parseDate,
  TIME: parseTime,
}

const holdsFor: Record<ComparisonOperator, (a: Value, b: Value) => boolean> = {
  '=': sameValue,
  '<>': (a, b) => !sameValue(a, b),
  '<': (a, b) => compareValues(a, b) < 0,
  '<=': (a, b) => compareValues(a, b) <= 0,
  '>': (a, b) => compareValues(a, b) > 0,
  '>=': (a, b) => compareValues(a, b) >= 0,
}
