import { flagAt, listAt, numberAt, textAt, textOrNullAt, type Values } from '../config/definition'

export type Mode = 'bulk' | 'timestamp' | 'incrementing' | 'timestamp+incrementing'

/** Where to connect and as whom. */
export interface ConnectionSettings {
  url: string
  user: string | null
  password: string | null
  attempts: number
  backoffMs: number
}

/** The configuration of the JDBC source, read. */
export interface JdbcSettings {
  connection: ConnectionSettings
  mode: Mode
  incrementingColumn: string
  timestampColumns: string[]
  timestampInitial: number | null
  timestampDelayMs: number
  timeZone: string
  validateNonNull: boolean
  query: string
  querySuffix: string
  quote: boolean
  queryRetryAttempts: number
  pollIntervalMs: number
  batchMaxRows: number
  topicPrefix: string
  numericMapping: string
}

export function connectionSettings(values: Values): ConnectionSettings {
  return {
    url: textAt(values, 'connection.url'),
    user: textOrNullAt(values, 'connection.user'),
    password: textOrNullAt(values, 'connection.password'),
    attempts: numberAt(values, 'connection.attempts'),
    backoffMs: numberAt(values, 'connection.backoff.ms'),
  }
}

export function jdbcSettings(values: Values): JdbcSettings {
  return {
    connection: connectionSettings(values),
    mode: textAt(values, 'mode') as Mode,
    incrementingColumn: textAt(values, 'incrementing.column.name'),
    timestampColumns: listAt(values, 'timestamp.column.name'),
    timestampInitial: values.get('timestamp.initial') as number | null,
    timestampDelayMs: numberAt(values, 'timestamp.delay.interval.ms'),
    timeZone: textAt(values, 'db.timezone'),
    validateNonNull: flagAt(values, 'validate.non.null'),
    query: textAt(values, 'query'),
    querySuffix: textAt(values, 'query.suffix'),
    quote: textAt(values, 'quote.sql.identifiers').toUpperCase() === 'ALWAYS',
    queryRetryAttempts: numberAt(values, 'query.retry.attempts'),
    pollIntervalMs: numberAt(values, 'poll.interval.ms'),
    batchMaxRows: numberAt(values, 'batch.max.rows'),
    topicPrefix: textAt(values, 'topic.prefix'),
    numericMapping:
      textOrNullAt(values, 'numeric.mapping')?.toLowerCase() ??
      (flagAt(values, 'numeric.precision.mapping') ? 'precision_only' : 'none'),
  }
}

/** A name as it stands in SQL. */
export function quoteName(name: string, quote = true): string {
  return quote ? `"${name.replaceAll('"', '""')}"` : name
}
