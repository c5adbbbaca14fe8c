import { describe, expect, it } from 'vitest'
import {
  array,
  boolean,
  bytes,
  defaulted,
  int16,
  int32,
  int64,
  nullable,
  records,
  since,
  string,
  struct,
  tagged,
  until,
  uuid,
  type Field,
} from './fields'
import { Reader, WireError } from './reader'
import { Writer } from './writer'

interface At {
  version?: number
  flexible?: boolean
}

function hexOf<R, W>(field: Field<R, W>, value: W, { version = 0, flexible = false }: At = {}): string {
  const writer = new Writer(1)
  field.compile({ version, flexible }).write(writer, value)
  return writer.toBuffer().toString('hex')
}

function read<R, W>(field: Field<R, W>, hex: string, { version = 0, flexible = false }: At = {}): R {
  const reader = new Reader(Buffer.from(hex, 'hex'))
  const value = field.compile({ version, flexible }).read(reader)
  expect(reader.remaining).toBe(0)
  return value
}

const flexible = { flexible: true }

describe('lengths', () => {
  it('are 16 or 32 bits in plain versions and compact in flexible ones', () => {
    expect(hexOf(string, 'ab')).toBe('00026162')
    expect(hexOf(string, 'ab', flexible)).toBe('036162')
    expect(hexOf(bytes, Buffer.from('ab'))).toBe('000000026162')
    expect(hexOf(bytes, Buffer.from('ab'), flexible)).toBe('036162')
    expect(hexOf(array(int16), [1, 2])).toBe('0000000200010002')
    expect(hexOf(array(int16), [1, 2], flexible)).toBe('0300010002')
  })

  it('count bytes, not characters', () => {
    expect(hexOf(string, 'é')).toBe('0002c3a9')
    expect(read(string, '0002c3a9')).toBe('é')
  })

  it('say null where it is allowed', () => {
    expect(hexOf(nullable(string), null)).toBe('ffff')
    expect(hexOf(nullable(string), null, flexible)).toBe('00')
    expect(hexOf(nullable(array(int16)), null)).toBe('ffffffff')
    expect(read(nullable(string), '00', flexible)).toBeNull()
    expect(hexOf(nullable(struct({ a: int16 })), null)).toBe('ff')
    expect(read(nullable(struct({ a: int16 })), '010007')).toEqual({ a: 7 })
  })

  it('may not say null elsewhere', () => {
    expect(() => read(string, 'ffff')).toThrow('a string is null where the protocol has none')
    expect(() => read(nullable(string, 3), 'ffff', { version: 2 })).toThrow(WireError)
    expect(read(nullable(string, 3), 'ffff', { version: 3 })).toBeNull()
  })

  it('are not believed when there are fewer bytes', () => {
    expect(() => read(array(int16), '7fffffff')).toThrow(WireError)
    expect(() => read(string, '000561')).toThrow(WireError)
    expect(() => read(bytes, '7fffffff00')).toThrow(WireError)
  })
})

describe('a struct', () => {
  const message = struct({
    first: int32,
    added: since(2, string, 'none'),
    removed: until(1, boolean),
    entries: array({ id: since(3, uuid), size: int64 }),
  })

  it('has the fields of its version', () => {
    expect(hexOf(message, { first: 1, removed: true, entries: [] }, { version: 1 })).toBe('000000010100000000')
    expect(hexOf(message, { first: 1, added: 'x', entries: [] }, { version: 2 })).toBe('0000000100017800000000')
  })

  it('reads what its version lacks as the default', () => {
    expect(read(message, '000000010100000000', { version: 1 })).toEqual({
      first: 1,
      added: 'none',
      removed: true,
      entries: [],
    })
  })

  it('writes the default when nothing is given', () => {
    const fields = struct({ a: defaulted(int32, -1), b: since(0, int16, 7) })
    expect(hexOf(fields, {})).toBe('ffffffff0007')
  })

  it('keeps ids', () => {
    const entries = [{ id: '01020304-0506-0708-090a-0b0c0d0e0f10', size: 1 }]
    const hex = hexOf(message, { first: 1, added: '', entries }, { version: 3 })
    expect(hex).toContain('0102030405060708090a0b0c0d0e0f10')
    expect(read(message, hex, { version: 3 }).entries).toEqual(entries)
  })
})

describe('tagged fields', () => {
  const message = struct({ a: int16, label: tagged(1, string, 'none'), count: tagged(0, int32) })

  it('travel only when they say something', () => {
    expect(hexOf(message, { a: 1 }, flexible)).toBe('000100')
    expect(hexOf(message, { a: 1, label: 'none', count: 0 }, flexible)).toBe('000100')
    expect(hexOf(message, { a: 1, label: 'x', count: 5 }, flexible)).toBe('0001' + '02' + '000400000005' + '01020278')
  })

  it('are read back, with the default for those that are missing', () => {
    expect(read(message, '000102' + '000400000005' + '01020278', flexible)).toEqual({ a: 1, label: 'x', count: 5 })
    expect(read(message, '000100', flexible)).toEqual({ a: 1, label: 'none', count: 0 })
  })

  it('do not exist in plain versions', () => {
    expect(hexOf(message, { a: 1, count: 5 })).toBe('0001')
  })

  it('are skipped when unknown', () => {
    expect(read(message, '0001' + '01' + '6303aabbcc', flexible)).toEqual({ a: 1, label: 'none', count: 0 })
  })

  it('are refused when they are longer than their size, or cut short', () => {
    expect(() => read(message, '0001' + '01' + '000200000005', flexible)).toThrow(WireError)
    expect(() => read(message, '0001' + '01' + '63ff01', flexible)).toThrow(WireError)
  })
})

describe('record sets', () => {
  it('are written in one piece or several', () => {
    expect(hexOf(records, Buffer.from('abc'))).toBe('00000003616263')
    expect(hexOf(records, [Buffer.from('a'), Buffer.from('bc')], flexible)).toBe('04616263')
    expect(hexOf(nullable(records), null)).toBe('ffffffff')
  })

  it('are read as a view of the same bytes', () => {
    const source = Buffer.from('00000003616263', 'hex')
    const value = records.compile({ version: 0, flexible: false }).read(new Reader(source))
    source.write('z', 4)
    expect(value.toString()).toBe('zbc')
  })
})
