import type { QueryPlan } from '../plan/query-plan'
import type { Change } from './operators/operator'
import { buildPipeline } from './pipeline'
import { memoryStores } from './state/store'
import { rowOf, type TransientRow } from './transient'

/**
 * A SELECT over the rows of a table as they stand.
 *
 * @param plan over the table as if it were a stream of its rows
 * @param rows of the table: key, window and value
 */
export function pull(plan: QueryPlan, rows: Change[], report: (error: unknown, what: string) => void): TransientRow[] {
  const result: TransientRow[] = []
  const pipeline = buildPipeline(plan, { stores: memoryStores(), report }, change => result.push(rowOf(plan, change)))
  const most = plan.limit ?? Infinity
  for (const { key, row, window, timestamp, partition } of rows) {
    if (row === null) continue
    if (result.length >= most) break
    const bounds = window ? [window.start, window.end] : []
    pipeline.process({
      key: [...key, ...bounds],
      rawKey: null,
      row: [...key, ...bounds, ...row, timestamp, partition, 0],
      old: null,
      timestamp,
      partition,
      window: null,
    })
  }
  return result.slice(0, most)
}
