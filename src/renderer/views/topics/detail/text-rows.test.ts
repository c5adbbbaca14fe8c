import { expect, it } from 'vitest'
import { textRows } from './text-rows'

it('breaks lines where they end and where there is no more room', () => {
  expect(textRows('short\n\n0123456789abcdef', 10)).toEqual(['short', '', '0123456789', 'abcdef'])
  expect(textRows('', 10)).toEqual([''])
})

it('never breaks a character in two', () => {
  const rows = textRows('0123456😀 and more', 8)
  expect(rows[0]).toBe('0123456😀')
  expect(rows.join('')).toBe('0123456😀 and more')
})
