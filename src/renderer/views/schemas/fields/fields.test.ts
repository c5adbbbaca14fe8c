import { describe, expect, it } from 'vitest'
import { fieldsOf } from '.'
import { compareFields } from './compare'

const rows = (type: string, schema: unknown) => {
  const list = fieldsOf({ type, text: JSON.stringify(schema), isCut: false })
  return list!.fields.map(({ path, type: is, default: value, isRequired }) => [path, is, value, isRequired] as const)
}

describe('the fields of an Avro schema', () => {
  it('are listed with types in words and defaults, those of inner records under them', () => {
    const schema = {
      type: 'record',
      name: 'r',
      namespace: 'n',
      fields: [
        { name: 'a', type: ['null', 'int'], default: null },
        { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
        { name: 'price', type: { type: 'bytes', logicalType: 'decimal', precision: 8, scale: 2 } },
        { name: 'kind', type: { type: 'enum', name: 'k', symbols: ['X', 'Y'] }, default: 'X' },
        { name: 'tags', type: { type: 'array', items: ['null', 'string'] } },
        {
          name: 'by',
          type: { type: 'map', values: { type: 'record', name: 'in', fields: [{ name: 'b', type: 'r' }] } },
        },
        { name: 'hash', type: { type: 'fixed', name: 'md5', size: 16 } },
        { name: 'big', type: 'long', default: 0 },
      ],
    }
    expect(rows('AVRO', schema)).toEqual([
      ['a', 'null | int', 'null', false],
      ['at', 'long, timestamp-millis', null, false],
      ['price', 'bytes, decimal(8, 2)', null, false],
      ['kind', 'enum k: X, Y', '"X"', false],
      ['tags', 'array of (null | string)', null, false],
      ['by', 'map of record in', null, false],
      ['by.b', 'r', null, false],
      ['hash', 'fixed md5, 16 bytes', null, false],
      ['big', 'long', '0', false],
    ])
    expect(fieldsOf({ type: 'AVRO', text: JSON.stringify(schema), isCut: false })?.title).toBe('n.r')
  })

  it('of a schema that is no record are the value itself', () => {
    expect(rows('AVRO', 'string')).toEqual([['', 'string', null, false]])
    expect(rows('AVRO', { type: 'long' })).toEqual([['', 'long', null, false]])
  })

  it('say that a default was rounded', () => {
    const text = '{"type":"record","name":"r","fields":[{"name":"a","type":"long","default":9007199254740993}]}'
    expect(fieldsOf({ type: 'AVRO', text, isCut: false })?.fields[0]?.default).toBe('≈ 9007199254740992')
  })

  it.each([
    ['nonsense', 7],
    ['fields that are none', { type: 'record', fields: [null, { name: 3 }, 'x'] }],
    ['no types', { type: 'record', fields: [{ name: 'a' }] }],
  ])('are read from %s as far as they make sense', (_case, schema) => {
    expect(() => rows('AVRO', schema)).not.toThrow()
  })

  it('are bounded in number and depth', () => {
    const many = Array.from({ length: 6_000 }, (_, i) => ({ name: `f${i}`, type: 'int' }))
    const text = JSON.stringify({ type: 'record', name: 'r', fields: many })
    expect(fieldsOf({ type: 'AVRO', text, isCut: false })).toMatchObject({ isCut: true })
    let deep: unknown = 'int'
    for (let i = 0; i < 400; i++) deep = { type: 'record', name: `r${i}`, fields: [{ name: 'a', type: deep }] }
    expect(rows('AVRO', deep).length).toBeLessThan(30)
  })
})

describe('the fields of a JSON Schema', () => {
  it('are listed with what is required, references followed and those that lead back named', () => {
    const schema = {
      type: 'object',
      required: ['a'],
      properties: {
        a: { type: ['string', 'null'], format: 'date', default: 'x' },
        tree: { $ref: '#/definitions/node' },
        kinds: { type: 'array', items: { enum: ['x', 1] } },
        one: { oneOf: [{ type: 'integer' }, { const: 'y' }] },
      },
      definitions: { node: { type: 'object', properties: { next: { $ref: '#/definitions/node' } } } },
    }
    expect(rows('JSON', schema)).toEqual([
      ['a', 'string | null, date', '"x"', true],
      ['tree', 'object node', null, false],
      ['tree.next', 'object node', null, false],
      ['kinds', 'array of "x" | 1', null, false],
      ['one', 'one of integer, "y"', null, false],
    ])
  })

  it.each([true, 'x', { type: 'string' }, { $ref: '#' }, { $ref: '#/no/where' }, { properties: { a: { $ref: '#' } } }])(
    'are read from %j without an end in circles',
    schema => expect(rows('JSON', schema).length).toBeGreaterThan(0),
  )
})

it('have no table where the type has none, the text is no JSON, or a part of it is missing', () => {
  expect(fieldsOf({ type: 'PROTOBUF', text: '{}', isCut: false })).toBeNull()
  expect(fieldsOf({ type: 'AVRO', text: '{', isCut: false })).toBeNull()
  expect(fieldsOf({ type: 'AVRO', text: '"int"', isCut: true })).toBeNull()
})

it('are compared: added, removed, changed in type, default, need and description', () => {
  const list = (fields: object[]) =>
    fieldsOf({ type: 'AVRO', text: JSON.stringify({ type: 'record', name: 'r', fields }), isCut: false })!
  const older = list([
    { name: 'a', type: 'int' },
    { name: 'b', type: 'string', default: 'x' },
    { name: 'c', type: 'int', doc: 'same' },
  ])
  const newer = list([
    { name: 'd', type: 'int', default: 1 },
    { name: 'c', type: 'int', doc: 'same' },
    { name: 'a', type: 'long', default: 5, doc: 'new' },
  ])
  expect(compareFields(older, newer)).toEqual([
    { path: 'd', kind: 'added', what: ['int, default 1'] },
    { path: 'a', kind: 'changed', what: ['int became long', 'has the default 5 now', 'has another description'] },
    { path: 'b', kind: 'removed', what: ['was string, default "x"'] },
  ])
  expect(compareFields(newer, newer)).toEqual([])
})
