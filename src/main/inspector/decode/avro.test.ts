import avro from 'avsc'
import { describe, expect, it } from 'vitest'
import { compileAvro } from './avro'

function read(schema: unknown, bytes: Buffer | number[]): string {
  return compileAvro(JSON.stringify(schema)).read(Buffer.from(bytes))
}

/** Encoded by another implementation. */
function written(schema: Parameters<typeof avro.Type.forSchema>[0], value: unknown): Buffer {
  return avro.Type.forSchema(schema).toBuffer(value)
}

/** A zigzag varint of 64 bits. */
function long(value: bigint): Buffer {
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n))
  const bytes: number[] = []
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  return Buffer.from([...bytes, Number(rest)])
}

describe('Avro', () => {
  it('reads all types as JSON', () => {
    const schema = {
      type: 'record' as const,
      name: 'All',
      namespace: 'org.example',
      fields: [
        { name: 'nothing', type: 'null' as const },
        { name: 'yes', type: 'boolean' as const },
        { name: 'count', type: 'int' as const },
        { name: 'float', type: 'float' as const },
        { name: 'double', type: 'double' as const },
        { name: 'text', type: 'string' as const },
        { name: 'raw', type: 'bytes' as const },
        { name: 'kind', type: { type: 'enum' as const, name: 'Kind', symbols: ['A', 'B'] } },
        { name: 'again', type: 'Kind' },
        { name: 'list', type: { type: 'array' as const, items: 'int' as const } },
        { name: 'map', type: { type: 'map' as const, values: 'string' as const } },
        { name: 'fixed', type: { type: 'fixed' as const, name: 'Two', size: 2 } },
      ],
    }
    const value = {
      nothing: null,
      yes: true,
      count: -3,
      float: 0.1,
      double: 1.5e-7,
      text: 'a"b\n',
      raw: Buffer.from([1, 255]),
      kind: 'B',
      again: 'A',
      list: [1, 2],
      map: { x: 'y' },
      fixed: Buffer.from([7, 8]),
    }
    expect(JSON.parse(read(schema, written(schema, value)))).toEqual({ ...value, raw: '0x01ff', fixed: '0x0708' })
  })

  it('keeps all digits of a long', () => {
    for (const value of [0n, -1n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)]) {
      expect(read('long', long(value))).toBe(String(value))
    }
  })

  it('reads a schema that contains itself', () => {
    const schema = {
      type: 'record',
      name: 'Node',
      fields: [
        { name: 'value', type: 'int' },
        { name: 'next', type: ['null', 'Node'] },
      ],
    }
    expect(read(schema, [2, 2, 4, 0])).toBe('{"value":1,"next":{"value":2,"next":null}}')
    const endless = Buffer.alloc(2_000, 2)
    expect(() => read(schema, endless)).toThrow('nested more than 200 deep')
  })

  it('reads types of schemas that it refers to', () => {
    const reference = JSON.stringify({ type: 'enum', name: 'org.example.Line', symbols: ['red', 'blue'] })
    const schema = { type: 'record', name: 'org.example.Stop', fields: [{ name: 'line', type: 'Line' }] }
    expect(compileAvro(JSON.stringify(schema), [reference]).read(Buffer.from([2]))).toBe('{"line":"blue"}')
  })

  it.each([
    ['date', 'int', long(20648n), '"2026-07-14"'],
    ['time-millis', 'int', long(62_678_579n), '"17:24:38.579"'],
    ['time-micros', 'long', long(62_678_579_001n), '"17:24:38.579001"'],
    ['timestamp-millis', 'long', long(1_784_067_878_579n), '"2026-07-14T22:24:38.579Z"'],
    ['timestamp-millis', 'long', long(-1n), '"1969-12-31T23:59:59.999Z"'],
    ['timestamp-micros', 'long', long(1_784_067_878_579_001n), '"2026-07-14T22:24:38.579001Z"'],
    ['local-timestamp-millis', 'long', long(1_784_067_878_579n), '"2026-07-14T22:24:38.579"'],
    ['timestamp-millis', 'long', long(2n ** 62n), String(2n ** 62n)],
    ['timestamp-millis', 'string', Buffer.from([2, 0x61]), '"a"'],
    ['made-up', 'int', long(5n), '5'],
  ])('shows the logical type %s of %s as people write it', (logicalType, type, bytes, text) => {
    expect(read({ type, logicalType }, bytes)).toBe(text)
  })

  it.each([
    [[0x01, 0x00], 2, '2.56'],
    [[0xff], 2, '-0.01'],
    [[0x05], 3, '0.005'],
    [[], 0, '0'],
  ])('shows a decimal of %j with the scale %i as %s', (bytes, scale, text) => {
    const schema = { type: 'bytes', logicalType: 'decimal', precision: 9, scale }
    expect(read(schema, [bytes.length * 2, ...bytes])).toBe(text)
  })

  it('shows what is not a number as text', () => {
    expect(read('double', written('double', NaN))).toBe('"NaN"')
    expect(read('double', written('double', -Infinity))).toBe('"-Infinity"')
  })

  it.each([
    ['string', [20, 1], 'bytes are wanted'],
    ['string', [1], 'a length of -1'],
    [['null', 'int'], [8], 'no branch 4'],
    [{ type: 'enum', name: 'E', symbols: ['A'] }, [2], 'no symbol 1'],
    ['int', [2, 2], 'left over'],
    ['long', Array<number>(11).fill(0xff), 'longer than ten bytes'],
    [{ type: 'array', items: 'null' }, [...long(10_000_000n)], 'more than 5000000 items'],
  ])('refuses bytes that do not fit %j', (schema, bytes, reason) => {
    expect(() => read(schema, bytes)).toThrow(reason)
  })

  it.each([['"nonsense"'], ['{"type":"record","name":"R"}'], ['{"type":"enum","symbols":[]}'], ['3'], ['not json']])(
    'refuses the schema %s',
    text => expect(() => compileAvro(text)).toThrow(),
  )
})
