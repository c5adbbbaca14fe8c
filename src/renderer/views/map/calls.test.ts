import { describe, expect, it } from 'vitest'
import { chicago } from '../../../shared/city/chicago'
import { buildNetwork } from '../../../shared/city/network'
import type { TrainState } from '../../../shared/city/types'
import { callsAhead, comingTo, destinationOf, neighboursOf, newestArrivals } from './calls'

const network = buildNetwork(chicago)
const at = 1_784_000_000_000
const record = { topic: 't', partition: 0, offset: '1' }

/** A red train at Jarvis towards 95th/Dan Ryan. */
const red: TrainState = {
  id: 'RL801',
  line: 'red',
  direction: 'a',
  status: 'in_service',
  stationId: 41190,
  prevStationId: 40900,
  arrivedAt: at,
  pattern: 'red',
  stopIndex: 1,
  departureAt: at + 20_000,
  nextStationId: 40100,
  nextArrivalAt: at + 110_000,
  record,
}
const names = (train: TrainState, now = at) =>
  callsAhead(network, train, now).map(({ stationId }) => network.stations.get(stationId)!.name)

describe('callsAhead', () => {
  it('begins with the announced call and goes on by the timetable', () => {
    const calls = callsAhead(network, red, at)
    expect(calls[0]).toEqual({ stationId: 40100, at: at + 110_000, announced: true })
    expect(calls[1]).toMatchObject({ announced: false })
    expect(calls[1]!.at - calls[0]!.at).toBe(network.patterns.get('red')!.forwardRunMs[2])
    expect(names(red).slice(0, 3)).toEqual(['Morse', 'Loyola', 'Granville'])
  })

  it('runs the other way for a train that runs the other way', () => {
    const north = { ...red, direction: 'b' as const, prevStationId: 40100, nextStationId: 40900 }
    expect(names(north)).toEqual(['Howard'])
  })

  it('takes the second call of a loop line once the Loop is behind the train', () => {
    const brown = network.patterns.get('brown')!
    const index = brown.stops.findLastIndex(stop => stop.name === 'Merchandise Mart')
    const train: TrainState = {
      ...red,
      line: 'brown',
      direction: 'b',
      pattern: 'brown',
      stopIndex: index,
      stationId: brown.stops[index]!.stationId,
      prevStationId: brown.stops[index - 1]!.stationId,
      nextStationId: brown.stops[index + 1]!.stationId,
    }
    expect(names(train)).not.toContain('Washington/Wells')
    expect(names(train).at(-1)).toBe('Kimball')
  })

  it('has nothing for a train that has broken down or is silent', () => {
    expect(names({ ...red, status: 'broken_down' })).toEqual([])
    expect(names(red, at + 3_600_000)).toEqual([])
  })

  it('never lies in the past', () => {
    const late = callsAhead(network, red, at + 140_000)
    expect(Math.min(...late.map(call => call.at))).toBeGreaterThanOrEqual(at + 140_000)
  })
})

describe('comingTo', () => {
  it('lists the trains that will call, soonest first, and not where their trip ends', () => {
    const behind = {
      ...red,
      id: 'RL802',
      arrivedAt: at + 60_000,
      departureAt: at + 80_000,
      nextArrivalAt: at + 170_000,
    }
    const coming = comingTo(network, [behind, red], 40100, at)
    expect(coming.map(({ train }) => train.id)).toEqual(['RL801', 'RL802'])
    expect(coming[0]?.destination).toBe('95th/Dan Ryan')
    const north = { ...red, direction: 'b' as const, prevStationId: 40100, nextStationId: 40900 }
    expect(comingTo(network, [north], 40900, at)).toEqual([])
  })
})

describe('destinationOf', () => {
  it.each([
    ['red', 'a', '95th/Dan Ryan'],
    ['red', 'b', 'Howard'],
    ['brown', 'a', 'Loop'],
    ['brown', 'b', 'Kimball'],
  ] as const)('%s %s goes to %s', (pattern, direction, name) => {
    expect(destinationOf(network, { ...red, line: pattern, pattern, direction })).toBe(name)
  })

  it("falls back to the line's first pattern for a producer that names none", () => {
    expect(destinationOf(network, { ...red, pattern: null })).toBe('95th/Dan Ryan')
  })
})

describe('neighboursOf', () => {
  /** So many stops farther along than the red train. */
  const farther = (stops: number, id: string): TrainState => {
    const pattern = network.patterns.get('red')!
    const index = red.stopIndex! + stops
    return {
      ...red,
      id,
      stationId: pattern.stops[index]!.stationId,
      stopIndex: index,
      nextStationId: pattern.stops[index + 1]!.stationId,
    }
  }
  const trains = [farther(6, 'far'), farther(3, 'ahead'), red, { ...farther(4, 'back'), direction: 'b' as const }]

  it('are the nearest train ahead and the nearest behind that go the same way, with the time between them', () => {
    const { ahead, behind } = neighboursOf(network, trains, red, at)
    expect([ahead?.train.id, behind]).toEqual(['ahead', null])
    expect(ahead!.gapMs).toBeGreaterThan(3 * 60_000)
    const ofAhead = neighboursOf(network, trains, trains[1]!, at)
    expect([ofAhead.ahead?.train.id, ofAhead.behind?.train.id]).toEqual(['far', 'RL801'])
    expect(ofAhead.behind!.gapMs).toBe(ahead!.gapMs)
  })

  it('are none of a train that stands still or runs alone', () => {
    expect(neighboursOf(network, [red], red, at)).toEqual({ ahead: null, behind: null })
    const broken = { ...red, status: 'broken_down' as const }
    expect(neighboursOf(network, trains, broken, at)).toEqual({ ahead: null, behind: null })
  })
})

describe('newestArrivals', () => {
  it('sorts the arrivals of all lines and directions by time', () => {
    const arrival = (trainId: string, time: number) => ({
      trainId,
      status: 'in_service' as const,
      at: time,
      previousAt: null,
      record,
    })
    const stations = new Map([
      ['red:41320', { arrivals: { a: arrival('RL801', 5), b: null } }],
      ['brown:41320', { arrivals: { a: arrival('BR401', 7), b: arrival('BR402', 3) } }],
    ])
    const found = newestArrivals(stations, ['red', 'brown', 'purple'], 41320)
    expect(found.map(({ arrival: { trainId } }) => trainId)).toEqual(['BR401', 'RL801', 'BR402'])
  })
})
