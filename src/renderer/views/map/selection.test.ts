import { expect, it } from 'vitest'
import { parseSelection, pinsMax, writeSelection } from './selection'

const nothing = { stationId: null, trainId: null, isFollowing: false, flies: false, pins: [], line: null }
const parse = (query: string) => parseSelection(new URLSearchParams(query))

it.each([
  ['', nothing],
  ['station=41320', { ...nothing, stationId: 41320 }],
  ['station=41320&fly=1', { ...nothing, stationId: 41320, flies: true }],
  ['train=BR441&follow=1', { ...nothing, trainId: 'BR441', isFollowing: true }],
  ['line=red', { ...nothing, line: 'red' }],
  ['pin=station-41320&pin=train-BR-1', { ...nothing, pins: [{ stationId: 41320 }, { trainId: 'BR-1' }] }],
  ['pin=train-X&pin=train-X', { ...nothing, pins: [{ trainId: 'X' }] }],
])('an address is read: %s', (query, selection) => {
  expect(parse(query)).toEqual(selection)
})

it.each([
  'station=x&follow=1',
  'station=-4',
  'station=1.5',
  'station=1e3',
  'station=99999999999999999999',
  'train=&follow=1',
  'line=monorail&fly=yes',
  'pin=station-x&pin=tram-4&pin=train-&pin=',
])('nonsense selects nothing: %s', query => {
  expect(parse(query)).toEqual(nothing)
})

it('keeps so many pins and no more', () => {
  expect(parse('pin=train-A&pin=train-B&pin=train-C').pins).toHaveLength(pinsMax)
})

it('writes what it reads, and leaves the rest of the address alone', () => {
  const query = 'train=a+b%26c&follow=1&pin=station-41320'
  expect(writeSelection(new URLSearchParams('other=1&line=red&fly=1'), parse(query)).toString()).toBe(
    `other=1&${query}`,
  )
  expect(writeSelection(new URLSearchParams('station=1&follow=1'), {}).toString()).toBe('')
})
