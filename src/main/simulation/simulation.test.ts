import { beforeAll, describe, expect, it } from 'vitest'
import climate from '../../../resources/data/climate.json'
import ridership from '../../../resources/data/ridership.json'
import { chicago } from '../../shared/city/chicago'
import { emptyCity, foldBatch, type CityRecord } from '../../shared/city/fold'
import { buildNetwork, lineStationKey } from '../../shared/city/network'
import { placeTrain } from '../../shared/city/place'
import { advance, advanceMaxMs, createSimulation, type SimulationEvent, type TrainArrived } from '.'
import { hourMs, minuteMs } from '../../shared/city/chicago-time'

const network = buildNetwork(chicago)

/** Tuesday 14 July 2026, 17:24 in Chicago. */
const tuesdayRush = Date.UTC(2026, 6, 14, 22, 24)
const tuesday4am = Date.UTC(2026, 6, 14, 9)
const sunday4am = Date.UTC(2026, 6, 12, 9)

const start = (startAt: number, seed = 1) => createSimulation({ network, ridership, climate, seed, startAt })

function run(startAt: number, ms: number, { seed = 1, tickMs = minuteMs } = {}): SimulationEvent[] {
  const state = start(startAt, seed)
  const events: SimulationEvent[] = []
  for (let left = ms; left > 0; left -= tickMs) events.push(...advance(state, Math.min(left, tickMs)).events)
  return events
}

const arrivals = (events: SimulationEvent[]) => events.filter(event => event.kind === 'TrainArrived')

function byKey<Value>(values: Value[], key: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>()
  for (const value of values) {
    const group = groups.get(key(value))
    if (group) group.push(value)
    else groups.set(key(value), [value])
  }
  return groups
}

describe('the same seed and start', () => {
  const whole = run(tuesdayRush, 40 * minuteMs, { tickMs: 40 * minuteMs })

  it.each([1000, 2500, 37_777, 5 * minuteMs])('give the same events in ticks of %i ms', tickMs => {
    expect(run(tuesdayRush, 40 * minuteMs, { tickMs })).toEqual(whole)
  })

  it('give other events with another seed', () => {
    expect(run(tuesdayRush, 5 * minuteMs, { seed: 2 })).not.toEqual(run(tuesdayRush, 5 * minuteMs))
  })

  it('give the same events from a copy of the state', () => {
    const state = start(tuesdayRush)
    advance(state, hourMs)
    const { world, ...plain } = state
    const copy = { world, ...structuredClone(plain) }
    expect(advance(copy, 10 * minuteMs).events).toEqual(advance(state, 10 * minuteMs).events)
  })
})

describe('a second run with the same seed', () => {
  it('goes on with the same trains where the first was stopped', () => {
    const first = start(tuesdayRush)
    advance(first, 90 * minuteMs)
    const second = start(first.now)
    const running = (state: typeof first) => [...state.railway.trains.values()].map(train => train.record)
    const { events } = advance(second, 0)
    expect(new Set(arrivals(events))).toEqual(new Set(running(first)))
    expect(advance(second, hourMs).events).toEqual(advance(first, hourMs).events)
  })
})

describe('a start in mid-service', () => {
  const { state, events } = advance(start(tuesdayRush), 0)

  it('tells the weather and the newest record of every train at once, all of the past', () => {
    const records = arrivals(events)
    expect(events.filter(event => event.kind === 'WeatherChanged')).toHaveLength(1)
    expect(new Set(records.map(record => record.value.train_id)).size).toBe(state.railway.trains.size)
    expect(records).toHaveLength(state.railway.trains.size)
    expect(records.every(record => record.at <= tuesdayRush && record.at > tuesdayRush - 20 * minuteMs)).toBe(true)
    expect(events.some(event => event.kind === 'RiderEntered')).toBe(false)
    expect(advance(state, 0).events).toEqual([])
  })

  it('has 100 to 130 trains on a weekday at 17:24, on every line, and all can be placed', () => {
    const records = events.map((event, offset): CityRecord => {
      const record = { topic: 't', partition: 0, offset: String(offset) }
      if (event.kind === 'TrainArrived') return { kind: 'arrival', value: event.value, at: event.at, record }
      if (event.kind === 'WeatherChanged') return { kind: 'weather', value: event.value, at: event.at, record }
      return { kind: 'turnstile', value: event.value, at: event.at, record }
    })
    const trains = Object.values(foldBatch(emptyCity(), records).trains)
    expect(trains.length).toBeGreaterThanOrEqual(100)
    expect(trains.length).toBeLessThanOrEqual(130)
    expect(new Set(trains.map(train => train.line)).size).toBe(8)
    const placed = trains.map(train => placeTrain(network, train, tuesdayRush))
    expect(placed).not.toContain(null)
    // A train that waits before a platform is overdue, and so an estimate.
    const recorded = placed.filter(placement => placement?.certainty === 'recorded')
    expect(recorded.length / placed.length).toBeGreaterThan(0.95)
  })

  it('gives run numbers of two letters and three digits', () => {
    expect([...state.railway.trains.keys()].filter(id => !/^[A-Z]{2}\d{3}$/.test(id))).toEqual([])
  })
})

describe('a weekday of trains', () => {
  let records: TrainArrived[]
  let byTrain: Map<string, TrainArrived[]>
  /** Each record of a train with the one that follows it. */
  let steps: { before: TrainArrived; after: TrainArrived }[]
  beforeAll(() => {
    records = arrivals(run(tuesday4am, 24 * hourMs))
    byTrain = byKey(records, record => record.value.train_id)
    steps = [...byTrain.values()].flatMap(run => run.slice(1).map((after, index) => ({ before: run[index]!, after })))
  })

  it('is told in order of time', () => {
    // The first records are those of trains that were under way.
    expect(records.every((record, index) => index === 0 || record.at >= records[index - 1]!.at)).toBe(true)
  })

  it('has records whose fields agree with the network and with each other', () => {
    const odd = records.filter(({ at, value, stationName }) => {
      const pattern = network.patterns.get(value.pattern ?? '')!
      const index = value.stop_index!
      const stop = pattern.stops[index]
      if (pattern.line !== value.line || stop?.stationId !== value.station_id || stop.name !== stationName) return true
      const { departure_ms: departure, next_station_id: next, next_arrival_ms: due } = value
      if (value.train_status !== 'in_service') return departure !== null || next !== null || due !== null
      const around = [pattern.stops[index + 1]?.stationId]
      if (pattern.kind === 'two_way') around.push(pattern.stops[index - 1]?.stationId)
      return !around.includes(next!) || departure! <= at || due! <= departure!
    })
    expect(odd).toEqual([])
  })

  it('moves each train only to the station that was announced, never before it was due to leave', () => {
    const odd = steps.filter(({ before, after }) => {
      if (before.value.train_status === 'out_of_service') return after.value.prev_station_id !== null
      if (after.value.station_id === before.value.station_id) {
        return ![before.value.train_status, after.value.train_status].includes('broken_down')
      }
      return (
        after.value.station_id !== before.value.next_station_id ||
        after.value.prev_station_id !== before.value.station_id ||
        after.value.prev_direction !== before.value.direction ||
        after.at <= before.value.departure_ms!
      )
    })
    expect(odd).toEqual([])
  })

  it('turns trains back at terminals, where they go on under the same number', () => {
    const turned = records.filter(({ value }) => value.prev_direction && value.prev_direction !== value.direction)
    const places = new Set(turned.map(({ value }) => lineStationKey(value.line, value.station_id)))
    const terminals = ['red:40900', 'red:40450', 'blue:40890', 'blue:40390', 'blue:40350', 'green:40020', 'green:40290']
    expect([...places]).toEqual(expect.arrayContaining([...terminals, 'green:40720', 'brown:41290', 'yellow:40140']))
    expect(
      turned
        .filter(({ value }) => value.line === 'red')
        .every(({ value }) => [40900, 40450].includes(value.station_id)),
    ).toBe(true)
  })

  it('lets nobody overtake: trains reach a station in the order in which they left the one before', () => {
    const moves = steps.filter(({ before, after }) => before.value.next_station_id === after.value.station_id)
    const hops = byKey(moves, ({ before: { value } }) => `${value.line}:${value.station_id}>${value.next_station_id}`)
    expect(hops.size).toBeGreaterThan(330)
    for (const [hop, trains] of hops) {
      const ordered = trains.toSorted((one, other) => one.before.value.departure_ms! - other.before.value.departure_ms!)
      const overtaken = ordered.filter(({ after }, index) => index > 0 && after.at <= ordered[index - 1]!.after.at)
      expect(overtaken, hop).toEqual([])
    }
  })

  it('has one train at a platform at a time, terminals excepted, which have tracks to wait on', () => {
    const onTheWay = records.filter(({ value }) => {
      const { stops } = network.patterns.get(value.pattern!)!
      const isEnd = value.stop_index === 0 || value.stop_index === stops.length - 1
      return (
        !isEnd &&
        value.prev_station_id !== null &&
        !(value.station_id === 40350 && value.direction !== value.prev_direction)
      )
    })
    const platforms = byKey(
      onTheWay,
      ({ value }) => `${lineStationKey(value.line, value.station_id)}:${value.direction}`,
    )
    expect(platforms.size).toBeGreaterThan(300)
    for (const [platform, trains] of platforms) {
      const early = trains.filter(({ at, value }, index) => {
        const before = trains[index - 1]?.value
        return before && before.train_id !== value.train_id && at < (before.departure_ms ?? 0)
      })
      expect(early, platform).toEqual([])
    }
  })

  it.each<[string, number, string, 'a' | 'b', [number, number], number]>([
    ['Red at Lake, morning', 41660, 'red', 'a', [7, 9], 4.8],
    ['Red at Lake, midday', 41660, 'red', 'a', [10, 14.5], 6.0],
    ['Red at Lake, evening peak back', 41660, 'red', 'b', [16, 18.5], 4.6],
    ['Blue at Washington, morning', 40370, 'blue', 'a', [7, 9], 4.4],
    ['Blue at Washington, midday back', 40370, 'blue', 'b', [10, 14.5], 5.9],
    ['Blue at Illinois Medical District, midday', 40810, 'blue', 'a', [11, 14.5], 11.4],
    ['Brown at Merchandise Mart', 40460, 'brown', 'a', [10, 14.5], 7.3],
    ['Orange at Roosevelt', 41400, 'orange', 'a', [16, 18.5], 8.2],
    ['Green at Clark/Lake, both branches', 40380, 'green', 'a', [10, 14.5], 10],
    ['Purple at Linden, midday', 41050, 'purple', 'a', [10.5, 14.5], 11.8],
    ['Purple Express at Merchandise Mart', 40460, 'purple', 'a', [7.5, 9], 8.8],
    ['Yellow at Oakton', 41680, 'yellow', 'a', [10, 14.5], 15],
  ])('runs %s about as often as timetabled', (_, station, line, direction, [from, to], minutes) => {
    const midnight = Date.UTC(2026, 6, 14, 5)
    const calls = records.filter(
      ({ at, value }) =>
        value.station_id === station &&
        value.line === line &&
        value.direction === direction &&
        value.train_status === 'in_service' &&
        at >= midnight + from * hourMs &&
        at < midnight + to * hourMs,
    )
    const found = ((to - from) * 60) / calls.length
    expect(Math.abs(found / minutes - 1)).toBeLessThan(0.15)
  })

  it('keeps trains of the two Green branches apart where they come onto one track', () => {
    const midnight = Date.UTC(2026, 6, 14, 5)
    const times = records
      .filter(({ value }) => value.line === 'green' && value.station_id === 40510 && value.direction === 'b')
      .filter(
        ({ at, value }) =>
          value.train_status === 'in_service' && at > midnight + 10 * hourMs && at < midnight + 15 * hourMs,
      )
      .map(({ at }) => at)
    const gaps = times.slice(1).map((at, index) => (at - times[index]!) / minuteMs)
    expect(gaps.length).toBeGreaterThan(25)
    expect(gaps.filter(gap => gap < 6).length).toBeLessThan(gaps.length * 0.15)
  })

  it('takes about the timetabled time from end to end', () => {
    const ends: [string, number, number, number][] = [
      ['red', 40900, 40450, 3874],
      ['blue', 40890, 40390, 5048],
      ['yellow', 40140, 40900, 540],
    ]
    for (const [line, from, to, seconds] of ends) {
      const times: number[] = []
      for (const run of byTrain.values()) {
        let left: number | null = null
        for (const { at, value } of run.filter(record => record.value.line === line)) {
          if (value.station_id === to && left !== null) times.push((at - left) / 1000)
          if (value.station_id === from) left = value.departure_ms ?? null
          else if (value.station_id === to || value.train_status === 'broken_down') left = null
        }
      }
      times.sort((one, other) => one - other)
      expect(Math.abs(times[times.length >> 1]! / seconds - 1), line).toBeLessThan(0.05)
    }
  })

  it('runs Red and Blue all night and nothing else at 02:30, and the Purple Express in rush hours only', () => {
    const at = (hour: number) => Date.UTC(2026, 6, 14, 5) + hour * hourMs
    const night = records.filter(record => record.at >= at(26) && record.at < at(27))
    expect([...new Set(night.map(({ value }) => value.line))].sort()).toEqual(['blue', 'red'])
    const departures = records.filter(({ value }) => value.pattern === 'purple-express' && value.stop_index === 0)
    const hours = departures.map(record => (record.at - at(0)) / hourMs)
    expect(hours.length).toBeGreaterThan(35)
    expect(hours.every(hour => (hour > 5 && hour < 9.5) || (hour > 14 && hour < 19))).toBe(true)
  })
})

describe('a Sunday', () => {
  const events = run(sunday4am, 20 * hourMs, { tickMs: 10 * minuteMs })

  it('has no Purple Express and fewer trains, and still all lines', () => {
    const records = arrivals(events)
    expect(records.some(({ value }) => value.pattern === 'purple-express')).toBe(false)
    expect(new Set(records.map(({ value }) => value.line)).size).toBe(8)
  })

  it("has a Sunday's riders", () => {
    const entered = events.filter(event => event.kind === 'RiderEntered')
    expect(entered.length).toBeGreaterThan(0.9 * 266_857)
    expect(entered.length).toBeLessThan(1.02 * 266_857)
  })
})

describe('breakdowns', () => {
  it('hold the following trains back until the train is repaired, and then service goes on', () => {
    const broken: TrainArrived[] = []
    let records: TrainArrived[] = []
    for (let seed = 1; broken.length === 0 && seed < 20; seed += 1) {
      records = arrivals(run(tuesdayRush, 2 * hourMs, { seed, tickMs: 2 * hourMs }))
      broken.push(
        ...records.filter(
          ({ value, at }) =>
            value.train_status === 'broken_down' && at > tuesdayRush && at < tuesdayRush + 90 * minuteMs,
        ),
      )
    }
    const { at, value } = broken[0]!
    const same = records.filter(record => record.value.train_id === value.train_id && record.at > at)
    expect(same[0]?.value).toMatchObject({ train_status: 'in_service', station_id: value.station_id })
    const repairedAt = same[0]!.at
    expect(repairedAt - at).toBeGreaterThanOrEqual(3 * minuteMs)
    const others = records.filter(
      record =>
        record.value.line === value.line &&
        record.value.station_id === value.station_id &&
        record.value.direction === value.direction &&
        record.value.train_id !== value.train_id,
    )
    expect(others.filter(record => record.at > at && record.at < repairedAt)).toEqual([])
    expect(others.some(record => record.at > repairedAt)).toBe(true)
  })
})

describe('bad input', () => {
  it.each([0.5, NaN, Infinity])('refuses the seed %d', seed => {
    expect(() => start(tuesdayRush, seed)).toThrow(`The seed ${seed} is not a whole number`)
  })

  it('refuses a start that is no time, and advances that are negative, no number or too long', () => {
    expect(() => start(NaN)).toThrow('is not a time')
    const state = start(tuesdayRush)
    for (const ms of [-1, NaN, advanceMaxMs + 1]) expect(() => advance(state, ms)).toThrow(RangeError)
  })

  it('refuses ridership of a station that does not exist', () => {
    const file = { stations: [{ id: '49999', weekday: 1, saturday: 1, sunday_holiday: 1 }] }
    expect(() => createSimulation({ network, ridership: file, climate, seed: 1, startAt: 0 })).toThrow('station 49999')
  })
})
