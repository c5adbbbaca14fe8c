import { describe, expect, it } from 'vitest'
import { chicago } from '../../../shared/city/chicago'
import { buildNetwork } from '../../../shared/city/network'
import type { LineId, TrainState } from '../../../shared/city/types'
import { hitsMax, searchCity } from './search'

const network = buildNetwork(chicago)

function train(id: string, line: LineId, pattern: string): TrainState {
  return {
    id,
    line,
    direction: 'a',
    status: 'in_service',
    stationId: 40900,
    prevStationId: null,
    arrivedAt: 0,
    pattern,
    stopIndex: 0,
    departureAt: null,
    nextStationId: null,
    nextArrivalAt: null,
    record: { topic: 't', partition: 0, offset: '0' },
  }
}

const trains = [train('BR441', 'brown', 'brown'), train('RL841', 'red', 'red'), train('RL844', 'red', 'red')]
const find = (query: string) => searchCity(network, trains, query)
const titles = (query: string) => find(query).map(({ title }) => title)

describe('looking for something on the map', () => {
  it.each([
    ['belmont', 'Belmont'],
    ['Belm', 'Belmont'],
    ['BELMONT ', 'Belmont'],
    ['ohare', "O'Hare"],
    ['o’hare', "O'Hare"],
    ['dan ryan', '95th/Dan Ryan'],
    ['95 ryan', '95th/Dan Ryan'],
    ['clark/lake', 'Clark/Lake'],
    ['41320', 'Belmont'],
    ['441', 'Run 441'],
    ['run 441', 'Run 441'],
    ['br441', 'Run 441'],
    ['red', 'Red Line'],
    ['red line', 'Red Line'],
    ['the pink line', 'Pink Line'],
  ])('%s finds %s first', (query, first) => {
    expect(titles(query)[0]).toBe(first)
  })

  it('puts a whole name before its beginning, and that before the beginning of a later word', () => {
    const found = titles('grand')
    expect(found[0]).toBe('Grand')
    expect(titles('lake').slice(0, 1)).toEqual(['Lake'])
    expect(titles('lake').indexOf('Lake')).toBeLessThan(titles('lake').indexOf('Clark/Lake'))
  })

  it('of stations with one name puts the one with more lines first, and tells them apart', () => {
    const belmonts = find('belmont').filter(({ kind }) => kind === 'station')
    expect(belmonts.map(({ lines }) => lines.length)).toEqual([3, 1])
    expect(new Set(belmonts.map(({ hint }) => hint)).size).toBe(2)
  })

  it('names the address that shows what was found', () => {
    expect(find('belmont')[0]).toMatchObject({ id: 'station:41320', href: '/map?station=41320&fly=1' })
    expect(find('441')[0]).toMatchObject({ hint: 'to the Loop', href: '/map?train=BR441&follow=1' })
    expect(find('red')[0]).toMatchObject({ href: '/map?line=red' })
    expect(searchCity(network, [train('a b&c', 'red', 'red')], 'a b c')[0]!.href).toBe('/map?train=a%20b%26c&follow=1')
  })

  it.each(['', '   ', '/', 'zzz', '<>', '\\'])('finds nothing for %j', query => {
    expect(find(query)).toEqual([])
  })

  it('finds no more than fit', () => {
    expect(find('a').length).toBeLessThanOrEqual(hitsMax)
  })

  it('finds what only filler words ask for', () => {
    expect(titles('line').length).toBeGreaterThan(0)
  })
})
