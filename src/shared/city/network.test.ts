import { describe, expect, it } from 'vitest'
import { chicago } from './chicago'
import { buildNetwork, forwardDirection } from './network'
import { pointAt } from './path'

const network = buildNetwork(chicago)
const pattern = (id: string) => network.patterns.get(id)!

describe('buildNetwork', () => {
  it('knows eight lines, ten patterns and 144 stations', () => {
    expect(network.lines.map(line => [line.id, line.stationIds.length])).toEqual([
      ['red', 33],
      ['blue', 33],
      ['brown', 27],
      ['green', 31],
      ['orange', 16],
      ['pink', 22],
      ['purple', 26],
      ['yellow', 3],
    ])
    expect([...network.patterns.keys()]).toHaveLength(10)
    expect(network.stations.size).toBe(144)
  })

  it('has a positive run time for every hop, in both directions of two-way patterns', () => {
    for (const { stops, kind, forwardRunMs, reverseRunMs } of network.patterns.values()) {
      expect(forwardRunMs).toHaveLength(stops.length - 1)
      expect(reverseRunMs?.length).toBe(kind === 'loop' ? undefined : stops.length - 1)
      for (const run of [...forwardRunMs, ...(reverseRunMs ?? [])]) expect(run).toBeGreaterThan(20_000)
    }
  })

  it('keeps reverse run times at the index of the hop, not in the order of travel', () => {
    // timings.json: yellow reverse is Howard - Oakton 368 s, Oakton - Dempster 112 s.
    expect(pattern('yellow').reverseRunMs).toEqual([112_000, 368_000])
  })

  it.each([
    ['brown', 'Adams/Wabash'],
    ['orange', 'Clark/Lake'],
    ['pink', 'Harold Washington Library-State/Van Buren'],
    ['purple-express', 'Harold Washington Library-State/Van Buren'],
  ])('turns %s back in the middle of the Loop, at %s', (id, station) => {
    const { stops, turnIndex } = pattern(id)
    expect(stops[turnIndex]?.name).toBe(station)
    expect(forwardDirection(pattern(id), 0)).toBe('a')
    expect(forwardDirection(pattern(id), stops.length - 1)).toBe('b')
  })

  it('refuses files that do not agree', () => {
    const cut = {
      ...chicago,
      timings: { patterns: chicago.timings.patterns.filter(timing => timing.pattern !== 'red') },
    }
    expect(() => buildNetwork(cut)).toThrow('timings.json: pattern red is missing')
    const odd = structuredClone(chicago)
    odd.timings.patterns[0]!.forward[0]!.to = '1'
    expect(() => buildNetwork(odd)).toThrow('the hops of red do not follow its stops')
    const mono = structuredClone(chicago)
    mono.lines.lines[0]!.id = 'teal'
    expect(() => buildNetwork(mono)).toThrow('teal is not one of the lines')
    const empty = structuredClone(chicago)
    empty.stations.stations = empty.stations.stations.filter(station => station.id !== '40900')
    expect(() => buildNetwork(empty)).toThrow('line red stops at 40900')
  })
})

describe('pointAt', () => {
  it('puts every stop of every pattern within 60 m of its station', () => {
    for (const each of network.patterns.values()) {
      for (const stop of each.stops) {
        const station = network.stations.get(stop.stationId)!
        const { lat, lon } = pointAt(each, stop.distM)
        const metres = Math.hypot((lat - station.lat) * 111_195, (lon - station.lon) * 111_195 * Math.cos(0.731))
        expect(metres, `${each.id} at ${stop.name}`).toBeLessThan(60)
      }
    }
  })

  it('points south at Howard on the Red Line, and stays on the track outside its ends', () => {
    const red = pattern('red')
    expect(pointAt(red, 2000).bearing).toBeGreaterThan(120)
    expect(pointAt(red, 2000).bearing).toBeLessThan(200)
    expect(pointAt(red, -50)).toMatchObject({ lat: red.path[0]!.lat, lon: red.path[0]!.lon })
    expect(pointAt(red, 1e9)).toMatchObject({ lat: red.path.at(-1)!.lat, lon: red.path.at(-1)!.lon })
  })
})
