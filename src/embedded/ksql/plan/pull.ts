import type { Query } from '../syntax/tree'
import { bigint } from '../syntax/types'
import type { Catalog, Source } from './catalog'
import { withEntry } from './catalog'
import type { QueryPlan } from './query-plan'
import { planSelect, sourceNamed } from './select'
import { StatementError } from './statement-error'

/** A pull query: a SELECT over a table's rows as they stand, or over what is in a stream's topic now. */
export interface PullPlan {
  plan: QueryPlan
  /** The query whose rows are read; null: the topic is scanned. */
  queryId: string | null
}

/** @throws StatementError when the source has no rows to look at, or a clause is not for pull queries */
export function planPull(query: Query, catalog: Catalog): PullPlan {
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
  const options = { dialect: source.dialect, isTransient: true, sinkName: null }
  if (source.kind === 'STREAM') return { plan: planSelect(query, { ...options, catalog }), queryId: null }
  if (!source.createdBy) {
    throw new StatementError(
      `The \`${source.name}\` table isn't queryable. To derive a queryable table, you can do 'CREATE TABLE QUERYABLE_${source.name} AS SELECT * FROM ${source.name}'. See https://cnfl.io/queries for more info.\nAdd EMIT CHANGES if you intended to issue a push query.`,
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
