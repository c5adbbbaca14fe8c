import { jsonText } from '../run/formats/json'
import { showDate, showTime, showTimestamp } from '../plan/expression/time-text'
import type { Value } from '../functions/value'
import type { OutputItem, QueryPlan } from '../plan/query-plan'
import type { TransientRow } from '../run/transient'
import { showType, type SqlType } from '../syntax/types'

/** How the rows of a query are written to its caller. */
export interface Shape {
  contentType: string
  header(queryId: string, plan: QueryPlan, isPull: boolean): string
  rows(rows: TransientRow[], isFirst: boolean): string
  /** Behind the last row; null: a pull query, which needs no word. */
  end(message: string | null): string
  error(error: object): string
}

export type ShapeName = 'array' | 'objects' | 'lines'

/** The texts of a row's values. */
function valueWriter(items: OutputItem[]): (row: TransientRow) => string {
  const writers = items.map(({ type }) => callerText(type))
  return ({ columns }) => `[${writers.map((write, index) => write(columns[index] ?? null)).join(',')}]`
}

/** Times are written as text, all else as in JSON records. */
function callerText(type: SqlType): (value: Value) => string {
  const show =
    type.base === 'TIMESTAMP' ? showTimestamp : type.base === 'DATE' ? showDate : type.base === 'TIME' ? showTime : null
  return show ? value => (value === null ? 'null' : JSON.stringify(show(Number(value)))) : jsonText(type)
}

/** @param items the query's columns */
export function shapeOf(name: ShapeName, items: OutputItem[]): Shape {
  const values = valueWriter(items)
  switch (name) {
    case 'objects':
      return objects(values)
    case 'lines':
      return lines(values)
    case 'array':
      return array(values)
  }
}

/** ksqlDB from 0.7 on: one array of a header and rows. */
function array(values: (row: TransientRow) => string): Shape {
  return {
    contentType: 'application/vnd.ksql.v1+json',
    header: (queryId, { items }, isPull) => {
      const columns = items.map(
        ({ name, type, keyIndex }) => `\`${name}\` ${showType(type)}${isPull && keyIndex !== null ? ' KEY' : ''}`,
      )
      return `[${JSON.stringify({ header: { queryId, schema: columns.join(', ') } })}`
    },
    rows: rows =>
      rows.map(row => `,\n{"row":{"columns":${values(row)}${row.isTombstone ? ',"tombstone":true' : ''}}}`).join(''),
    end: message => (message === null ? ']\n' : `,\n${JSON.stringify({ finalMessage: message })}]\n`),
    error: error => `,\n${JSON.stringify({ errorMessage: error })}]\n`,
  }
}

/** KSQL 5.x: an object a line, without header. */
function objects(values: (row: TransientRow) => string): Shape {
  return {
    contentType: 'application/vnd.ksql.v1+json',
    header: () => '',
    rows: rows =>
      rows.map(row => `{"row":{"columns":${values(row)}},"errorMessage":null,"finalMessage":null}\n`).join(''),
    end: message =>
      message === null ? '' : `${JSON.stringify({ row: null, errorMessage: null, finalMessage: message })}\n`,
    error: error => `${JSON.stringify({ row: null, errorMessage: error, finalMessage: null })}\n`,
  }
}

/** /query-stream: a header, then an array a line; deletions are left out. */
function lines(values: (row: TransientRow) => string): Shape {
  return {
    contentType: 'application/vnd.ksqlapi.delimited.v1',
    header: (queryId, { items }) =>
      `${JSON.stringify({ queryId, columnNames: items.map(({ name }) => name), columnTypes: items.map(({ type }) => showType(type)) })}\n`,
    rows: rows =>
      rows
        .filter(({ isTombstone }) => !isTombstone)
        .map(row => `${values(row)}\n`)
        .join(''),
    end: () => '',
    error: error => `${JSON.stringify(error)}\n`,
  }
}
