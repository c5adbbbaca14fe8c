import { expect, it } from 'vitest'
import { pathWord } from './path-word'

it('unescapes a name once, so that slashes and per cent signs are kept', () => {
  expect(pathWord('/topics/a%2Fb', 1)).toBe('a/b')
  expect(pathWord(`/groups/${encodeURIComponent('100%25')}`, 1)).toBe('100%25')
})

it('takes a half-written escape as it stands', () => {
  expect(pathWord('/topics/50%', 1)).toBe('50%')
})

it('finds no name where there is none', () => {
  expect(pathWord('/topics', 1)).toBeNull()
  expect(pathWord('/topics/', 1)).toBeNull()
})
