import { describe, expect, it } from 'vitest'
import { chicago } from './chicago'
import { buildNetwork } from './network'
import { dueSlackMs, placeTrain, silenceMaxMs } from './place'
import type { TrainState } from './types'

const network = buildNetwork(chicago)
const red = network.patterns.get('red')!
const at = 1_784_000_000_000

/** At Jarvis towards 95th, 20 s at the platform, 90 s to Morse. */
const train: TrainState = {
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
  record: { topic: 't', partition: 0, offset: '1' },
}
const bare: Partial<TrainState> = {
  pattern: null,
  stopIndex: null,
  departureAt: null,
  nextStationId: null,
  nextArrivalAt: null,
}
const jarvis = red.stops[1]!.distM
const morse = red.stops[2]!.distM

describe('placeTrain', () => {
  it('stands at the platform until the departure', () => {
    for (const now of [at - 5000, at, at + 20_000]) {
      expect(placeTrain(network, train, now)).toEqual({
        patternId: 'red',
        distM: jarvis,
        heading: 1,
        certainty: 'recorded',
        nextStationId: 40100,
      })
    }
  })

  it('glides to just short of the next stop: forward only, slow at both ends, half way at half time', () => {
    const places = Array.from({ length: 91 }, (_, s) => placeTrain(network, train, at + 20_000 + s * 1000)!.distM)
    const steps = places.slice(1).map((place, index) => place - places[index]!)
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(0)
    expect(steps[0]!).toBeLessThan(steps[45]! / 10)
    expect(steps[89]!).toBeLessThan(steps[45]! / 10)
    expect(places[45]).toBeCloseTo((jarvis + morse - 25) / 2, 0)
    expect(places[90]).toBeCloseTo(morse - 25, 3)
  })

  it('becomes an estimate once due and not heard of, and waits there', () => {
    const due = at + 110_000
    expect(placeTrain(network, train, due + dueSlackMs)?.certainty).toBe('recorded')
    const late = placeTrain(network, train, due + dueSlackMs + 1)
    expect(late?.certainty).toBe('estimated')
    expect(late?.distM).toBeCloseTo(morse - 25, 3)
    expect(placeTrain(network, train, due + dueSlackMs + 1, 60_000)?.certainty).toBe('recorded')
    expect(placeTrain(network, train, due + 600_000)?.distM).toBeCloseTo(morse - 25, 3)
  })

  it('is not placed when silent for too long, out of service, or of a line without such a station', () => {
    expect(placeTrain(network, train, at + 110_000 + silenceMaxMs + 1)).toBeNull()
    expect(placeTrain(network, { ...train, status: 'out_of_service' }, at)).toBeNull()
    expect(placeTrain(network, { ...train, line: 'yellow' }, at)).toBeNull()
    expect(placeTrain(network, { ...train, ...bare, stationId: 1 }, at)).toBeNull()
  })

  it('stays where it broke down', () => {
    const broken = placeTrain(network, { ...train, status: 'broken_down' }, at + 300_000)
    expect(broken).toMatchObject({ distM: jarvis, certainty: 'recorded', nextStationId: null })
  })

  it('infers the way from the original fields, as an estimate once it has left', () => {
    const inferred = { ...train, ...bare }
    expect(placeTrain(network, inferred, at + 10_000)).toMatchObject({ distM: jarvis, certainty: 'recorded' })
    const moving = placeTrain(network, inferred, at + 60_000)
    expect(moving).toMatchObject({ certainty: 'estimated', nextStationId: 40100 })
    expect(moving!.distM).toBeGreaterThan(jarvis)
    const back = placeTrain(network, { ...inferred, prevStationId: 40100, direction: 'b' }, at + 60_000)
    expect(back).toMatchObject({ heading: -1, nextStationId: 40900 })
  })

  it('does not believe a stop index that is not the station', () => {
    expect(placeTrain(network, { ...train, stopIndex: 30 }, at)).toMatchObject({ distM: jarvis })
    expect(placeTrain(network, { ...train, stopIndex: -1 }, at)).toMatchObject({ distM: jarvis })
    expect(placeTrain(network, { ...train, pattern: 'blue' }, at)).toMatchObject({ patternId: 'red' })
  })

  it.each<[string, Partial<TrainState>, object]>([
    [
      'the Cottage Grove branch',
      { line: 'green', stationId: 40510, prevStationId: 41140 },
      { patternId: 'green-cottage' },
    ],
    ['the Ashland branch', { line: 'green', stationId: 40510, prevStationId: 40940 }, { patternId: 'green-ashland' }],
    [
      'Roosevelt inward',
      { line: 'orange', stationId: 41400, direction: 'a', prevStationId: 41130 },
      { nextStationId: 40850 },
    ],
    [
      'Roosevelt outward',
      { line: 'orange', stationId: 41400, direction: 'b', prevStationId: 40680 },
      { nextStationId: 41130 },
    ],
    [
      'a terminal',
      { line: 'red', stationId: 40450, direction: 'a', prevStationId: 41430 },
      { heading: -1, nextStationId: 41430 },
    ],
    [
      'the end of a loop',
      { line: 'brown', stationId: 41290, direction: 'b', prevStationId: 41180 },
      { nextStationId: 41180 },
    ],
    [
      'the express tracks',
      { line: 'purple', stationId: 40540, direction: 'a', prevStationId: 40900 },
      { nextStationId: 41320 },
    ],
  ])('tells %s from the station before', (_, fields, expected) => {
    expect(placeTrain(network, { ...train, ...bare, ...fields }, at + 30_000)).toMatchObject(expected)
  })
})
