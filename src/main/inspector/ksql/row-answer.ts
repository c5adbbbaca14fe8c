import type { KsqlCell, KsqlColumn, KsqlRow } from '../../../shared/contract/ksql'
import { columnsOfSchema } from './column-types'
import { jsonItems, jsonMembers } from './json-pieces'

/** A value of an answer to a query, in ksqlDB's three shapes. */
export type RowEvent =
  | { kind: 'header'; queryId: string | null; columns: KsqlColumn[] }
  | { kind: 'row'; row: KsqlRow }
  | { kind: 'final'; message: string }
  | { kind: 'error'; message: string }

/** A cell with more characters of JSON is cut. */
export const cellLengthMax = 16_000

/**
 * Reads one value of an answer: of /query since 0.7 (`header`, `row`, `finalMessage`), of KSQL 5.x (the same without
 * header, with the unused members null) or of /query-stream (a header, then arrays).
 *
 * @throws SyntaxError when it is none of these
 */
export function rowEventOf(text: string): RowEvent {
  if (text.startsWith('[')) return rowOf(text, false)
  const members = jsonMembers(text)
  const has = (name: string) => members.has(name) && members.get(name) !== 'null'
  if (has('header')) return headerOf(members.get('header')!)
  if (has('columnNames')) return streamHeaderOf(text)
  if (has('row')) {
    const row = jsonMembers(members.get('row')!)
    return rowOf(row.get('columns') ?? '[]', row.get('tombstone') === 'true')
  }
  if (has('errorMessage')) return { kind: 'error', message: messageIn(members.get('errorMessage')!) }
  if (has('finalMessage')) return { kind: 'final', message: messageIn(members.get('finalMessage')!) }
  if (has('error_code') || has('message')) return { kind: 'error', message: messageIn(text) }
  throw new SyntaxError('a value that is neither header, row, error nor end')
}

function headerOf(text: string): RowEvent {
  const { queryId, schema } = JSON.parse(text) as { queryId?: string | null; schema?: string }
  return { kind: 'header', queryId: queryId ?? null, columns: columnsOfSchema(schema ?? '') }
}

function streamHeaderOf(text: string): RowEvent {
  const { queryId, columnNames, columnTypes } = JSON.parse(text) as {
    queryId?: string | null
    columnNames: string[]
    columnTypes?: string[]
  }
  const columns = columnNames.map((name, index) => ({ name, type: columnTypes?.[index] ?? '', isKey: false }))
  return { kind: 'header', queryId: queryId ?? null, columns }
}

function rowOf(columns: string, isDeleted: boolean): RowEvent {
  return { kind: 'row', row: { cells: jsonItems(columns).map(cellOf), isDeleted } }
}

/** A JSON text as a cell. */
export function cellOf(json: string): KsqlCell {
  return json.length <= cellLengthMax ? json : { start: json.slice(0, cellLengthMax), length: json.length }
}

/** The sentence in a text, in an error object, or in the text of one. */
function messageIn(json: string): string {
  const value: unknown = JSON.parse(json)
  if (typeof value === 'string') return value
  const message = (value as { message?: unknown } | null)?.message
  return typeof message === 'string' ? message : json
}
