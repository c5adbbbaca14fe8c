import { describe, expect, it } from 'vitest'
import climate from '../../../resources/data/climate.json'
import ridership from '../../../resources/data/ridership.json'
import { chicago } from '../../shared/city/chicago'
import { buildNetwork } from '../../shared/city/network'
import { createSimulation, type TrainArrived } from '.'
import { dayMs, hourMs } from '../../shared/city/chicago-time'
import { runTrains } from './railway'
import { runNumber } from './record'

const network = buildNetwork(chicago)

describe('days of trains', () => {
  // The 31st of October 2026 has the change of the clock in it, the 4th of July a holiday on a Saturday.
  it.each([
    [3, Date.UTC(2026, 6, 14, 22)],
    [8, Date.UTC(2026, 9, 30, 8)],
    [21, Date.UTC(2026, 6, 3, 8)],
  ])('with seed %i keep the fleet in bounds, leave nobody stuck, and space departures', (seed, startAt) => {
    const state = createSimulation({ network, ridership, climate, seed, startAt })
    const records: TrainArrived[] = []
    for (let until = startAt + hourMs; until <= startAt + 2 * dayMs; until += hourMs) {
      records.push(...runTrains(state, until))
      const trains = [...state.railway.trains.values()]
      expect(trains.length).toBeLessThan(145)
      expect(trains.length).toBeGreaterThan(18)
      const stuck = trains.filter(
        ({ record }) => until - Math.max(record.at, record.value.next_arrival_ms ?? 0) > hourMs / 2,
      )
      expect(stuck).toEqual([])
    }
    const lastLeft = new Map<string, number>()
    for (const { value } of records) {
      const isStart =
        value.stop_index === 0 || value.stop_index === network.patterns.get(value.pattern!)!.stops.length - 1
      if (!isStart || value.departure_ms == null) continue
      const terminal = `${value.line}:${value.station_id}`
      expect(value.departure_ms - (lastLeft.get(terminal) ?? 0), terminal).toBeGreaterThanOrEqual(60_000)
      lastLeft.set(terminal, value.departure_ms)
    }
  })
})

describe('runNumber', () => {
  it('rests a number before it is given again, and skips those in use', () => {
    expect(runNumber('red', 0, () => false)).toBe('RL801')
    expect(runNumber('red', 13, () => false)).toBe('RL814')
    expect(runNumber('red', 199, () => false)).toBe('RL801')
    expect(runNumber('green', 0, id => id === 'GL001')).toBe('GL002')
  })

  it('is null when the yard is empty', () => expect(runNumber('yellow', 4, () => true)).toBeNull())
})
