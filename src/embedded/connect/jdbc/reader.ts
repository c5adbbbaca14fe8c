import type { Log } from '../../lib/log'
import { ConnectError } from '../data/errors'
import { recordOf, type Position, type SourceRecord } from '../data/record'
import type { Struct } from '../data/schema'
import { isWholeNumber } from './columns'
import type { Database, ResultField, Row } from './connection'
import { describeRows, type RowReader } from './describe'
import { offsetPosition, type ReadOffset } from './offset'
import type { JdbcSettings } from './settings'
import { statementFor } from './statement'
import { parseTimestamp, type Micros } from './times'

/** What is read again and again: a table, or the user's query. */
export interface Source {
  /** For the log. */
  label: string
  topic: string
  partition: Position
  /** Of the struct; null for a query. */
  schemaName: string | null
  select: string
  incrementingColumn: string
  timestampColumns: string[]
  offset: ReadOffset
}

/** Reads one source in slices. Between slices a cursor is open, in a transaction of its own. */
export interface Reader {
  readonly label: string
  readonly isReading: boolean
  /** The next records of the result; starts the query when none is open. `isDone`: the result has ended. */
  next(database: Database): Promise<{ records: SourceRecord[]; isDone: boolean }>
  /** Forgets the open query; what was handed on stays read. */
  reset(): void
}

export function createReader(source: Source, settings: JdbcSettings, log: Log): Reader {
  const usesTime = settings.mode === 'timestamp' || settings.mode === 'timestamp+incrementing'
  let offset = source.offset
  let isReading = false
  let described: { signature: string; rows: RowReader } | null = null
  /** In timestamp mode the last row is kept until the next one shows whether others have the same time. */
  let held: RowAt | null = null

  async function begin(database: Database): Promise<void> {
    const end = usesTime ? await endOfWindow(database, settings) : null
    const statement = statementFor({ ...settings, ...source, suffix: settings.querySuffix }, offset, end)
    await database.query('BEGIN READ ONLY')
    await database.query(`DECLARE rows NO SCROLL CURSOR FOR ${statement.sql}`, statement.parameters)
    isReading = true
  }

  async function readerFor(database: Database, fields: ResultField[]): Promise<RowReader> {
    const signature = JSON.stringify(fields.map(f => [f.name, f.tableID, f.columnID, f.dataTypeID, f.dataTypeModifier]))
    if (described?.signature === signature) return described.rows
    const rows = await describeRows(database, fields, source.schemaName, settings, log)
    described = { signature, rows }
    return rows
  }

  function toRecord({ value, schema }: RowAt, at: ReadOffset): SourceRecord {
    const stored = settings.mode === 'bulk' ? null : offsetPosition(at)
    return recordOf(source.topic, { schema, value }, { partition: source.partition, offset: stored })
  }

  return {
    label: source.label,
    get isReading() {
      return isReading
    },
    async next(database) {
      if (!isReading) await begin(database)
      const { rows, fields } = await database.query(`FETCH FORWARD ${settings.batchMaxRows} FROM rows`)
      const isDone = rows.length < settings.batchMaxRows
      const fresh =
        rows.length === 0 ? [] : await rowsAt(rows, fields, await readerFor(database, fields), source, settings)
      if (isDone) {
        await database.query('COMMIT')
        isReading = false
      }
      const all = held ? [held, ...fresh] : fresh
      held = settings.mode === 'timestamp' && !isDone ? (all.pop() ?? null) : null
      const records = all.map((row, index) => {
        const next = all[index + 1] ?? held
        const isLastOfItsTime = settings.mode !== 'timestamp' || next?.at.timestamp !== row.at.timestamp
        if (isLastOfItsTime) offset = row.at
        return toRecord(row, offset)
      })
      return { records, isDone }
    },
    reset() {
      isReading = false
      held = null
    },
  }
}

interface RowAt {
  schema: RowReader['schema']
  value: Struct
  /** The offset of exactly this row. */
  at: ReadOffset
}

/** A timestamp query ends at the database's own time, so that clocks need not agree. */
async function endOfWindow(database: Database, settings: JdbcSettings): Promise<Micros> {
  const { rows } = await database.query('SELECT CURRENT_TIMESTAMP')
  return parseTimestamp(rows[0]![0]!, 'UTC') - BigInt(settings.timestampDelayMs) * 1000n
}

async function rowsAt(
  rows: Row[],
  fields: ResultField[],
  reader: RowReader,
  source: Source,
  { mode, timeZone }: JdbcSettings,
): Promise<RowAt[]> {
  const idOf = mode.includes('incrementing') ? incrementingReader(fields, reader, source) : () => null
  const timeOf = mode.startsWith('timestamp') ? timestampReader(fields, source, timeZone) : () => null
  return rows.map(row => {
    const value = reader.read(row)
    return { schema: reader.schema, value, at: { incrementing: idOf(row), timestamp: timeOf(row) } }
  })
}

function incrementingReader(fields: ResultField[], reader: RowReader, source: Source): (row: Row) => number | bigint {
  const index = columnIndex(fields, source.incrementingColumn, source)
  const field = reader.columns.find(column => column.index === index)?.column.field
  if (!field || !isWholeNumber(field)) {
    throw new ConnectError(
      `Invalid type for incrementing column: ${field?.schema.type.toUpperCase() ?? 'unknown'} (${source.incrementingColumn} of ${source.label})`,
    )
  }
  return row => {
    const text = row[index]
    if (text == null) throw nullIn(source.incrementingColumn, 'incrementing', source)
    const value = Number(text)
    return Number.isSafeInteger(value) ? value : BigInt(text)
  }
}

function timestampReader(fields: ResultField[], source: Source, timeZone: string): (row: Row) => Micros {
  const indexes = source.timestampColumns.map(column => columnIndex(fields, column, source))
  return row => {
    const text = indexes.map(index => row[index]).find(found => found != null)
    if (text == null) throw nullIn(source.timestampColumns.join(', '), 'timestamp', source)
    return parseTimestamp(/ /.test(text) ? text : `${text} 00:00:00`, timeZone)
  }
}

function columnIndex(fields: ResultField[], column: string, source: Source): number {
  const exact = fields.findIndex(field => field.name === column)
  if (exact >= 0) return exact
  const anyCase = fields.findIndex(field => field.name.toLowerCase() === column.toLowerCase())
  if (anyCase >= 0) return anyCase
  throw new ConnectError(`Column ${column} is not in the result of ${source.label}`)
}

function nullIn(column: string, kind: string, source: Source): ConnectError {
  return new ConnectError(`Null value for the ${kind} column ${column} of ${source.label}`)
}
