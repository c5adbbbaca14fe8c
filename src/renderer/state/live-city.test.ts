import { describe, expect, it } from 'vitest'
import type { CityPatch, CitySnapshot } from '../../shared/contract/city'
import type { LineId, TrainState } from '../../shared/city/types'
import { applyMessage, emptyCity } from './live-city'

const record = { topic: 't', partition: 0, offset: '1' }

function train(id: string, line: LineId): TrainState {
  return {
    id,
    line,
    direction: 'a',
    status: 'in_service',
    stationId: 40900,
    prevStationId: null,
    arrivedAt: 0,
    pattern: null,
    stopIndex: null,
    departureAt: null,
    nextStationId: null,
    nextArrivalAt: null,
    record,
  }
}

const numbers = {
  readAt: 1,
  rate: 60,
  simulatedTime: 1_000,
  records: 1,
  undecoded: 0,
  recordsPerSecond: 5,
  behindMs: 1,
  lagging: [],
  laggingSince: null,
}
const snapshot: CitySnapshot = {
  kind: 'snapshot',
  ...numbers,
  weather: null,
  entries: { 40900: 10, 41320: 5 },
  trains: { RL801: train('RL801', 'red'), BL101: train('BL101', 'blue') },
  stations: {},
  stationRows: {},
  lastUndecoded: null,
}
const patch = (change: Partial<CityPatch>): CityPatch => ({ kind: 'patch', ...numbers, ...change })

function cityAfter(...messages: (CitySnapshot | CityPatch)[]) {
  const city = emptyCity()
  for (const message of messages) applyMessage(city, message)
  return city
}

describe('the live city', () => {
  it('counts what a snapshot holds', () => {
    const { facts } = cityAfter(snapshot)
    expect(facts).toMatchObject({ trains: 2, entries: 15, simulatedTime: 1_000, rate: 60 })
    expect(facts.trainsByLine).toMatchObject({ red: 1, blue: 1, green: 0 })
  })

  it('is replaced by a snapshot, so that what left while the page was away is gone', () => {
    const city = cityAfter(snapshot, { ...snapshot, trains: {}, entries: { 40900: 12 } })
    expect([...city.trains.keys()]).toEqual([])
    expect(city.facts).toMatchObject({ trains: 0, entries: 12 })
  })

  it('changes only what a patch names', () => {
    const city = cityAfter(snapshot)
    const blue = city.trains.get('BL101')
    applyMessage(city, patch({ trains: { RL801: null, RL802: train('RL802', 'red') }, entries: { 41320: 9 } }))
    expect([...city.trains.keys()].sort()).toEqual(['BL101', 'RL802'])
    expect(city.trains.get('BL101')).toBe(blue)
    expect(city.facts).toMatchObject({ trains: 2, entries: 19 })
  })

  it('moves a train to another line in the counts, and ignores the end of a train that it never saw', () => {
    const city = cityAfter(snapshot, patch({ trains: { RL801: train('RL801', 'green'), ghost: null } }))
    expect(city.facts.trainsByLine).toMatchObject({ red: 0, green: 1, blue: 1 })
  })

  it('keeps weather and the newest undecoded record when a patch is silent about them', () => {
    const weather = { temperature: 70, status: 'sunny' as const, at: 1, record }
    const lastUndecoded = { record, reason: 'no magic byte' }
    const city = cityAfter(snapshot, patch({ weather, lastUndecoded }), patch({}))
    expect(city.facts).toMatchObject({ weather, lastUndecoded })
    applyMessage(city, patch({ weather: null }))
    expect(city.facts.weather).toBeNull()
  })

  it('keeps the same counts object when no count has changed, so that panels need not draw', () => {
    const city = cityAfter(snapshot)
    const before = city.facts.trainsByLine
    applyMessage(city, patch({ trains: { RL801: train('RL801', 'red') } }))
    expect(city.facts.trainsByLine).toBe(before)
  })
})
