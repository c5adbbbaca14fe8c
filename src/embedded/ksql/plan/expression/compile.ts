import { scalarFunctions, bind, type ScalarFunction } from '../../functions/scalar'
import { sameValue, type Value } from '../../functions/value'
import type { Expression, NamedType } from '../../syntax/tree'
import { arrayOf, boolean, mapOf, showType, simpleType, string, type SqlType } from '../../syntax/types'
import type { Evaluator } from '../query-plan'
import { printExpression } from '../print'
import { notSupported, StatementError } from '../statement-error'
import { arithmeticOf } from './arithmetic'
import { castOf } from './cast'
import { comparisonOf, type Side } from './comparison'
import { likeMatcher } from './like'
import { resolveColumn, type Scope } from './scope'

/** An expression, ready to be evaluated for rows of its scope. A literal NULL has no type. */
export interface Compiled {
  type: SqlType | null
  evaluate: Evaluator
}

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>

const functions = new Map<string, ScalarFunction>(scalarFunctions.map(fn => [fn.name, fn]))

/** Deeper ones are refused: each level is a call. */
const depthMax = 200

/** @throws StatementError when a column or function is unknown, or types do not fit */
export function compile(expression: Expression, scope: Scope, depth = 0): Compiled {
  if (depth > depthMax) throw new StatementError(`Expressions are nested deeper than ${depthMax}`)
  const part = (inner: Expression) => compile(inner, scope, depth + 1)
  const condition = (inner: Expression) => booleanOf(inner, part(inner))
  switch (expression.kind) {
    case 'literal': {
      const { type, value } = expression.value
      return { type: type === 'NULL' ? null : simpleType(type)!, evaluate: () => value }
    }
    case 'column': {
      const { index, type } = resolveColumn(scope, expression.source, expression.name, expression.at)
      return { type, evaluate: row => row[index] ?? null }
    }
    case 'call':
      return compileCall(expression, part)
    case 'arithmetic': {
      const [left, right] = [part(expression.left), part(expression.right)]
      const { type, apply } = arithmeticOf(expression.operator, left.type, right.type)
      return { type, evaluate: row => apply(left.evaluate(row), right.evaluate(row)) }
    }
    case 'negate': {
      const value = part(expression.value)
      const zero: Compiled = { type: value.type, evaluate: () => 0 }
      const { type, apply } = arithmeticOf('-', zero.type, value.type)
      return { type, evaluate: row => apply(0, value.evaluate(row)) }
    }
    case 'comparison': {
      const sides = [expression.left, expression.right].map(side => sideOf(side, part(side)))
      return { type: boolean, evaluate: comparisonOf(expression.operator, sides[0]!, sides[1]!) }
    }
    case 'logical': {
      const [left, right] = [condition(expression.left), condition(expression.right)]
      const isAnd = expression.operator === 'AND'
      return {
        type: boolean,
        evaluate: isAnd
          ? row => left(row) === true && right(row) === true
          : row => left(row) === true || right(row) === true,
      }
    }
    case 'not': {
      const value = condition(expression.value)
      return { type: boolean, evaluate: row => value(row) !== true }
    }
    case 'isNull': {
      const { evaluate } = part(expression.value)
      const { isNegated } = expression
      return { type: boolean, evaluate: row => (evaluate(row) === null) !== isNegated }
    }
    case 'distinct': {
      const [left, right] = [part(expression.left), part(expression.right)]
      const { isNegated } = expression
      return { type: boolean, evaluate: row => sameValue(left.evaluate(row), right.evaluate(row)) === isNegated }
    }
    case 'between':
    case 'in':
    case 'like':
      return { type: boolean, evaluate: membershipOf(expression, part) }
    case 'case':
      return compileCase(expression, part)
    case 'cast': {
      const value = part(expression.value)
      const type = resolveType(expression.type, scope)
      const convert = castOf(value.type, type)
      return { type, evaluate: row => convert(value.evaluate(row)) }
    }
    case 'field':
      return compileField(expression, part(expression.value))
    case 'subscript':
      return compileSubscript(part(expression.value), part(expression.index), scope)
    case 'array':
    case 'map':
    case 'struct':
      return compileConstructor(expression, part)
    case 'lambda':
      throw notSupported('A lambda function')
  }
}

/** A condition. @throws StatementError when it is of another type */
export function compileCondition(expression: Expression, scope: Scope): Evaluator {
  return booleanOf(expression, compile(expression, scope))
}

function booleanOf(expression: Expression, { type, evaluate }: Compiled): Evaluator {
  if (type && type.base !== 'BOOLEAN') {
    throw new StatementError(`${printExpression(expression)} is ${showType(type)}; a condition must be BOOLEAN`)
  }
  return evaluate
}

/** The type that a name stands for. */
export function resolveType(type: SqlType | NamedType, scope: { types: ReadonlyMap<string, SqlType> }): SqlType {
  switch (type.base) {
    case 'NAMED': {
      const known = scope.types.get(type.name)
      if (!known) throw new StatementError(`Cannot resolve unknown type: ${type.name}`)
      return known
    }
    case 'DECIMAL':
      throw notSupported('The type DECIMAL')
    case 'ARRAY':
      return arrayOf(resolveType(type.item, scope))
    case 'MAP':
      return mapOf(resolveType(type.key, scope), resolveType(type.value, scope))
    case 'STRUCT':
      return { base: 'STRUCT', fields: type.fields.map(({ name, type }) => ({ name, type: resolveType(type, scope) })) }
    default:
      return type
  }
}

type Part = (expression: Expression) => Compiled

function compileCall(call: Of<'call'>, part: Part): Compiled {
  // Only functions that we do not have take lambdas; what is missing is the lambda, not the name.
  if (call.arguments.some(({ kind }) => kind === 'lambda'))
    throw notSupported(`A lambda function, here for ${call.name},`)
  const fn = functions.get(call.name)
  if (!fn) throw new StatementError(`Can't find any functions with the name '${call.name}'`)
  const inputs = call.arguments.map(part)
  const bound = bind(
    fn,
    inputs.map(({ type }) => type),
  )
  if (!bound || call.star) {
    const types = inputs.map(({ type }) => (type ? showType(type) : 'null')).join(', ')
    throw new StatementError(`Function '${call.name}' does not accept parameters (${call.star ? '*' : types}).`)
  }
  const evaluators = inputs.map(({ evaluate }) => evaluate)
  const [first, second] = evaluators
  if (evaluators.length === 1) return { type: bound.returns, evaluate: row => bound.apply([first!(row)]) }
  if (evaluators.length === 2) return { type: bound.returns, evaluate: row => bound.apply([first!(row), second!(row)]) }
  return { type: bound.returns, evaluate: row => bound.apply(evaluators.map(evaluate => evaluate(row))) }
}

function sideOf(expression: Expression, { type, evaluate }: Compiled): Side {
  const times = ['ROWTIME', 'WINDOWSTART', 'WINDOWEND']
  return { type, evaluate, isTime: expression.kind === 'column' && times.includes(expression.name) }
}

function membershipOf(expression: Of<'between'> | Of<'in'> | Of<'like'>, part: Part): Evaluator {
  const { isNegated } = expression
  const value = sideOf(expression.value, part(expression.value))
  const sided = (inner: Expression) => sideOf(inner, part(inner))
  if (expression.kind === 'between') {
    const low = comparisonOf('>=', value, sided(expression.low))
    const high = comparisonOf('<=', value, sided(expression.high))
    return row => (low(row) && high(row)) !== isNegated
  }
  if (expression.kind === 'in') {
    const equals = expression.list.map(item => comparisonOf('=', value, sided(item)))
    return row => equals.some(holds => holds(row)) !== isNegated
  }
  const pattern = part(expression.pattern)
  for (const { type } of [value, pattern]) {
    if (type && type.base !== 'STRING') throw new StatementError(`LIKE takes STRING, not ${showType(type)}`)
  }
  const matches = likeMatcher(expression.escape)
  return row => {
    const [text, like] = [value.evaluate(row), pattern.evaluate(row)]
    return text !== null && like !== null && matches(text as string, like as string) !== isNegated
  }
}

function compileCase({ operand, whens, otherwise }: Of<'case'>, part: Part): Compiled {
  const tests = whens.map(({ when }) =>
    operand ? comparisonOf('=', sideOf(operand, part(operand)), sideOf(when, part(when))) : booleanOf(when, part(when)),
  )
  const results = whens.map(({ then }) => part(then))
  const last = otherwise ? part(otherwise) : null
  const types = [...results, ...(last ? [last] : [])].flatMap(({ type }) => (type ? [type] : []))
  const first = types[0]
  if (!first) throw new StatementError('Invalid Case expression. All case branches have NULL as their type')
  const odd = types.find(type => showType(type) !== showType(first))
  if (odd) {
    throw new StatementError(
      `Invalid Case expression. Type for all 'THEN' clauses should be the same. Found ${showType(first)} and ${showType(odd)}`,
    )
  }
  return {
    type: first,
    evaluate(row) {
      const at = tests.findIndex(test => test(row) === true)
      return at < 0 ? (last?.evaluate(row) ?? null) : results[at]!.evaluate(row)
    },
  }
}

function compileField({ name }: Of<'field'>, value: Compiled): Compiled {
  if (value.type?.base !== 'STRUCT')
    throw new StatementError(`-> takes a field of a STRUCT, not of ${value.type ? showType(value.type) : 'NULL'}`)
  const field = value.type.fields.find(field => field.name === name)
  if (!field) throw new StatementError(`Could not find field '${name}' in '${showType(value.type)}'`)
  return {
    type: field.type,
    evaluate: row => (value.evaluate(row) as { [name: string]: Value } | null)?.[name] ?? null,
  }
}

/** Arrays count from 1 and, when negative, from their end; in KSQL 5.x they count from 0. */
function compileSubscript(value: Compiled, index: Compiled, scope: Scope): Compiled {
  if (value.type?.base === 'MAP') {
    return {
      type: value.type.value,
      evaluate: row => (value.evaluate(row) as { [name: string]: Value } | null)?.[String(index.evaluate(row))] ?? null,
    }
  }
  if (value.type?.base !== 'ARRAY')
    throw new StatementError(`[ ] takes an ARRAY or a MAP, not ${value.type ? showType(value.type) : 'NULL'}`)
  const first = scope.dialect === 'old' ? 0 : 1
  return {
    type: value.type.item,
    evaluate(row) {
      const array = value.evaluate(row) as Value[] | null
      const position = index.evaluate(row)
      if (array === null || position === null || (Number(position) === 0 && first === 1)) return null
      return array.at(Number(position) < 0 ? Number(position) : Number(position) - first) ?? null
    },
  }
}

function compileConstructor(expression: Of<'array'> | Of<'map'> | Of<'struct'>, part: Part): Compiled {
  if (expression.kind === 'array') {
    const items = expression.items.map(part)
    const type = commonType(items, 'ARRAY')
    return { type: arrayOf(type), evaluate: row => items.map(({ evaluate }) => evaluate(row)) }
  }
  if (expression.kind === 'map') {
    const entries = expression.entries.map(({ key, value }) => ({ key: part(key), value: part(value) }))
    const type = commonType(
      entries.map(({ value }) => value),
      'MAP',
    )
    return {
      type: mapOf(string, type),
      evaluate: row =>
        Object.fromEntries(entries.map(({ key, value }) => [String(key.evaluate(row)), value.evaluate(row)])),
    }
  }
  const fields = expression.fields.map(({ name, value }) => ({ name, value: part(value) }))
  return {
    type: { base: 'STRUCT', fields: fields.map(({ name, value }) => ({ name, type: value.type ?? string })) },
    evaluate: row => Object.fromEntries(fields.map(({ name, value }) => [name, value.evaluate(row)])),
  }
}

function commonType(parts: Compiled[], what: string): SqlType {
  const types = parts.flatMap(({ type }) => (type ? [type] : []))
  const first = types[0]
  if (!first)
    throw new StatementError(`Cannot construct ${what === 'ARRAY' ? 'an array' : 'a map'} with all NULL elements`)
  const odd = types.find(type => showType(type) !== showType(first))
  if (odd) throw new StatementError(`Cannot construct ${what} of ${showType(first)} and ${showType(odd)}`)
  return first
}
