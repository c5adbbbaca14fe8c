import { describe, expect, it } from 'vitest'
import { chicago } from './chicago'
import { cityDocument } from './document'
import { emptyCity, foldBatch } from './fold'
import { buildNetwork } from './network'

const network = buildNetwork(chicago)
const record = { topic: 't', partition: 0, offset: '0' }

describe('cityDocument', () => {
  it('has all eight lines and every station in order before anything was read', () => {
    const document = cityDocument(network, emptyCity())
    expect(document).toMatchObject({
      simulatedTime: null,
      weather: null,
      totals: { entries: 0, trains: 0, records: 0 },
    })
    expect(document.lines.map(line => line.id)).toEqual([
      'red',
      'blue',
      'brown',
      'green',
      'orange',
      'pink',
      'purple',
      'yellow',
    ])
    expect(document.lines[0]?.stations[0]).toEqual({
      id: 40900,
      name: 'Howard',
      entries: 0,
      arrivals: { a: null, b: null },
    })
    expect(document.lines[0]?.stations.at(-1)?.name).toBe('95th/Dan Ryan')
  })

  it('shows arrivals, trains, entries and weather where they belong', () => {
    const state = foldBatch(emptyCity(), [
      {
        kind: 'arrival',
        at: 5,
        record,
        value: { station_id: 40900, train_id: 'RL801', direction: 'a', line: 'red', train_status: 'in_service' },
      },
      { kind: 'summary', record, value: { station_id: 40900, count: 12 } },
      { kind: 'weather', at: 4, record, value: { temperature: 71.5, status: 'cloudy' } },
    ])
    const document = cityDocument(network, state)
    expect(document).toMatchObject({
      simulatedTime: 5,
      weather: { temperature: 71.5, status: 'cloudy' },
      totals: { entries: 12, trains: 1, records: 3 },
    })
    const [red, , , , , , purple] = document.lines
    expect(red?.trains).toEqual([{ id: 'RL801', direction: 'a', status: 'in_service', stationId: 40900 }])
    expect(red?.stations[0]).toMatchObject({ entries: 12, arrivals: { a: { trainId: 'RL801', at: 5 }, b: null } })
    expect(purple?.stations.find(station => station.id === 40900)).toMatchObject({ entries: 12, arrivals: { a: null } })
    expect(purple?.trains).toEqual([])
  })
})
