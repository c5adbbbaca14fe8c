import { describe, expect, it } from 'vitest'
import { jsonItems, jsonMembers } from './json-pieces'
import { valueStream } from './value-stream'

/** The answer in pieces of `size` characters. */
function read(text: string, size: number): string[] {
  const stream = valueStream()
  const values: string[] = []
  for (let at = 0; at < text.length; at += size) values.push(...stream.push(text.slice(at, at + size)))
  return values
}

describe('an answer in pieces', () => {
  const sizes = [1, 2, 3, 7, 1_000]

  it.each(sizes)('is one array of objects, %i characters at a time', size => {
    const text =
      '[{"header":{"schema":"`A]` INTEGER"}},\n\n{"row":{"columns":[1,"}\\"]",[2]]}},\n{"finalMessage":"x"}]\n'
    expect(read(text, size)).toEqual([
      '{"header":{"schema":"`A]` INTEGER"}}',
      '{"row":{"columns":[1,"}\\"]",[2]]}}',
      '{"finalMessage":"x"}',
    ])
  })

  it.each(sizes)('is an object a line, %i characters at a time', size => {
    expect(read('\n{"row":{"columns":["\\\\"]}}\n\n{"row":null}\n', size)).toEqual([
      '{"row":{"columns":["\\\\"]}}',
      '{"row":null}',
    ])
  })

  it.each(sizes)('is a header and an array a line, %i characters at a time', size => {
    expect(read('{"queryId":"q","columnNames":["A"]}\n[1]\n["["]\n', size)).toEqual([
      '{"queryId":"q","columnNames":["A"]}',
      '[1]',
      '["["]',
    ])
  })

  it('may have nothing', () => {
    for (const text of ['', '\n\n', '[]', '[\n]\n']) expect(read(text, 1)).toEqual([])
  })

  it('passes over a value that is too long, and counts it', () => {
    const stream = valueStream(20)
    const text = `[1]\n`
    expect(stream.push('{"a":1}\n')).toEqual(['{"a":1}'])
    expect(stream.push(`["${'x'.repeat(15)}`)).toEqual([])
    expect(stream.push('x'.repeat(15))).toEqual([])
    expect(stream.push(`"]\n${text}`)).toEqual(['[1]'])
    expect(stream.oversized).toBe(1)
  })

  it('remembers how something begins that is no JSON', () => {
    const stream = valueStream()
    expect(stream.push('<html>')).toEqual([])
    expect(stream.garbage).toBe('<html>')
  })
})

describe('the pieces of a JSON text', () => {
  it('are the items of an array, with every digit', () => {
    expect(jsonItems(' [9007199254740993, 1.50, "a,]\\"", null, {"b":[1, 2]} ,[ ] ]')).toEqual([
      '9007199254740993',
      '1.50',
      '"a,]\\""',
      'null',
      '{"b":[1, 2]}',
      '[ ]',
    ])
    expect(jsonItems('[]')).toEqual([])
  })

  it('are the members of an object', () => {
    expect([...jsonMembers('{"a": 9007199254740993, "b\\n":[1,{"c":"}"}], "d" : {} }')]).toEqual([
      ['a', '9007199254740993'],
      ['b\n', '[1,{"c":"}"}]'],
      ['d', '{}'],
    ])
    expect([...jsonMembers('{}')]).toEqual([])
  })

  it.each(['', '1', '[1', '[1,', '[,]', '["a]', '[{]'])('are not had of %s', text => {
    expect(() => jsonItems(text)).toThrow(SyntaxError)
  })

  it.each(['', '[]', '{"a"}', '{"a":1', '{"a":1,', '{1:2', '{"a":[}'])('are not had of the object %s', text => {
    expect(() => jsonMembers(text)).toThrow(SyntaxError)
  })
})
