import { expect, it } from 'vitest'
import { indented, parseExact } from './json'

it('keeps whole numbers that JSON.parse would round', () => {
  expect(parseExact('{"a":9223372036854775807,"b":[-12345678901234567890,1],"c":"9223372036854775807"}')).toEqual({
    a: 9223372036854775807n,
    b: [-12345678901234567890n, 1],
    c: '9223372036854775807',
  })
  expect(parseExact('[0.1234567890123456789,1234567890123456.5,1e20]')).toEqual([
    0.1234567890123456789, 1234567890123456.5, 1e20,
  ])
})

it('reads strings with quotes and backslashes as they are', () => {
  const value = { 'a"\\': 'quote " and \\ and 12345678901234567890' }
  expect(parseExact(JSON.stringify(value))).toEqual(value)
})

it.each(['', '{', 'text', '{"a":}'])('%j is no JSON', text => {
  expect(parseExact(text)).toBeUndefined()
  expect(indented(text)).toBe(text)
})

it('indents without changing numbers', () => {
  expect(indented('{"a":9223372036854775807}')).toBe('{\n  "a": 9223372036854775807\n}')
})

it('takes a text of half a million characters', () => {
  const text = JSON.stringify({ a: 'x\\"'.repeat(200_000) })
  expect(parseExact(text)).toEqual(JSON.parse(text))
})
