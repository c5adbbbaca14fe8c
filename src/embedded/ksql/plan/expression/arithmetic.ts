import { bigintValue, type Value } from '../../functions/value'
import type { ArithmeticOperator } from '../../syntax/tree'
import { bigint, double, integer, showType, string, type SqlType } from '../../syntax/types'
import { StatementError } from '../statement-error'

type Binary = (a: Value, b: Value) => Value
type Table = Record<Exclude<ArithmeticOperator, '||'>, Binary>

/**
 * An operator for the types of its sides. Either side null makes the result null; whole numbers wrap around as in Java.
 *
 * @throws StatementError when the operator does not take these types
 */
export function arithmeticOf(
  operator: ArithmeticOperator,
  left: SqlType | null,
  right: SqlType | null,
): { type: SqlType; apply: Binary } {
  const isText = (type: SqlType | null) => type?.base === 'STRING'
  const isJoin = (isText(left) || left === null) && (isText(right) || right === null)
  if (operator === '||' || (operator === '+' && isText(left) && isText(right))) {
    if (!isJoin) throw mismatch(operator, left, right)
    return { type: string, apply: unlessNull((a, b) => (a as string) + (b as string)) }
  }
  const type = numberType(left, right)
  if (!type) throw mismatch(operator, left, right)
  const table = type.base === 'DOUBLE' ? doubles : type.base === 'INTEGER' ? integers : bigints
  return { type, apply: unlessNull(table[operator]) }
}

function mismatch(operator: string, left: SqlType | null, right: SqlType | null): StatementError {
  const shown = (type: SqlType | null) => (type ? showType(type) : 'NULL')
  return new StatementError(`Operator ${operator} does not take ${shown(left)} and ${shown(right)}`)
}

function numberType(left: SqlType | null, right: SqlType | null): SqlType | null {
  const order = [integer, bigint, double]
  const ranks = [left ?? integer, right ?? integer].map(type => order.findIndex(({ base }) => base === type.base))
  return ranks.includes(-1) ? null : order[Math.max(...ranks)]!
}

function unlessNull(apply: Binary): Binary {
  return (a, b) => (a === null || b === null ? null : apply(a, b))
}

const doubles: Table = {
  '+': (a, b) => Number(a) + Number(b),
  '-': (a, b) => Number(a) - Number(b),
  '*': (a, b) => Number(a) * Number(b),
  '/': (a, b) => Number(a) / Number(b),
  '%': (a, b) => Number(a) % Number(b),
}

const integers: Table = {
  '+': (a, b) => ((a as number) + (b as number)) | 0,
  '-': (a, b) => ((a as number) - (b as number)) | 0,
  '*': (a, b) => Math.imul(a as number, b as number),
  '/': (a, b) => Math.trunc((a as number) / divisor(b as number)) | 0,
  '%': (a, b) => ((a as number) % divisor(b as number)) | 0,
}

const bigints: Table = {
  '+': exact(
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  '-': exact(
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  '*': exact(
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  '/': exact(
    (a, b) => Math.trunc(a / divisor(b)),
    (a, b) => a / BigInt(divisor(b)),
  ),
  '%': exact(
    (a, b) => a % divisor(b),
    (a, b) => a % BigInt(divisor(b)),
  ),
}

/** In doubles where they are exact, in bigints else. */
function exact(small: (a: number, b: number) => number, large: (a: bigint, b: bigint) => bigint): Binary {
  return (a, b) => {
    if (typeof a === 'number' && typeof b === 'number') {
      const result = small(a, b)
      if (Number.isSafeInteger(result)) return result + 0
    }
    return bigintValue(large(BigInt(a as number), BigInt(b as number)))
  }
}

function divisor<T extends number | bigint>(value: T): T {
  if (Number(value) === 0) throw new Error('/ by zero')
  return value
}
