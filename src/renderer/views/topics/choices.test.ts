import { expect, it } from 'vitest'
import { chooseColumns, parseChoices, toggleFavourite, useTopicChoices } from './choices'

it.each([
  [null, { favourites: [], columns: {} }],
  ['{', { favourites: [], columns: {} }],
  ['[]', { favourites: [], columns: {} }],
  ['{"favourites":"a","columns":7}', { favourites: [], columns: {} }],
  [
    '{"favourites":["a",1,"a","b"],"columns":{"a":["key",null,"key"],"b":"value"}}',
    { favourites: ['a', 'b'], columns: { a: ['key'] } },
  ],
])('stored choices %s are read as far as they make sense', (text, choices) => {
  expect(parseChoices(text)).toEqual(choices)
})

it('stars a topic and takes the star away', () => {
  toggleFavourite('a')
  toggleFavourite('b')
  toggleFavourite('a')
  expect(useTopicChoices.getState().favourites).toEqual(['b'])
})

it('remembers the columns of the topics that were chosen last, until they are given up', () => {
  for (let i = 0; i < 400; i++) chooseColumns(`topic${i}`, ['key'])
  const { columns } = useTopicChoices.getState()
  expect(Object.keys(columns)).toHaveLength(300)
  expect(columns.topic399).toEqual(['key'])
  expect(columns.topic0).toBeUndefined()
  chooseColumns('topic399', null)
  expect(useTopicChoices.getState().columns.topic399).toBeUndefined()
})
