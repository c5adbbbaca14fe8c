import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffCity } from '../diff'
import { silenceMaxMs } from '../place'
import type { CityState, RecordRef, TrainStatus } from '../types'
import { keysMax } from './draft'
import { emptyCity, foldBatch, foldRecord, type ArrivalValue, type CityRecord } from '.'

let offset = 0
const ref = (topic: string): RecordRef => ({ topic, partition: 0, offset: String(offset++) })

const arrival = (at: number, value: Partial<ArrivalValue> = {}): CityRecord => ({
  kind: 'arrival',
  at,
  record: ref('arrivals'),
  value: {
    station_id: 40900,
    train_id: 'RL801',
    direction: 'a',
    line: 'red',
    train_status: 'in_service',
    ...value,
  },
})
const turnstile = (at: number, station_id: number): CityRecord => ({
  kind: 'turnstile',
  at,
  record: ref('turnstile'),
  value: { station_id, station_name: 'Howard', line: 'red' },
})
const summary = (station_id: number, count: number): CityRecord => ({
  kind: 'summary',
  record: ref('summary'),
  value: { station_id, count },
})
const weather = (at: number, temperature: number): CityRecord => ({
  kind: 'weather',
  at,
  record: ref('weather'),
  value: { temperature, status: 'sunny' },
})

function freeze(state: CityState): CityState {
  for (const value of Object.values(state)) if (value && typeof value === 'object') Object.freeze(value)
  return Object.freeze(state)
}

const check = (records: CityRecord[], expected: object) =>
  expect(foldBatch(freeze(emptyCity()), records)).toMatchObject(expected)

describe('the fold', () => {
  it('returns the same state for no records, and shares what a record does not touch', () => {
    const state = freeze(foldBatch(emptyCity(), [arrival(1), weather(1, 70)]))
    expect(foldBatch(state, [])).toBe(state)
    const after = foldRecord(state, turnstile(2, 40900))
    expect(after.trains).toBe(state.trains)
    expect(after.weather).toBe(state.weather)
    expect(after).toMatchObject({ records: 3, simulatedTime: 2, entries: { 40900: 1 } })
    expect(state.entries).toEqual({})
  })

  it('is the same whether records come one by one or in one batch', () => {
    const records = [
      arrival(5),
      turnstile(6, 1),
      turnstile(7, 1),
      weather(4, 1),
      summary(2, 9),
      arrival(9, { direction: 'b' }),
    ]
    expect(records.reduce(foldRecord, emptyCity())).toEqual(foldBatch(emptyCity(), records))
  })

  it('fills absent optional fields of an arrival with null', () => {
    const { trains } = foldRecord(emptyCity(), arrival(1))
    expect(trains.RL801).toMatchObject({ pattern: null, stopIndex: null, departureAt: null, nextArrivalAt: null })
  })

  it('keeps the newest arrival by its own time, whatever the order of reading', () => {
    check([arrival(20, { station_id: 41190 }), arrival(10)], {
      trains: { RL801: { stationId: 41190 } },
      stations: { 'red:40900': { arrivals: { a: { at: 10 } } }, 'red:41190': { arrivals: { a: { at: 20 } } } },
      simulatedTime: 20,
    })
    check([arrival(20, { train_id: 'RL802' }), arrival(10)], {
      stations: { 'red:40900': { arrivals: { a: { trainId: 'RL802' }, b: null } } },
    })
  })

  it('drops a train out of service, does not believe an older record of it, and takes it back later', () => {
    const off = arrival(20, { train_status: 'out_of_service' })
    expect(foldBatch(emptyCity(), [arrival(10), off]).trains).toEqual({})
    expect(foldBatch(emptyCity(), [off, arrival(19)]).trains).toEqual({})
    expect(foldBatch(emptyCity(), [off, arrival(21)]).trains).toHaveProperty('RL801')
  })

  it('forgets trains that have been silent too long', () => {
    const state = foldBatch(emptyCity(), [arrival(0), arrival(0, { train_id: 'RL802', departure_ms: 60_000 })])
    const later = foldRecord(state, weather(silenceMaxMs + 1, 70))
    expect(Object.keys(later.trains)).toEqual(['RL802'])
  })

  it('counts turnstiles until a summary has been read, then believes the summary alone', () => {
    check([turnstile(1, 7), turnstile(2, 7), turnstile(3, 8)], { entries: { 7: 2, 8: 1 } })
    check([turnstile(1, 7), summary(7, 5), turnstile(2, 7), turnstile(3, 8)], { entries: { 7: 5 } })
    expect(foldBatch(emptyCity(), [summary(7, 5), turnstile(3, 8)]).entries).toEqual({ 7: 5 })
  })

  it('keeps the newer weather', () => {
    check([weather(10, 60), weather(5, 50)], { weather: { temperature: 60, at: 10 } })
    check([weather(10, 60), weather(10, 61)], { weather: { temperature: 61 } })
  })

  it('changes nothing when a station row is repeated', () => {
    const row: CityRecord = {
      kind: 'stationRow',
      record: ref('stations'),
      value: { station_id: 40900, station_name: 'Howard', order: 0, line: 'red' },
    }
    const state = foldRecord(emptyCity(), row)
    expect(state.stationRows).toEqual({ 'red:40900': { stationId: 40900, name: 'Howard', order: 0, line: 'red' } })
    expect(foldRecord(state, row).stationRows).toBe(state.stationRows)
  })

  it('counts what could not be decoded, with the newest reason', () => {
    const bad = (reason: string): CityRecord => ({ kind: 'undecoded', reason, record: ref('weather') })
    check([bad('magic byte 7'), bad('schema id 99')], {
      undecoded: 2,
      records: 2,
      lastUndecoded: { reason: 'schema id 99' },
    })
  })

  it.each(['constructor', 'toString', 'hasOwnProperty'])('takes a train called %s like any other', id => {
    const state = foldBatch(emptyCity(), [arrival(5, { train_id: id })])
    expect(Object.keys(state.trains)).toEqual([id])
  })

  it('refuses a train called __proto__ and leaves objects alone', () => {
    const state = foldRecord(emptyCity(), arrival(5, { train_id: '__proto__' }))
    expect(state.undecoded).toBe(1)
    expect(Object.keys(state.trains)).toEqual([])
    expect(({} as Record<string, unknown>).line).toBeUndefined()
  })
})

describe('limits', () => {
  it.each([NaN, -1, 4_102_444_800_001, 1.7e18])('refuses the time %d, and what it would do to the clock', at => {
    const state = foldBatch(emptyCity(), [
      arrival(1000),
      arrival(at, { train_id: 'RL2' }),
      weather(at, 9),
      turnstile(at, 1),
    ])
    expect(state).toMatchObject({ simulatedTime: 1000, weather: null, entries: {}, undecoded: 3, records: 4 })
    expect(Object.keys(state.trains)).toEqual(['RL801'])
    expect(state.lastUndecoded?.reason).toContain('is not a time in ms')
  })

  it('takes so many stations and trains and no more, and those it has go on', () => {
    const many = Array.from({ length: keysMax }, (_, id) => summary(id, 1))
    const state = foldBatch(emptyCity(), [...many, summary(keysMax, 1), summary(3, 2)])
    expect(Object.keys(state.entries)).toHaveLength(keysMax)
    expect(state).toMatchObject({ undecoded: 1, entries: { 3: 2 } })
    const trains = Array.from({ length: keysMax + 1 }, (_, id) => arrival(1, { train_id: `T${id}` }))
    expect(foldBatch(emptyCity(), trains)).toMatchObject({ undecoded: 1 })
  })
})

describe('the order of reading', () => {
  const status = fc.constantFrom('in_service', 'in_service', 'in_service', 'broken_down', 'out_of_service' as const)
  const values = fc.uniqueArray(
    fc.record({
      at: fc.integer({ min: 0, max: 600_000 }),
      train: fc.integer({ min: 1, max: 4 }),
      status,
      station: fc.integer({ min: 1, max: 3 }),
    }),
    { selector: value => value.at, maxLength: 30 },
  )

  it('does not matter: any order of the same arrivals gives the same trains and platforms', () => {
    const shuffled = values.chain(list =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    )
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        const records = new Map(
          list.map(({ at, train, status, station }) => [
            at,
            arrival(at, { train_id: `RL${train}`, train_status: status as TrainStatus, station_id: station }),
          ]),
        )
        const read = (order: typeof list) =>
          foldBatch(
            emptyCity(),
            order.map(({ at }) => records.get(at)!),
          )
        const one = read(list)
        const two = read(other)
        expect(two.trains).toEqual(one.trains)
        expect(two.stations).toEqual(one.stations)
      }),
      { numRuns: 200 },
    )
  })
})

describe('diffCity', () => {
  it('names only what changed', () => {
    const before = foldBatch(emptyCity(), [
      arrival(1),
      arrival(1, { train_id: 'RL802' }),
      turnstile(1, 7),
      weather(1, 1),
    ])
    expect(diffCity(before, before)).toEqual({ simulatedTime: 1, records: 4, undecoded: 0 })
    const after = foldBatch(before, [arrival(2, { train_status: 'out_of_service' }), turnstile(2, 8)])
    const change = diffCity(before, after)
    expect(change).toMatchObject({ simulatedTime: 2, records: 6, entries: { 8: 1 }, trains: { RL801: null } })
    expect(Object.keys(change.trains ?? {})).toEqual(['RL801'])
    expect(change).not.toHaveProperty('weather')
  })

  it('applied to the state before gives the state after', () => {
    const before = foldBatch(emptyCity(), [arrival(1), turnstile(1, 7)])
    const after = foldBatch(before, [arrival(3, { train_id: 'RL9' }), weather(4, 5), summary(7, 2)])
    const { trains, entries, stations, ...rest } = diffCity(before, after)
    const merged = {
      ...before,
      ...rest,
      entries: { ...before.entries, ...entries },
      trains: Object.fromEntries(Object.entries({ ...before.trains, ...trains }).filter(([, train]) => train !== null)),
      stations: { ...before.stations, ...stations },
    }
    expect(merged).toEqual({ ...after, summarySeen: merged.summarySeen })
  })
})
