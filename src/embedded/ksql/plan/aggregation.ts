import { aggregateFunctions, type AggregateFunction, type AggregateLimits } from '../functions/aggregate'
import type { Expression, Query, WindowClause } from '../syntax/tree'
import { bigint, showType, type SqlType } from '../syntax/types'
import type { Dialect, Source } from './catalog'
import { compile, compileCondition, type Compiled } from './expression/compile'
import type { Scope } from './expression/scope'
import { mapExpression, printExpression } from './print'
import type { AggregateCall, OutputItem, Step, WindowPlan } from './query-plan'
import type { NamedExpression } from './select-items'
import { collectLimits } from './settings'
import { notSupported, StatementError } from './statement-error'
import { windowPlan } from './window'

const aggregates = new Map<string, AggregateFunction>(aggregateFunctions.map(fn => [fn.name, fn]))

export interface AggregationPlan {
  steps: Step[]
  items: OutputItem[]
  window: WindowPlan | null
}

/** The aggregate calls in an expression, the outer ones only. */
export function aggregateCalls(expression: Expression): string[] {
  const found: string[] = []
  mapExpression(expression, part => {
    if (part.kind !== 'call' || !aggregates.has(part.name)) return null
    found.push(part.name)
    return part
  })
  return found
}

/**
 * GROUP BY, the aggregates of SELECT and HAVING, and what SELECT makes of their results: each aggregate becomes a column
 * of an inner row, and so does each grouped expression; SELECT and HAVING are evaluated on inner rows.
 */
export function planAggregation(
  query: Query,
  items: NamedExpression[],
  source: Source,
  scope: Scope,
  { dialect, properties }: { dialect: Dialect; properties: Record<string, string> },
): AggregationPlan {
  const groupBy = query.groupBy!
  if (groupBy.length === 0) throw new StatementError('GROUP BY requires at least one expression')
  const groups = groupBy.map(expression => groupOf(expression, scope))
  const window = planWindow(query.window, source)
  const calls: AggregateCall[] = []
  const inner: Scope = {
    ...scope,
    sources: [],
    columns: groups.map(({ type }, index) => ({ name: groupColumn(index), type })),
  }
  const inside: Inside = { groupBy, calls, inner, source, scope, window, limits: collectLimits(properties) }
  const rewritten = items.map(({ name, expression }) => ({ name, expression: rewrite(expression, inside) }))
  const having = query.having && rewrite(query.having, inside)
  if (calls.length === 0) {
    throw new StatementError('GROUP BY requires aggregate functions in either the SELECT or HAVING clause.')
  }
  inner.columns.push({ name: 'ROWTIME', type: bigint })
  if (window) inner.columns.push({ name: 'WINDOWSTART', type: bigint }, { name: 'WINDOWEND', type: bigint })
  // Results stand behind the groups in a row; their columns were added in the order of the calls.
  const steps: Step[] = [
    {
      op: 'aggregate',
      groups: groups.map(({ evaluate }) => evaluate),
      types: groups.map(({ type }) => type),
      aggregates: calls,
      dialect,
      window,
    },
  ]
  if (having) {
    steps.push({ op: 'filter', predicate: compileCondition(having, inner), text: printExpression(query.having!) })
  }
  return { steps, window, items: rewritten.map(item => outputItem(item, inner, dialect, groups.length)) }
}

function groupColumn(index: number): string {
  return `#group${index}`
}

function groupOf(expression: Expression, scope: Scope): { type: SqlType } & Compiled {
  if (aggregateCalls(expression).length > 0) {
    throw new StatementError(`GROUP BY does not support aggregate functions: ${printExpression(expression)}.`)
  }
  const compiled = compile(expression, scope)
  if (!compiled.type || compiled.type.base === 'MAP') {
    throw new StatementError(`GROUP BY does not take ${compiled.type ? showType(compiled.type) : 'NULL'}`)
  }
  return { ...compiled, type: compiled.type }
}

function outputItem(
  { name, expression }: NamedExpression,
  inner: Scope,
  dialect: Dialect,
  groupCount: number,
): OutputItem {
  const { type, evaluate } = compile(expression, inner)
  if (!type) throw new StatementError(`${name} has no type: use CAST(NULL AS …)`)
  const index = expression.kind === 'column' ? inner.columns.findIndex(column => column.name === expression.name) : -1
  const isKey = dialect === 'new' && index >= 0 && index < groupCount
  return { name, type, evaluate, keyIndex: isKey ? index : null }
}

/** What an expression is rewritten in. */
interface Inside {
  groupBy: Expression[]
  /** Filled with the aggregates that are found. */
  calls: AggregateCall[]
  /** The scope of inner rows; the results of calls are added to its columns. */
  inner: Scope
  source: Source
  scope: Scope
  window: WindowPlan | null
  limits: AggregateLimits
}

function rewrite(expression: Expression, inside: Inside): Expression {
  const { groupBy, calls, inner, scope, window } = inside
  const groupTexts = groupBy.map(printExpression)
  return mapExpression(expression, part => {
    const index = groupTexts.indexOf(printExpression(part))
    if (index >= 0) return { kind: 'column', source: null, name: groupColumn(index), at: part.at }
    if (part.kind === 'call' && aggregates.has(part.name)) {
      const name = `#aggregate${calls.length}`
      const { call, type } = bindAggregate(part, inside)
      calls.push(call)
      inner.columns.push({ name, type })
      return { kind: 'column', source: null, name, at: part.at }
    }
    if (part.kind !== 'column') return null
    if (window && ['WINDOWSTART', 'WINDOWEND'].includes(part.name)) return part
    compile(part, scope)
    throw new StatementError(
      `Non-aggregate SELECT expression(s) not part of GROUP BY: ${printExpression(part)}\nEither add the column(s) to the GROUP BY or remove them from the SELECT.`,
    )
  })
}

type Call = Extract<Expression, { kind: 'call' }>

function bindAggregate(call: Call, { source, scope, limits }: Inside): { call: AggregateCall; type: SqlType } {
  const fn = aggregates.get(call.name)!
  if (call.arguments.some(argument => aggregateCalls(argument).length > 0)) {
    throw new StatementError(`Aggregate functions can not be nested: ${printExpression(call)}`)
  }
  const inputs = call.arguments.map(argument => ({ argument, compiled: compile(argument, scope) }))
  const bound = fn.bind(
    inputs.map(({ argument, compiled }) =>
      argument.kind === 'literal' ? { type: compiled.type, literal: argument.value.value } : { type: compiled.type },
    ),
    limits,
  )
  if (!bound || (call.star && call.name !== 'COUNT')) {
    const types = inputs.map(({ compiled }) => (compiled.type ? showType(compiled.type) : 'null')).join(', ')
    throw new StatementError(`Function '${call.name}' does not accept parameters (${call.star ? '*' : types}).`)
  }
  if (source.kind === 'TABLE' && !bound.undo) {
    throw new StatementError(
      `The aggregation function(s) (${call.name}) cannot be applied to a table source, only to a stream source.`,
    )
  }
  const evaluators = inputs.slice(0, bound.inputs).map(({ compiled }) => compiled.evaluate)
  return { call: { function: bound, inputs: evaluators }, type: bound.returns }
}

function planWindow(clause: WindowClause | null, source: Source): WindowPlan | null {
  if (!clause) return null
  if (source.kind === 'TABLE') throw new StatementError('WINDOW clause is only supported on streams, not on tables')
  if (clause.kind === 'SESSION') throw notSupported('WINDOW SESSION')
  return windowPlan(clause)
}
