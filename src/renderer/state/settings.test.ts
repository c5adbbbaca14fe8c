import { expect, it } from 'vitest'
import { parseSettings } from './settings'

const defaults = { scheme: null, hiddenLines: [], temperature: 'F', clock: '24' }

it.each([
  [null, defaults],
  ['', defaults],
  ['{', defaults],
  ['7', defaults],
  ['[]', defaults],
  ['{"scheme":"neon","hiddenLines":"red"}', defaults],
  ['{"temperature":"K","clock":12}', defaults],
  ['{"temperature":"C","clock":"12"}', { ...defaults, temperature: 'C', clock: '12' }],
  [
    '{"scheme":"light","hiddenLines":["pink","monorail","red"]}',
    { ...defaults, scheme: 'light', hiddenLines: ['red', 'pink'] },
  ],
])('stored settings %s are read as far as they make sense', (text, settings) => {
  expect(parseSettings(text)).toEqual(settings)
})
