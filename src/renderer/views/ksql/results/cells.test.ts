import { describe, expect, it } from 'vitest'
import { isNumeric, rowJson, showCell, sortValueOf } from './cells'

describe('a value of a row', () => {
  it.each([
    ['null', 'null', 'null'],
    ['"red"', 'text', 'red'],
    ['"null"', 'text', 'null'],
    ['9007199254740993', 'number', '9007199254740993'],
    ['-1.50', 'number', '-1.50'],
    ['true', 'word', 'true'],
    ['{"A": [1]}', 'nested', '{"A": [1]}'],
    ['"a\\n\\u0000\\u007fb"', 'text', 'a␊␀␡b'],
    ['"<b>x</b>"', 'text', '<b>x</b>'],
  ])('%s is shown as %s: %s', (cell, kind, text) => {
    expect(showCell(cell)).toEqual({ kind, text, cutFrom: null })
  })

  it('is shown by its beginning when it is long, or came cut', () => {
    expect(showCell(JSON.stringify('x'.repeat(1_000))).text).toBe(`${'x'.repeat(300)}…`)
    expect(showCell({ start: '{"A":1', length: 50_000 })).toEqual({ kind: 'nested', text: '{"A":1', cutFrom: 50_000 })
  })

  it('sorts as what it is', () => {
    expect(['10', '"b"', 'null', undefined].map(sortValueOf)).toEqual([10, 'b', null, null])
  })
})

describe('a row', () => {
  it('is copied as JSON with every digit', () => {
    const columns = [
      { name: 'A"', type: 'BIGINT', isKey: true },
      { name: 'B', type: 'STRING', isKey: false },
    ]
    const text = rowJson(columns, { cells: ['9007199254740993', '"x"'], isDeleted: false })
    expect(text).toBe('{\n  "A\\"": 9007199254740993,\n  "B": "x"\n}')
    expect(() => JSON.parse(text) as unknown).not.toThrow()
  })

  it('has numbers at the right', () => {
    const types = ['BIGINT', 'DECIMAL(4, 2)', 'STRING', 'ARRAY<INTEGER>', '']
    expect(types.map(type => isNumeric({ name: 'A', type, isKey: false }))).toEqual([true, true, false, false, false])
  })
})
