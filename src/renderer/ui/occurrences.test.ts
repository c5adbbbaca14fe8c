import { expect, it } from 'vitest'
import { occurrences } from './occurrences'

const marked = (text: string, sought: string) =>
  occurrences(text, sought)
    .map(piece => (piece.isFound ? `[${piece.text}]` : piece.text))
    .join('')

it('finds every place, in whatever case, and keeps the text as it was', () => {
  expect(marked('Belmont, belmont and BELMONT', 'belmont')).toBe('[Belmont], [belmont] and [BELMONT]')
  expect(marked('aaaa', 'aa')).toBe('[aa][aa]')
})

it('leaves a text whole that has nothing of it, or when nothing is sought', () => {
  expect(occurrences('Belmont', 'howard')).toEqual([{ text: 'Belmont', isFound: false }])
  expect(occurrences('Belmont', '')).toEqual([{ text: 'Belmont', isFound: false }])
})

it('marks nothing in a text whose length changes with its case', () => {
  expect(marked('İstanbul belmont', 'belmont')).toBe('İstanbul belmont')
})

it('marks so many places and no more', () => {
  const pieces = occurrences('ab'.repeat(5_000), 'a')
  expect(pieces.length).toBeLessThan(150)
  expect(pieces.map(({ text }) => text).join('')).toHaveLength(10_000)
})
