import { double, showType, string, type SqlType } from '../../syntax/types'
import type { Value } from '../value'

/** What a parameter takes: a type, or any of a family. */
export type Parameter = SqlType | 'any' | 'number' | 'array' | 'map' | 'comparable'

export interface Overload {
  takes: Parameter[]
  /** What each further argument must be; absent: there are none. */
  rest?: Parameter
  returns: SqlType | ((types: SqlType[]) => SqlType)
  /** Arguments as values of the types taken. What it throws makes the field null and is logged. */
  apply(...values: Value[]): Value
}

export interface ScalarFunction {
  name: string
  category: string
  description: string
  /** True when nulls are arguments like any other; else one null makes the result null without a call. */
  takesNulls?: boolean
  /** The first that fits is taken. */
  overloads: Overload[]
}

/** A function that has been chosen for the types of its arguments. */
export interface BoundFunction {
  returns: SqlType
  apply(values: Value[]): Value
}

const numeric = ['INTEGER', 'BIGINT', 'DOUBLE', 'DECIMAL']

/** The overload for these types; null stands for a literal NULL. Undefined when there is none. */
export function bind(fn: ScalarFunction, types: (SqlType | null)[]): BoundFunction | undefined {
  const overload = fn.overloads.find(overload => fits(overload, types))
  if (!overload) return undefined
  const known = types.map(type => type ?? string)
  const returns = typeof overload.returns === 'function' ? overload.returns(known) : overload.returns
  if (fn.takesNulls) return { returns, apply: values => overload.apply(...values) }
  return { returns, apply: values => (values.includes(null) ? null : overload.apply(...values)) }
}

function fits({ takes, rest }: Overload, types: (SqlType | null)[]): boolean {
  if (types.length < takes.length || (types.length > takes.length && !rest)) return false
  return types.every((type, index) => type === null || isA(type, takes[index] ?? rest!))
}

/** Whether a value of this type may be passed; whole numbers widen. */
function isA(type: SqlType, parameter: Parameter): boolean {
  switch (parameter) {
    case 'any':
      return true
    case 'number':
      return numeric.includes(type.base)
    case 'array':
      return type.base === 'ARRAY'
    case 'map':
      return type.base === 'MAP'
    case 'comparable':
      return !['ARRAY', 'MAP', 'STRUCT'].includes(type.base)
    default: {
      const from = numeric.indexOf(type.base)
      const to = numeric.indexOf(parameter.base)
      if (from >= 0 && to >= 0 && to < 3) return from <= to
      return showType(type) === showType(parameter)
    }
  }
}

/** The widest of the numbers' types, or the first type that is known. */
export function widest(types: SqlType[]): SqlType {
  const numbers = types.filter(type => numeric.includes(type.base))
  if (numbers.length === 0) return types[0] ?? string
  return numbers.reduce((wide, type) => (numeric.indexOf(type.base) > numeric.indexOf(wide.base) ? type : wide))
}

/** One overload of strings. */
export function ofStrings(count: number, returns: SqlType, apply: (...texts: string[]) => Value): Overload {
  return {
    takes: Array.from({ length: count }, () => string),
    returns,
    apply: (...values) => apply(...(values as string[])),
  }
}

/** One overload of doubles; whole numbers widen. */
export function ofDoubles(count: number, returns: SqlType, apply: (...numbers: number[]) => Value): Overload {
  return {
    takes: Array.from({ length: count }, () => double),
    returns,
    apply: (...values) => apply(...values.map(Number)),
  }
}

/** The index in Java's sense of a position that counts from 1, or from the end when negative; null for 0. */
export function indexOfPosition(position: number, length: number): number | null {
  if (position === 0) return null
  return position > 0 ? position - 1 : length + position
}
