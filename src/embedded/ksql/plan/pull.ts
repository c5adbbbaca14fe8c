import type { Expression, Query } from '../syntax/tree'
import { bigint } from '../syntax/types'
import type { Catalog, Column, Source } from './catalog'
import { withEntry } from './catalog'
import { mapExpression } from './print'
import type { QueryPlan } from './query-plan'
import { planSelect, sourceNamed } from './select'
import { allowsTableScan } from './settings'
import { StatementError } from './statement-error'

/** A pull query: a SELECT over a table's rows as they stand, or over what is in a stream's topic now. */
export interface PullPlan {
  plan: QueryPlan
  /** The query whose rows are read; null: the topic is scanned. */
  queryId: string | null
}

/** @throws StatementError when the source has no rows to look at, or a clause is not for pull queries */
export function planPull(query: Query, catalog: Catalog, properties: Record<string, string>): PullPlan {
  for (const [clause, isThere] of [
    ['GROUP BY', query.groupBy],
    ['PARTITION BY', query.partitionBy],
    ['HAVING', query.having],
    ['WINDOW', query.window],
    ['JOIN', query.joins.length > 0],
  ] as const) {
    if (isThere)
      throw new StatementError(
        `Pull queries don't support ${clause} clauses. See https://cnfl.io/queries for more info.\nAdd EMIT CHANGES if you intended to issue a push query.`,
      )
  }
  const source = sourceNamed(catalog, query.from.name)
  const options = { dialect: source.dialect, isTransient: true, sinkName: null, properties }
  if (source.kind === 'STREAM') return { plan: planSelect(query, { ...options, catalog }), queryId: null }
  if (!source.createdBy) {
    throw new StatementError(
      `The \`${source.name}\` table isn't queryable. To derive a queryable table, you can do 'CREATE TABLE QUERYABLE_${source.name} AS SELECT * FROM ${source.name}'. See https://cnfl.io/queries for more info.\nAdd EMIT CHANGES if you intended to issue a push query.`,
    )
  }
  if (!allowsTableScan(properties) && !findsKey(query.where, source.key)) {
    const keys = source.key.map(({ name }) => name).join(' and ')
    throw new StatementError(
      `The WHERE clause does not look up rows by key: it must compare ${keys} with = or IN. Table scans are disabled by ksql.query.pull.table.scan.enabled=false.\nAdd EMIT CHANGES if you intended to issue a push query.`,
    )
  }
  // Its rows are all there is to see, so they are read as a stream of rows.
  const rows: Source = {
    ...source,
    kind: 'STREAM',
    window: null,
    key: source.window ? [...source.key, ...windowColumns] : source.key,
  }
  const overlay = { ...catalog, sources: withEntry(catalog.sources, source.name, rows) }
  return { plan: planSelect(query, { ...options, catalog: overlay }), queryId: source.createdBy }
}

const windowColumns = [
  { name: 'WINDOWSTART', type: bigint },
  { name: 'WINDOWEND', type: bigint },
]

/** Whether a condition says of every key column, by = or IN, which values it may have. */
export function findsKey(where: Expression | null, key: Column[]): boolean {
  if (!where) return false
  const bound = boundColumns(where)
  return key.every(({ name }) => bound.has(name))
}

function boundColumns(where: Expression): Set<string> {
  if (where.kind === 'logical') {
    const [left, right] = [boundColumns(where.left), boundColumns(where.right)]
    if (where.operator === 'AND') return new Set([...left, ...right])
    return new Set([...left].filter(name => right.has(name)))
  }
  if (where.kind === 'comparison' && where.operator === '=') {
    return new Set([...bound(where.left, [where.right]), ...bound(where.right, [where.left])])
  }
  return where.kind === 'in' && !where.isNegated ? new Set(bound(where.value, where.list)) : new Set()
}

function bound(column: Expression, values: Expression[]): string[] {
  return column.kind === 'column' && !values.some(namesColumn) ? [column.name] : []
}

function namesColumn(expression: Expression): boolean {
  let found = false
  mapExpression(expression, part => {
    if (part.kind === 'column') found = true
    return null
  })
  return found
}
