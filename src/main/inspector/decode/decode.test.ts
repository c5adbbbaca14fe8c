import { describe, expect, it } from 'vitest'
import { compileAvro } from './avro'
import { decode, type Decoding, type SchemaEntry, type Wanted } from './index'

const row: Wanted = { charsMax: 400, fields: true, indent: false, searchOnly: false }

function decoded(bytes: Buffer | null, entries: Record<number, SchemaEntry> = {}, wanted = row): Decoding {
  return decode(bytes, { wanted, schema: id => entries[id] })
}

function framed(id: number, body: Buffer): Buffer {
  const header = Buffer.alloc(5)
  header.writeInt32BE(id, 1)
  return Buffer.concat([header, body])
}

function long(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(value)
  return bytes
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return bytes
}

const avroSchema = (id: number, schema: unknown): SchemaEntry => {
  const text = JSON.stringify(schema)
  return { id, type: 'AVRO', text, avro: compileAvro(text) }
}

describe('a value without a schema', () => {
  it('that is null is said to be so', () => {
    expect(decoded(null)).toMatchObject({ kind: 'null', text: '', reason: null })
  })

  it('of no bytes is an empty text', () => {
    expect(decoded(Buffer.alloc(0))).toMatchObject({ kind: 'text', text: '' })
  })

  it('in UTF-8 is text, with its HTML and control characters as they are', () => {
    const text = '<img src=x onerror=alert(1)> \u001b[31mred\u001b[0m é 🚇'
    expect(decoded(Buffer.from(text))).toMatchObject({ kind: 'text', text })
  })

  it.each([
    [Buffer.from([0, 0, 0, 42]), '42'],
    [Buffer.from([0xff, 0xff, 0xff, 0xff]), '-1'],
    [long(1795572504976n), '1795572504976'],
    [long(-5n), '-5'],
    [long(9007199254740992n), '9007199254740992'],
    [double(41.87), '41.87'],
    [double(-0.001), '-0.001'],
  ])('of four or eight bytes %j is the number %s', (bytes, text) => {
    expect(decoded(bytes)).toMatchObject({ kind: 'number', text, reason: expect.stringContaining('big-endian') })
  })

  it('of four or eight printable characters is text', () => {
    expect(decoded(Buffer.from('blue')).kind).toBe('text')
    expect(decoded(Buffer.from('20260714'))).toMatchObject({ kind: 'text', text: '20260714' })
  })

  it('that is nothing of all that is shown as bytes, with a reason', () => {
    const bytes = decoded(Buffer.from([0xff, 0xfe, 0x00, 0x12, 0x99]))
    expect(bytes).toMatchObject({ kind: 'bytes', text: 'ff fe 00 12 99', isCut: false })
    expect(bytes.reason).toContain('Not UTF-8')
  })

  it('that is a memory full of zeros is no text', () => {
    expect(decoded(Buffer.alloc(100)).kind).toBe('bytes')
  })

  it('of many bytes is cut, and says so', () => {
    expect(decoded(Buffer.alloc(20_000_000, 0xff))).toMatchObject({ kind: 'bytes', isCut: true })
    const text = decoded(Buffer.alloc(20_000_000, 'x'))
    expect(text.text).toHaveLength(400)
    expect(text).toMatchObject({ kind: 'text', isCut: true })
  })
})

describe('a JSON value', () => {
  it('is laid out without space, its fields for columns', () => {
    const value = decoded(
      Buffer.from('{ "line": "red",\n "stop": 41320, "ok": true, "x": null, "deep": {"a": [1, 2]} }'),
    )
    expect(value).toMatchObject({
      kind: 'json',
      text: '{"line":"red","stop":41320,"ok":true,"x":null,"deep":{"a":[1,2]}}',
    })
    expect(value.fields).toEqual([
      { name: 'line', type: 'string', text: 'red' },
      { name: 'stop', type: 'number', text: '41320' },
      { name: 'ok', type: 'boolean', text: 'true' },
      { name: 'x', type: 'null', text: 'null' },
      { name: 'deep', type: 'object', text: '{"a":[1,2]}' },
    ])
  })

  it('keeps numbers beyond 2^53, repeated names and names that JavaScript finds special', () => {
    const value = decoded(Buffer.from('{"id":9223372036854775807,"__proto__":1,"id":1.10}'))
    expect(value.fields).toEqual([
      { name: 'id', type: 'number', text: '9223372036854775807' },
      { name: '__proto__', type: 'number', text: '1' },
      { name: 'id', type: 'number', text: '1.10' },
    ])
  })

  it('that only begins like JSON is text', () => {
    expect(decoded(Buffer.from('{not json'))).toMatchObject({ kind: 'text', text: '{not json' })
  })

  it('that is large is not taken apart for a row', () => {
    const value = decoded(Buffer.from(JSON.stringify({ text: 'x'.repeat(2_000_000) })))
    expect(value).toMatchObject({ kind: 'json', isCut: true, fields: null })
    expect(value.reason).toContain('Large')
  })

  it('that is nested without end does no harm', () => {
    const nested = '['.repeat(100_000) + ']'.repeat(100_000)
    expect(decoded(Buffer.from(nested)).text.length).toBeLessThanOrEqual(400)
    expect(decoded(Buffer.from(nested), {}, { ...row, indent: true, charsMax: 10_000 }).isCut).toBe(true)
  })

  it('is indented for its detail', () => {
    const value = decoded(Buffer.from('{"a":[1,{}],"b":"x\\"y","c":[]}'), {}, { ...row, indent: true })
    expect(value.text).toBe('{\n  "a": [\n    1,\n    {}\n  ],\n  "b": "x\\"y",\n  "c": []\n}')
  })

  it.each([
    ['\\u00e9', 'é'],
    ['\\\\', '\\'],
    ['\\"', '"'],
    ['a\\n', 'a\n'],
  ])('has long fields of %s cut between its characters', (escape, character) => {
    const { fields } = decoded(Buffer.from(`{"a":"${escape.repeat(500)}"}`))
    expect(fields).toEqual([{ name: 'a', type: 'string', text: character.repeat(500).slice(0, 120) }])
  })
})

describe('a value in the registry’s format', () => {
  const record = avroSchema(7, {
    type: 'record',
    name: 'Entry',
    fields: [
      { name: 'station_id', type: 'int' },
      { name: 'line', type: ['null', 'string'] },
    ],
  })
  const body = Buffer.concat([Buffer.from([0x02, 0x02, 0x06]), Buffer.from('red')])

  it('is decoded by its Avro schema, without the wrapping of unions', () => {
    const value = decoded(framed(7, body), { 7: record })
    expect(value).toMatchObject({ kind: 'avro', text: '{"station_id":1,"line":"red"}', schemaId: 7, reason: null })
    expect(value.fields?.[1]).toEqual({ name: 'line', type: 'string', text: 'red' })
  })

  it('that does not fit its schema is shown as bytes, with the reason', () => {
    const short = decoded(framed(7, body.subarray(0, 4)), { 7: record })
    expect(short).toMatchObject({ kind: 'bytes', schemaId: null })
    expect(short.reason).toMatch(/Does not fit its schema 7: 3 bytes are wanted/)
    expect(decoded(framed(7, Buffer.concat([body, body])), { 7: record }).reason).toMatch(/left over/)
  })

  it('of a JSON schema is JSON', () => {
    const schema: SchemaEntry = { id: 9, type: 'JSON', text: '{}', avro: null }
    expect(decoded(framed(9, Buffer.from('{"a":1}')), { 9: schema })).toMatchObject({
      kind: 'json-schema',
      schemaId: 9,
      text: '{"a":1}',
    })
    expect(decoded(framed(9, Buffer.from('{"a":')), { 9: schema })).toMatchObject({
      kind: 'bytes',
      reason: expect.stringContaining('not JSON'),
    })
  })

  it('of Protobuf is bytes with that reason', () => {
    const schema: SchemaEntry = { id: 3, type: 'PROTOBUF', text: 'syntax = "proto3";', avro: null }
    expect(decoded(framed(3, Buffer.from([0, 8, 1])), { 3: schema }).reason).toContain('Protobuf')
  })

  it('whose schema is not known is bytes with that reason', () => {
    const entry: SchemaEntry = { problem: 'The registry does not know the schema id 5' }
    const value = decoded(framed(5, Buffer.from([1, 2])), { 5: entry })
    expect(value).toMatchObject({ kind: 'bytes', reason: 'The registry does not know the schema id 5' })
  })

  it('that might as well be a long says both', () => {
    const entry: SchemaEntry = { problem: 'The registry does not know the schema id 101327' }
    const value = decoded(long(1700000000000n), { 101327: entry })
    expect(value).toMatchObject({ kind: 'number', text: '1700000000000' })
  })
})
