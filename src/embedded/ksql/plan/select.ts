import type { Expression, Query, SourceKind } from '../syntax/tree'
import type { SqlType } from '../syntax/types'
import { aggregateCalls, planAggregation } from './aggregation'
import type { Catalog, Column, Dialect, Source } from './catalog'
import { compile, compileCondition } from './expression/compile'
import type { Scope } from './expression/scope'
import { printExpression } from './print'
import type { OutputItem, QueryPlan, Step } from './query-plan'
import { namedItems, type NamedExpression } from './select-items'
import { pseudoColumns, rowKey, scopeOf } from './source-columns'
import { notSupported, StatementError } from './statement-error'

export interface SelectOptions {
  catalog: Catalog
  /** Of the result: how its key is made and whether the value has the key's columns too. */
  dialect: Dialect
  /** For a caller who reads the rows, rather than for a sink. */
  isTransient: boolean
  /** Of the request. */
  properties: Record<string, string>
  /** The sink, for messages. */
  sinkName: string | null
}

/** @throws StatementError when the source is not there */
export function sourceNamed(catalog: Catalog, name: string): Source {
  const source = catalog.sources.get(name)
  if (!source) throw new StatementError(`${name} does not exist.`)
  return source
}

/**
 * The steps from the records of a source to the rows of SELECT.
 *
 * @throws StatementError when the query makes no sense for the source, or asks for what is not done yet
 */
export function planSelect(query: Query, options: SelectOptions): QueryPlan {
  if (query.joins.length > 0) throw notSupported('JOIN')
  if (query.emit === 'FINAL') throw notSupported('EMIT FINAL')
  const source = sourceNamed(options.catalog, query.from.name)
  if (source.window) throw notSupported('Reading the changes of a windowed table')
  const scope = scopeOf(source, query.from.alias, options.catalog.types)
  const items = namedItems(query.select, source, query.from.alias, options.isTransient, options.dialect)
  const where = planWhere(query, scope)
  const isAggregation = query.groupBy !== null
  const plan = isAggregation
    ? planAggregation(query, items, source, scope, options)
    : { ...planProjection(query, items, source, scope, options), window: null }
  const kind: SourceKind = isAggregation ? 'TABLE' : source.kind
  const result = options.isTransient ? plan.items : withoutImplicit(plan.items, options.dialect)
  checkNames(result)
  const key = keyColumns(result, options.dialect, isAggregation ? query.groupBy! : null)
  const value = options.dialect === 'old' ? result : result.filter(item => item.keyIndex === null)
  return {
    source,
    kind,
    steps: [...where, ...plan.steps, { op: 'project', items: options.isTransient ? result : value }],
    items: result,
    key,
    value: value.map(({ name, type }) => ({ name, type })),
    sink: null,
    limit: query.limit,
    dialect: options.dialect,
    window: plan.window,
  }
}

function planWhere({ where }: Query, scope: Scope): Step[] {
  if (!where) return []
  const calls = aggregateCalls(where)
  if (calls.length > 0) throw new StatementError(`WHERE does not support aggregate functions: ${calls.join(', ')}`)
  return [{ op: 'filter', predicate: compileCondition(where, scope), text: printExpression(where) }]
}

function planProjection(
  query: Query,
  items: NamedExpression[],
  source: Source,
  scope: Scope,
  { dialect }: SelectOptions,
): { steps: Step[]; items: OutputItem[] } {
  const calls = items.flatMap(({ expression }) => aggregateCalls(expression))
  if (calls.length > 0) {
    throw new StatementError(
      `Use of aggregate functions requires a GROUP BY clause. Aggregate function(s): ${calls.join(', ')}`,
    )
  }
  if (query.having) throw new StatementError('HAVING clause requires a GROUP BY clause')
  if (query.window) throw new StatementError('WINDOW clause requires a GROUP BY clause.')
  const rekey = query.partitionBy && planRekey(query.partitionBy, source, scope, dialect)
  const keys = rekey ? query.partitionBy! : source.key.map(({ name }) => columnNamed(name))
  const keyTexts = dialect === 'old' ? [rowKey.name] : keys.map(printExpression)
  return {
    steps: rekey ? [rekey] : [],
    items: items.map(({ name, expression }) => {
      const { type, evaluate } = compile(expression, scope)
      if (!type) throw new StatementError(`${name} has no type: use CAST(NULL AS …)`)
      const index = keyTexts.indexOf(printExpression(expression))
      return { name, type, evaluate, keyIndex: index < 0 ? null : index }
    }),
  }
}

function columnNamed(name: string): Expression {
  return { kind: 'column', source: null, name, at: { line: 1, column: 1 } }
}

function planRekey(partitionBy: Expression[], source: Source, scope: Scope, dialect: Dialect): Step {
  if (source.kind === 'TABLE') {
    throw new StatementError(
      'Invalid result type. PARTITION BY is not supported on tables: it would break the order of their changes.',
    )
  }
  const keys = partitionBy.map(expression => compile(expression, scope))
  const [first] = partitionBy
  const isKeyless = keys.length === 1 && first?.kind === 'literal' && first.value.type === 'NULL'
  if (isKeyless) return { op: 'rekey', key: [], dialect, types: [] }
  const types = keys.map(({ type }) => type)
  if (types.includes(null)) throw new StatementError('Cannot PARTITION BY multiple columns including NULL')
  return { op: 'rekey', key: keys.map(({ evaluate }) => evaluate), dialect, types: types as SqlType[] }
}

/** KSQL 5.x never put its implicit columns into a sink's value under their own names. */
function withoutImplicit(items: OutputItem[], dialect: Dialect): OutputItem[] {
  const implicit = [pseudoColumns[0]!.name, rowKey.name]
  return dialect === 'old' ? items.filter(({ name }) => !implicit.includes(name)) : items
}

function checkNames(items: OutputItem[]): void {
  const seen = new Set<string>()
  for (const { name } of items) {
    if (seen.has(name))
      throw new StatementError(`The projection contains two columns called \`${name}\`: give one an alias.`)
    seen.add(name)
  }
}

/** The key's columns as far as SELECT names them, in the key's order. */
function keyColumns(items: OutputItem[], dialect: Dialect, groupBy: Expression[] | null): Column[] {
  if (dialect === 'old') return [rowKey]
  const keys: Column[] = []
  for (const { name, type, keyIndex } of items) {
    if (keyIndex === null) continue
    const other = keys[keyIndex]
    if (other) {
      throw new StatementError(
        `The projection contains a key column more than once: \`${other.name}\` and \`${name}\`.\nEach key column must only be in the projection once. If you intended to copy the key into the value, then consider using the AS_VALUE function to indicate which key reference should be copied.`,
      )
    }
    keys[keyIndex] = { name, type }
  }
  return groupBy ? Array.from({ length: groupBy.length }, (_, index) => keys[index]!) : keys
}

/**
 * @throws StatementError unless a sink can be made of the plan: every key column is selected, and something beside them
 */
export function checkPersistent(plan: QueryPlan, query: Query, sinkName: string): void {
  if (plan.dialect === 'new') {
    const expected = query.groupBy?.map(printExpression) ?? rekeyTexts(query) ?? plan.source.key.map(({ name }) => name)
    const missing = expected.filter((_, index) => !plan.key[index])
    if (missing.length > 0) {
      throw new StatementError(
        `Key missing from projection (ie, SELECT).\nThe query used to build \`${sinkName}\` must include the key column${missing.length > 1 ? 's' : ''} ${missing.join(' and ')} in its projection (eg, SELECT ${missing.join(', ')}...).`,
      )
    }
  }
  if (plan.value.length === 0) throw new StatementError('The projection contains no value columns.')
  if (query.limit !== null) throw notSupported('LIMIT in a persistent query')
}

function rekeyTexts({ partitionBy }: Query): string[] | null {
  if (!partitionBy) return null
  const [first] = partitionBy
  return first?.kind === 'literal' && first.value.type === 'NULL' ? [] : partitionBy.map(printExpression)
}
