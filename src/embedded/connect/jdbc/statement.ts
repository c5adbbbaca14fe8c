import type { ReadOffset } from './offset'
import { quoteName, type Mode } from './settings'
import { timestampText, type Micros } from './times'

export interface Statement {
  sql: string
  parameters: (string | null)[]
}

export interface StatementOptions {
  mode: Mode
  /** SELECT * FROM "public"."stations", or the user's query. */
  select: string
  suffix: string
  incrementingColumn: string
  timestampColumns: string[]
  quote: boolean
  timeZone: string
}

/** Before the first row, an incrementing column is taken to be above this. */
const beforeFirst = -1

/**
 * The statement for the rows after `offset`. With a timestamp, rows are read up to `end` (excluded), since
 * transactions that are still open may write rows with that very time.
 *
 * @param end the database's own time less the delay; null for modes without timestamp
 */
export function statementFor(options: StatementOptions, offset: ReadOffset, end: Micros | null): Statement {
  const { mode, select, suffix, timeZone } = options
  const id = quoteName(options.incrementingColumn, options.quote)
  const time = timestampExpression(options)
  const lastId = String(offset.incrementing ?? beforeFirst)
  const lastTime = timestampText(offset.timestamp ?? 0n, timeZone)
  const endTime = end === null ? null : timestampText(end, timeZone)
  switch (mode) {
    case 'bulk':
      return finished(select, suffix, [])
    case 'incrementing':
      return finished(`${select} WHERE ${id} > $1 ORDER BY ${id} ASC`, suffix, [lastId])
    case 'timestamp':
      return finished(`${select} WHERE ${time} > $1 AND ${time} < $2 ORDER BY ${time} ASC`, suffix, [lastTime, endTime])
    case 'timestamp+incrementing':
      return finished(
        `${select} WHERE ${time} < $1 AND ((${time} = $2 AND ${id} > $3) OR ${time} > $2) ORDER BY ${time}, ${id} ASC`,
        suffix,
        [endTime, lastTime, lastId],
      )
  }
}

function timestampExpression({ timestampColumns, quote }: StatementOptions): string {
  const columns = timestampColumns.map(column => quoteName(column, quote))
  return columns.length === 1 ? columns[0]! : `COALESCE(${columns.join(', ')})`
}

function finished(sql: string, suffix: string, parameters: (string | null)[]): Statement {
  return { sql: suffix === '' ? sql : `${sql} ${suffix}`, parameters }
}
