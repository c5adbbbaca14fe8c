import type { Log } from '../../lib/log'
import { ConnectError } from '../data/errors'
import type { Schema, Struct, Value } from '../data/schema'
import { columnOf, knownOids, type Column, type MappingOptions } from './columns'
import type { Database, ResultField, Row } from './connection'

/** How the rows of a result become structs. */
export interface RowReader {
  schema: Schema
  columns: { index: number; column: Column }[]
  read(row: Row): Struct
}

/** What the catalog says about a table's columns. */
export interface TableColumn {
  name: string
  notNull: boolean
  /** Identity, or a default taken from a sequence. */
  isAutoIncrement: boolean
}

/** The columns of a table, in order; none when there is no such table. */
export async function describeTable(database: Database, schema: string, table: string): Promise<TableColumn[]> {
  const { rows } = await database.query(
    `SELECT a.attname, a.attnotnull,
            a.attidentity <> '' OR coalesce(pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%', false)
       FROM pg_catalog.pg_attribute a
       JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE n.nspname = $1 AND c.relname = $2 AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum`,
    [schema, table],
  )
  return rows.map(([name, notNull, auto]) => ({ name: name!, notNull: notNull === 't', isAutoIncrement: auto === 't' }))
}

/**
 * Describes a result: columns of tables that are NOT NULL are required, all others and expressions are optional.
 * Columns whose type Connect does not have are left out, which is logged.
 */
export async function describeRows(
  database: Database,
  fields: ResultField[],
  schemaName: string | null,
  options: MappingOptions,
  log: Log,
): Promise<RowReader> {
  const required = await requiredColumns(database, fields)
  const categories = await typeCategories(database, fields)
  const columns: RowReader['columns'] = []
  fields.forEach((field, index) => {
    const column = columnOf(
      {
        name: field.name,
        typeOid: field.dataTypeID,
        typeModifier: field.dataTypeModifier,
        category: categories.get(field.dataTypeID) ?? '',
        notNull: required.has(`${field.tableID}.${field.columnID}`),
      },
      options,
    )
    if (column) columns.push({ index, column })
    else
      log.warn({ column: field.name, typeOid: field.dataTypeID }, 'The column is left out: Connect has no such type.')
  })
  const schema: Schema = {
    type: 'struct',
    optional: false,
    ...(schemaName === null ? {} : { name: schemaName }),
    fields: columns.map(({ column }) => column.field),
  }
  return { schema, columns, read: row => readRow(columns, row) }
}

function readRow(columns: RowReader['columns'], row: Row): Struct {
  const struct: Struct = {}
  for (const { index, column } of columns) {
    const text = row[index] ?? null
    struct[column.field.name] = text === null ? null : readValue(column, text)
  }
  return struct
}

function readValue(column: Column, text: string): Value {
  try {
    return column.read(text)
  } catch (error) {
    throw new ConnectError(`Error while processing column ${column.field.name}`, { cause: error })
  }
}

async function requiredColumns(database: Database, fields: ResultField[]): Promise<Set<string>> {
  const tables = [...new Set(fields.map(field => field.tableID))].filter(oid => oid !== 0)
  if (tables.length === 0) return new Set()
  const { rows } = await database.query(
    `SELECT attrelid, attnum FROM pg_catalog.pg_attribute
      WHERE attrelid::text = ANY (string_to_array($1, ',')) AND attnotnull`,
    [tables.join(',')],
  )
  return new Set(rows.map(([table, column]) => `${table}.${column}`))
}

async function typeCategories(database: Database, fields: ResultField[]): Promise<Map<number, string>> {
  const unknown = [...new Set(fields.map(field => field.dataTypeID))].filter(oid => !knownOids.has(oid))
  if (unknown.length === 0) return new Map()
  const { rows } = await database.query(
    `SELECT oid, typcategory FROM pg_catalog.pg_type WHERE oid::text = ANY (string_to_array($1, ','))`,
    [unknown.join(',')],
  )
  return new Map(rows.map(([oid, category]) => [Number(oid), category!]))
}
