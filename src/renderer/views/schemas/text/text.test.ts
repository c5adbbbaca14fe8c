import { describe, expect, it } from 'vitest'
import { formatJson } from './format-json'
import { highlightLine } from './highlight'
import { shownText } from './shown'

describe('JSON that is indented', () => {
  it.each([
    ['{}', '{}'],
    ['[]', '[]'],
    ['"a, b"', '"a, b"'],
    ['{"a":[1,"x, y",null],"b":{}}', '{\n  "a": [1, "x, y", null],\n  "b": {}\n}'],
    ['[{"a":1}]', '[\n  {\n    "a": 1\n  }\n]'],
    [' { "n" : 12345678901234567890.00 } ', '{\n  "n": 12345678901234567890.00\n}'],
    ['{"q":"\\"}\\\\"}', '{\n  "q": "\\"}\\\\"\n}'],
  ])('%s', (text, shown) => expect(formatJson(text)).toBe(shown))

  it.each(['', '{', 'syntax = "proto3";', '{"a":1}x'])('is left alone when it is none: %s', text => {
    expect(formatJson(text)).toBeNull()
  })

  it('breaks an array that does not fit on a line', () => {
    const words = Array.from({ length: 20 }, (_, i) => `"word ${i}"`)
    expect(formatJson(`[${words.join(',')}]`)?.split('\n')).toHaveLength(22)
  })

  it('means the same afterwards', () => {
    const value = { a: [{ b: [[], {}, [1, [2]]] }, 'x'.repeat(200)], c: '\u0000\n"' }
    expect(JSON.parse(formatJson(JSON.stringify(value))!)).toEqual(value)
  })
})

it('Protobuf is coloured by words, types, numbers, texts and comments, and nothing is lost', () => {
  const line = '  repeated string names = 4 [json_name = "n"]; // runs'
  const pieces = highlightLine(line, 'protobuf')
  expect(pieces.map(({ text }) => text).join('')).toBe(line)
  expect(pieces.filter(({ kind }) => kind !== 'plain')).toEqual([
    { text: 'repeated', kind: 'key' },
    { text: 'string', kind: 'word' },
    { text: '4', kind: 'number' },
    { text: '"n"', kind: 'string' },
    { text: '// runs', kind: 'comment' },
  ])
})

it('a text that was cut, or is no JSON, is shown as it was registered', () => {
  expect(shownText({ type: 'AVRO', text: '{"a":1}', isCut: true }).text).toBe('{"a":1}')
  expect(shownText({ type: 'JSON', text: '{"a"', isCut: false })).toMatchObject({ text: '{"a"', language: 'text' })
  expect(shownText({ type: 'PROTOBUF', text: 'a\r\nb', isCut: false }).lines).toEqual(['a', 'b'])
})
