import type { SqlType } from '../../syntax/types'
import type { Value } from '../value'

/**
 * An aggregate that has been chosen for the types of its arguments. A state is a value, so that it can be kept in a
 * changelog; add and undo may change the state that they are given and must return the one to keep.
 */
export interface BoundAggregate {
  returns: SqlType
  /** How many arguments, from the first on, are evaluated for each row; those behind were literals. */
  inputs: number
  initial(): Value
  add(state: Value, values: Value[]): Value
  /** Takes back what add did. Absent: the aggregate is refused on tables. */
  undo?(state: Value, values: Value[]): Value
  result(state: Value): Value
}

/** An argument: its type, null for a literal NULL, and its value when it is a literal. */
export interface AggregateArgument {
  type: SqlType | null
  literal?: Value
}

/** What the properties of a request say of aggregates: how many values are collected; those behind are left out. */
export interface AggregateLimits {
  list: number
  set: number
}

export interface AggregateFunction {
  name: string
  description: string
  /** Undefined when it does not take these. A star and no argument are the same. */
  bind(input: AggregateArgument[], limits: AggregateLimits): BoundAggregate | undefined
}

const numeric = ['INTEGER', 'BIGINT', 'DOUBLE']

export function isNumber(type: SqlType | null | undefined): type is SqlType {
  return !!type && numeric.includes(type.base)
}

/** A sum or difference in the arithmetic of the type: whole numbers wrap around as in Java. */
export function plus(type: SqlType, a: Value, b: Value, sign: 1 | -1): Value {
  if (type.base === 'INTEGER') return ((a as number) + sign * (b as number)) | 0
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + sign * b
    if (type.base === 'DOUBLE' || Number.isSafeInteger(sum)) return sum
  }
  const wide = BigInt.asIntN(64, BigInt(a as number) + BigInt(sign) * BigInt(b as number))
  return wide >= -9007199254740991n && wide <= 9007199254740991n ? Number(wide) : wide
}
