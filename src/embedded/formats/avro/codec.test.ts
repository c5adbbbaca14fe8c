import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { decodeAvro, encodeAvro, encodeFramed, frameOf, parseAvro } from '.'

const record = (...fields: unknown[]) => JSON.stringify({ type: 'record', name: 'r', namespace: 'n', fields })
const field = (type: unknown, more: object = {}) => ({ name: 'f', type, ...more })

describe('encode and decode', () => {
  const cases: [name: string, schema: unknown, value: unknown, hex: string][] = [
    ['null', 'null', null, ''],
    ['boolean', 'boolean', true, '01'],
    ['int', 'int', -65, '8101'],
    ['long', 'long', 64, '8001'],
    ['the largest long', 'long', 9223372036854775807n, 'feffffffffffffffff01'],
    ['the smallest long', 'long', -9223372036854775808n, 'ffffffffffffffffff01'],
    ['float', 'float', 1.5, '0000c03f'],
    ['double', 'double', 1.5, '000000000000f83f'],
    ['string', 'string', 'foo', '06666f6f'],
    ['bytes', 'bytes', Buffer.from([1, 255]), '0401ff'],
    ['array', { type: 'array', items: 'long' }, [3, 27], '04063600'],
    ['map', { type: 'map', values: 'int' }, { a: 1 }, '0202610200'],
    ['enum', { type: 'enum', name: 'e', symbols: ['A', 'B'] }, 'B', '02'],
    ['fixed', { type: 'fixed', name: 'x', size: 2 }, Buffer.from([1, 2]), '0102'],
    ['union, null', ['null', 'string'], null, '00'],
    ['union, the branch that fits', ['null', 'string'], 'a', '020261'],
    ['union of numbers, first that fits', ['null', 'int', 'long', 'double'], 1.5, '06000000000000f83f'],
    ['union of records', [{ type: 'record', name: 'a', fields: [field('int')] }, 'null'], { f: 1 }, '0002'],
    ['logical types as what they are stored as', { type: 'long', logicalType: 'timestamp-millis' }, 1, '02'],
  ]
  it.each(cases)('%s', (_, schema, value, hex) => {
    const parsed = parseAvro(JSON.stringify(schema))
    const bytes = encodeAvro(parsed, value)
    expect(bytes.toString('hex')).toBe(hex)
    expect(decodeAvro(parsed, bytes)).toEqual(value)
  })

  it('takes { branch: value } where the value alone is not enough', () => {
    const schema = parseAvro('["null","int","long"]')
    expect(encodeAvro(schema, { long: 5 }).toString('hex')).toBe('040a')
    expect(decodeAvro(schema, Buffer.from('040a', 'hex'))).toBe(5)
  })

  it('fills in defaults of fields that are left out', () => {
    const schema = parseAvro(
      record(
        { name: 'a', type: ['null', 'int'], default: null },
        { name: 'b', type: 'bytes', default: 'ÿ' },
        {
          name: 'c',
          type: { type: 'record', name: 'i', fields: [{ name: 'x', type: 'int', default: 3 }] },
          default: {},
        },
        { name: 'd', type: ['null', 'string'], default: 'second branch' },
      ),
    )
    expect(decodeAvro(schema, encodeAvro(schema, {}))).toEqual({
      a: null,
      b: Buffer.from([255]),
      c: { x: 3 },
      d: 'second branch',
    })
  })

  it('knows a type of its own inside itself', () => {
    const schema = parseAvro(record({ name: 'next', type: ['null', 'n.r'], default: null }))
    const value = { next: { next: { next: null } } }
    expect(decodeAvro(schema, encodeAvro(schema, value))).toEqual(value)
  })

  it.each(readdirSync('schemas').filter(name => name.endsWith('.avsc')))('takes the pipeline’s own %s', name => {
    expect(parseAvro(readFileSync(join('schemas', name), 'utf8')).root.type).toBe('record')
  })

  const bad: [name: string, schema: string, value: unknown, message: RegExp][] = [
    ['a field of another type', record(field('int')), { f: 'x' }, /\/f: "x" is not of type int/],
    ['an int that is too large', record(field('int')), { f: 2 ** 31 }, /\/f: 2147483648 is not of type int/],
    ['a long that is too large', record(field('long')), { f: 2n ** 63n }, /is not of type long/],
    ['a field that is missing', record(field('int')), {}, /\/f: the field is missing and has no default/],
    ['a value of no branch', '["null","int"]', 'x', /no branch of the union takes "x": null, int/],
    ['a symbol that is none', '{"type":"enum","name":"e","symbols":["A"]}', 'B', /"B" is not of type e/],
    ['a list for a record', record(field('int')), [], /r is a record, not a list/],
  ]
  it.each(bad)('refuses %s', (_, schema, value, message) => {
    expect(() => encodeAvro(parseAvro(schema), value)).toThrow(message)
  })

  it.each([
    ['cut off', '"string"', '0661'],
    ['too long', '"int"', '0200'],
    ['a branch that is none', '["null","int"]', '04'],
  ])('refuses bytes that are %s', (_, schema, hex) => {
    expect(() => decodeAvro(parseAvro(schema), Buffer.from(hex, 'hex'))).toThrow(/The bytes are not of the schema/)
  })
})

describe('the wire format', () => {
  it('puts magic byte and id before the body', () => {
    const framed = encodeFramed(258, parseAvro('"string"'), 'a')
    expect(framed.toString('hex')).toBe('00000001020261')
    expect(frameOf(framed)).toEqual({ id: 258, body: Buffer.from('0261', 'hex') })
  })
  it.each([
    ['', /too few/],
    ['00000001', /too few/],
    ['0100000001', /first byte is 1/],
  ])('refuses %j', (hex, message) => {
    expect(() => frameOf(Buffer.from(hex, 'hex'))).toThrow(message)
    expect(() => frameOf(Buffer.from(hex, 'hex'))).toThrow(/Unknown magic byte/)
  })
})
