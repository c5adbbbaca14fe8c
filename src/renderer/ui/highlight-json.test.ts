import { describe, expect, it } from 'vitest'
import { jsonPieces } from './highlight-json'

describe('colouring JSON', () => {
  it('tells keys, strings, numbers and words apart', () => {
    expect(jsonPieces('{"a": "b", "n": -1.5e3, "t": true}').filter(piece => piece.kind !== 'plain')).toEqual([
      { text: '"a"', kind: 'key' },
      { text: '"b"', kind: 'string' },
      { text: '"n"', kind: 'key' },
      { text: '-1.5e3', kind: 'number' },
      { text: '"t"', kind: 'key' },
      { text: 'true', kind: 'word' },
    ])
  })

  it.each(['', 'plain text', '{"open', '"a\\"b": 1', '{"a":"<b>x</b>"}\n\t[1,,2]'])(
    'loses no character of %j',
    text => {
      const joined = jsonPieces(text).map(piece => piece.text)
      expect(joined.join('')).toBe(text)
    },
  )
})
