import { expect, it } from 'vitest'
import { cellText, visibleLines, visibleText } from './text'

it.each([
  ['Belmont', 'Belmont'],
  ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ['a\u0000b\u001b[31m\r\n', 'a\\x00b\\x1b[31m\\r\\n'],
  ['\u007f\u0085', '\\x7f\\x85'],
  ['user\u202egnp.exe', 'user\\u202egnp.exe'],
  ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
  ['half \ud83d, whole 😀', 'half \\ud83d, whole 😀'],
  ['Zażółć 東京 🚇', 'Zażółć 東京 🚇'],
])('%j is shown as %j', (text, shown) => {
  expect(visibleText(text)).toBe(shown)
})

it('keeps lines and tabs where there is room for them', () => {
  expect(visibleLines('a\tb\n\u0007c\r\n')).toBe('a\tb\n\\x07c\\r\n')
})

it('cuts long text, never in the middle of a character', () => {
  expect(cellText('x'.repeat(20_000_000), 5)).toBe('xxxxx…')
  expect(cellText('abcd😀', 5)).toBe('abcd…')
  expect(cellText('abc', 3)).toBe('abc')
})
