import { describe, expect, it } from 'vitest'
import { Reader, WireError } from './reader'
import { uvarintLength, varintLength, varlongLength } from './varint'
import { Writer } from './writer'

const written = (write: (writer: Writer) => void) => {
  const writer = new Writer(1)
  write(writer)
  return writer.toBuffer().toString('hex')
}

describe('variable length numbers', () => {
  it.each([
    [0, '00'],
    [1, '01'],
    [127, '7f'],
    [128, '8001'],
    [300, 'ac02'],
    [2 ** 32 - 1, 'ffffffff0f'],
  ])('writes and reads the unsigned %i as %s', (value, hex) => {
    expect(written(writer => writer.uvarint(value))).toBe(hex)
    expect(new Reader(Buffer.from(hex, 'hex')).uvarint()).toBe(value)
    expect(uvarintLength(value)).toBe(hex.length / 2)
  })

  it.each([
    [0, '00'],
    [-1, '01'],
    [1, '02'],
    [-64, '7f'],
    [64, '8001'],
    [2 ** 31 - 1, 'feffffff0f'],
    [-(2 ** 31), 'ffffffff0f'],
  ])('writes and reads the signed %i as %s', (value, hex) => {
    expect(written(writer => writer.varint(value))).toBe(hex)
    expect(new Reader(Buffer.from(hex, 'hex')).varint()).toBe(value)
    expect(varintLength(value)).toBe(hex.length / 2)
  })

  it.each([0, -1, 1, 2 ** 31, -(2 ** 31) - 1, 1_700_000_000_000, -1_700_000_000_000, 2 ** 52, -(2 ** 52)])(
    'reads the long %i as it was written',
    value => {
      const hex = written(writer => writer.varlong(value))
      expect(new Reader(Buffer.from(hex, 'hex')).varlong()).toBe(value)
      expect(varlongLength(value)).toBe(hex.length / 2)
    },
  )

  it('reads the smallest 64-bit long without failing', () => {
    expect(new Reader(Buffer.from('ffffffffffffffffff01', 'hex')).varlong()).toBe(-(2 ** 63))
  })

  it.each([
    ['varint', 'ffffffffff01'],
    ['varlong', 'ffffffffffffffffffff01'],
    ['uvarint', '80'],
  ] as const)('refuses a %s that does not end', (kind, hex) => {
    expect(() => new Reader(Buffer.from(hex, 'hex'))[kind]()).toThrow(WireError)
  })
})

describe('64-bit integers', () => {
  it.each([0, 1, -1, 2 ** 40, -(2 ** 40), Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])('keeps %i', value => {
    const hex = written(writer => writer.int64(value))
    expect(Buffer.from(hex, 'hex').readBigInt64BE()).toBe(BigInt(value))
    expect(new Reader(Buffer.from(hex, 'hex')).int64()).toBe(value)
  })

  it('writes the largest long for a number that is larger', () => {
    expect(written(writer => writer.int64(1e30))).toBe('7fffffffffffffff')
  })
})

describe('a writer', () => {
  it('keeps referenced bytes in their place and does not copy them', () => {
    const records = Buffer.from('batch')
    const writer = new Writer(1)
    writer.int16(7)
    writer.reference(records)
    writer.int32(1)
    expect(writer.length).toBe(11)
    const pieces = writer.pieces()
    expect(Buffer.concat(pieces).toString('hex')).toBe('0007626174636800000001')
    expect(pieces).toContain(records)
  })
})

describe('a reader', () => {
  it.each([['int8'], ['int16'], ['int32'], ['int64'], ['uvarint']] as const)('refuses a %s behind the end', kind => {
    expect(() => new Reader(Buffer.alloc(0))[kind]()).toThrow(WireError)
  })

  it('refuses a negative length', () => {
    expect(() => new Reader(Buffer.alloc(4)).slice(-1)).toThrow('negative length -1 at byte 0')
  })
})
