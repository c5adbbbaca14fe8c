import { ConnectError } from '../data/errors'
import type { Position } from '../data/record'
import type { Database } from './connection'
import { describeTable, type TableColumn } from './describe'
import { queryPartition, readOffset, tablePartitions, type ReadOffset } from './offset'
import type { Source } from './reader'
import { quoteName, type JdbcSettings } from './settings'
import { qualifiedName, type TableId } from './tables'

type OffsetOf = (partition: Position) => Position | null

/** The user's query as a source. */
export function querySource(settings: JdbcSettings, offsetOf: OffsetOf, nowMs: number): Source {
  return {
    label: 'the query',
    topic: settings.topicPrefix,
    partition: queryPartition,
    schemaName: null,
    select: settings.query,
    incrementingColumn: settings.incrementingColumn,
    timestampColumns: settings.timestampColumns,
    offset: firstOffset(settings, offsetOf(queryPartition), nowMs),
  }
}

/**
 * A table as a source, with its columns checked against the mode.
 *
 * @throws ConnectError when a column that the mode needs is missing or may be null
 */
export async function tableSource(
  database: Database,
  table: TableId,
  settings: JdbcSettings,
  offsetOf: OffsetOf,
  nowMs: number,
): Promise<Source> {
  const { rows } = await database.query('SELECT current_database()')
  const columns = await describeTable(database, table.schema, table.name)
  const label = qualifiedName(table)
  if (columns.length === 0) throw new ConnectError(`Table ${label} does not exist`)
  const incrementingColumn = incrementingColumnOf(columns, settings, label)
  checkTimestampColumns(columns, settings, label)
  const partitions = tablePartitions(table.schema, table.name, rows[0]![0]!)
  const stored = partitions.map(offsetOf).find(position => position !== null) ?? null
  return {
    label: `table ${label}`,
    topic: settings.topicPrefix + table.name,
    partition: settings.mode === 'bulk' ? { table: table.name } : partitions[0],
    schemaName: table.name,
    select: `SELECT * FROM ${quoteName(table.schema, settings.quote)}.${quoteName(table.name, settings.quote)}`,
    incrementingColumn,
    timestampColumns: settings.timestampColumns,
    offset: firstOffset(settings, stored, nowMs),
  }
}

function firstOffset({ timestampInitial }: JdbcSettings, stored: Position | null, nowMs: number): ReadOffset {
  const offset = readOffset(stored)
  if (offset.timestamp !== null || timestampInitial === null) return offset
  const initialMs = timestampInitial === -1 ? nowMs : timestampInitial
  return { ...offset, timestamp: BigInt(initialMs) * 1000n }
}

function incrementingColumnOf(columns: TableColumn[], settings: JdbcSettings, label: string): string {
  const { mode, incrementingColumn: wanted, validateNonNull } = settings
  if (!mode.includes('incrementing')) return ''
  const found = wanted === '' ? columns.find(column => column.isAutoIncrement) : named(columns, wanted)
  if (!found) {
    throw new ConnectError(
      wanted === ''
        ? `Cannot find an auto-increment column in ${label}: set incrementing.column.name`
        : `Incrementing column: ${wanted} does not exist in table ${label}`,
    )
  }
  if (validateNonNull && !found.notNull) {
    throw new ConnectError(
      `Cannot make incremental queries using incrementing column ${found.name} on ${label} because this column is nullable.`,
    )
  }
  return found.name
}

function checkTimestampColumns(columns: TableColumn[], settings: JdbcSettings, label: string): void {
  const { mode, timestampColumns: wanted, validateNonNull } = settings
  if (!mode.startsWith('timestamp')) return
  if (wanted.length === 0) throw new ConnectError(`Mode ${mode} needs timestamp.column.name`)
  const found = wanted.map(name => {
    const column = named(columns, name)
    if (!column) throw new ConnectError(`Timestamp column: ${name} does not exist in table ${label}`)
    return column
  })
  if (validateNonNull && found.every(column => !column.notNull)) {
    throw new ConnectError(
      `Cannot make incremental queries using timestamp columns [${wanted.join(', ')}] on ${label} because all of these columns nullable.`,
    )
  }
}

function named(columns: TableColumn[], name: string): TableColumn | undefined {
  const exact = columns.find(column => column.name === name)
  return exact ?? columns.find(column => column.name.toLowerCase() === name.toLowerCase())
}
