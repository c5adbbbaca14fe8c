import { expect, it } from 'vitest'
import { parseSettings } from './settings'

const defaults = { scheme: null, hiddenLines: [] }

it.each([
  [null, defaults],
  ['', defaults],
  ['{', defaults],
  ['7', defaults],
  ['[]', defaults],
  ['{"scheme":"neon","hiddenLines":"red"}', defaults],
  ['{"scheme":"light","hiddenLines":["pink","monorail","red"]}', { scheme: 'light', hiddenLines: ['red', 'pink'] }],
])('stored settings %s are read as far as they make sense', (text, settings) => {
  expect(parseSettings(text)).toEqual(settings)
})
