import { describe, expect, it } from 'vitest'
import { columnOf, columnsOfSchema } from './column-types'
import { cellLengthMax, cellOf, rowEventOf } from './row-answer'

describe('a value of an answer', () => {
  it('is the header of /query, with types and keys', () => {
    expect(
      rowEventOf(
        '{"header":{"queryId":"q_1","schema":"`ID` INTEGER KEY, `A``B` STRUCT<`X` ARRAY<INT>, Y DECIMAL(4, 2)>"}}',
      ),
    ).toEqual({
      kind: 'header',
      queryId: 'q_1',
      columns: [
        { name: 'ID', type: 'INTEGER', isKey: true },
        { name: 'A`B', type: 'STRUCT<`X` ARRAY<INT>, Y DECIMAL(4, 2)>', isKey: false },
      ],
    })
  })

  it('is the header of /query-stream', () => {
    expect(rowEventOf('{"queryId":null,"columnNames":["A","B"],"columnTypes":["BIGINT"]}')).toEqual({
      kind: 'header',
      queryId: null,
      columns: [
        { name: 'A', type: 'BIGINT', isKey: false },
        { name: 'B', type: '', isKey: false },
      ],
    })
  })

  it('is a row with every digit, in each shape', () => {
    const row = { kind: 'row', row: { cells: ['9007199254740993', '"a"', 'null'], isDeleted: false } }
    expect(rowEventOf('{"row":{"columns":[9007199254740993,"a",null]}}')).toEqual(row)
    expect(
      rowEventOf('{"row":{"columns":[9007199254740993,"a",null]},"errorMessage":null,"finalMessage":null}'),
    ).toEqual(row)
    expect(rowEventOf('[9007199254740993,"a",null]')).toEqual(row)
  })

  it('is a deleted row', () => {
    expect(rowEventOf('{"row":{"columns":[1,null],"tombstone":true}}')).toEqual({
      kind: 'row',
      row: { cells: ['1', 'null'], isDeleted: true },
    })
  })

  it.each([
    ['{"finalMessage":"Limit Reached"}', 'final', 'Limit Reached'],
    ['{"row":null,"errorMessage":null,"finalMessage":"Query Completed"}', 'final', 'Query Completed'],
    ['{"errorMessage":{"@type":"generic_error","error_code":50000,"message":"gone"}}', 'error', 'gone'],
    ['{"row":null,"errorMessage":{"message":"gone"},"finalMessage":null}', 'error', 'gone'],
    ['{"@type":"generic_error","error_code":50000,"message":"gone"}', 'error', 'gone'],
  ])('%s is %s', (text, kind, message) => {
    expect(rowEventOf(text)).toEqual({ kind, message })
  })

  it.each(['{}', '{"hello":1}', '1', 'x'])('is not %s', text => {
    expect(() => rowEventOf(text)).toThrow(SyntaxError)
  })

  it('is cut when it is very long, and says how long it is', () => {
    const json = JSON.stringify('x'.repeat(cellLengthMax))
    expect(cellOf(json)).toEqual({ start: json.slice(0, cellLengthMax), length: cellLengthMax + 2 })
  })
})

describe('a column', () => {
  it('has its type as SQL spells it', () => {
    const string = { type: 'STRING', fields: null, memberSchema: null }
    expect(columnOf({ name: 'A', schema: string, type: 'KEY' })).toEqual({ name: 'A', type: 'STRING', isKey: true })
    expect(
      columnOf({ name: 'A', schema: { type: 'ARRAY', memberSchema: { type: 'MAP', memberSchema: string } } }).type,
    ).toBe('ARRAY<MAP<STRING, STRING>>')
    expect(columnOf({ name: 'A', schema: { type: 'STRUCT', fields: [{ name: 'B', schema: string }] } }).type).toBe(
      'STRUCT<B STRING>',
    )
    expect(columnOf({ name: 'A', schema: { type: 'DECIMAL', parameters: { precision: 4, scale: 2 } } }).type).toBe(
      'DECIMAL(4, 2)',
    )
  })

  it('has none of a schema without columns', () => {
    expect(columnsOfSchema('')).toEqual([])
  })
})
