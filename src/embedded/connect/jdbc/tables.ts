import { ConnectError } from '../data/errors'
import type { Database } from './connection'
import { quoteName } from './settings'

export interface TableId {
  schema: string
  name: string
}

export interface TableFilter {
  /** Empty: all tables. Names may have their schema before them. */
  whitelist: string[]
  blacklist: string[]
  /** Of LIKE; null: all schemas. */
  schemaPattern: string | null
  /** As JDBC calls them: TABLE, VIEW … */
  types: string[]
}

/** relkind of PostgreSQL's pg_class, by JDBC's name. */
const kinds: Record<string, string> = {
  TABLE: 'r',
  'PARTITIONED TABLE': 'p',
  VIEW: 'v',
  'MATERIALIZED VIEW': 'm',
  'FOREIGN TABLE': 'f',
}

/** All tables that the filter lets through, by schema and name. */
export async function findTables(database: Database, filter: TableFilter): Promise<TableId[]> {
  const wanted = filter.types.flatMap(type => kinds[type.toUpperCase()] ?? [])
  const { rows } = await database.query(
    `SELECT n.nspname, c.relname
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind::text = ANY (string_to_array($1, ','))
        AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
        AND n.nspname LIKE $2
      ORDER BY n.nspname, c.relname`,
    [wanted.join(','), filter.schemaPattern ?? '%'],
  )
  return rows.map(([schema, name]) => ({ schema: schema!, name: name! })).filter(table => isWanted(table, filter))
}

function isWanted(table: TableId, { whitelist, blacklist }: TableFilter): boolean {
  if (whitelist.length > 0) return whitelist.some(name => isNamed(table, name))
  return !blacklist.some(name => isNamed(table, name))
}

/** `stations`, `public.stations`, `"public"."stations"`, or with the database before them. */
function isNamed(table: TableId, name: string): boolean {
  const parts = [...name.matchAll(/"((?:[^"]|"")*)"|[^."]+/g)].map(part => part[1]?.replaceAll('""', '"') ?? part[0])
  const own = [table.schema, table.name]
  return parts.slice(-2).every((part, index, last) => part === own[own.length - last.length + index])
}

/**
 * The topic of a table holds its name without the schema, so two tables of one name would mix.
 *
 * @throws ConnectError
 */
export function checkUnambiguous(tables: TableId[]): void {
  const byName = new Map<string, TableId[]>()
  for (const table of tables) byName.set(table.name, [...(byName.get(table.name) ?? []), table])
  const doubled = [...byName.values()].filter(same => same.length > 1)
  if (doubled.length === 0) return
  throw new ConnectError(
    'The connector uses the unqualified table name as the topic name and has detected duplicate unqualified table ' +
      `names. This could lead to mixed data types in the topic and downstream processing errors: ${doubled
        .flat()
        .map(qualifiedName)
        .join(', ')}. To prevent such processing errors, the JDBC Source connector fails to start when it detects ` +
      'duplicate table name configurations. Update the connector configuration using table.whitelist with schema-' +
      'qualified names, or schema.pattern.',
  )
}

/** As source partitions name a table. */
export function qualifiedName({ schema, name }: TableId): string {
  return `${schema}.${name}`
}

/** Tables in a task's configuration: "public"."stations","public"."lines". */
export function tablesText(tables: TableId[]): string {
  return tables.map(({ schema, name }) => `${quoteName(schema)}.${quoteName(name)}`).join(',')
}

export function parseTablesText(text: string): TableId[] {
  const unquoted = (quoted: string) => quoted.replaceAll('""', '"')
  return [...text.matchAll(/"((?:[^"]|"")*)"\."((?:[^"]|"")*)"/g)].map(match => ({
    schema: unquoted(match[1]!),
    name: unquoted(match[2]!),
  }))
}

/** Splits into at most `count` groups of neighbours whose sizes differ by one at most. */
export function groupTables(tables: TableId[], count: number): TableId[][] {
  const groups = Math.min(count, tables.length)
  return Array.from({ length: groups }, (_, index) => {
    const from = Math.floor((index * tables.length) / groups)
    const to = Math.floor(((index + 1) * tables.length) / groups)
    return tables.slice(from, to)
  })
}
