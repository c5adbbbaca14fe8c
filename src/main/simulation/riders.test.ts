import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import ridership from '../../../resources/data/ridership.json'
import { chicago } from '../../shared/city/chicago'
import { buildNetwork } from '../../shared/city/network'
import { hourMs } from '../../shared/city/chicago-time'
import { hourShares } from '../../shared/city/usual-entries'
import type { RiderEntered } from './events'
import { planService } from './plan'
import { enterRiders, riderDemand, startRiders } from './riders'

const network = buildNetwork(chicago)
const demand = riderDemand(network, ridership)
const world = { demand, plan: planService(network), seed: 1 }
const midnight = Date.UTC(2026, 6, 14, 5)

function ridersOf(hours: number, from = midnight): RiderEntered[] {
  const state = startRiders(from)
  return enterRiders(world, state, { after: from, until: from + hours * hourMs })
}

describe('riders', () => {
  it('follow the hours of ridership_curve.csv', () => {
    const rows = readFileSync('resources/data/ridership_curve.csv', 'utf8').trim().split('\n').slice(1)
    expect(hourShares).toEqual(rows.slice(0, 24).map(row => Number(row.split(',')[1])))
  })

  const day = ridersOf(24)

  it('are about 0.4 million on a weekday, hour by hour along the curve', () => {
    const total = demand.stations.reduce((sum, station) => sum + station.riders.weekday, 0)
    expect(total).toBeGreaterThan(396_000)
    expect(total).toBeLessThan(407_000)
    expect(day.length / total).toBeGreaterThan(0.95)
    expect(day.length / total).toBeLessThan(1.01)
    for (let hour = 5; hour < 24; hour += 1) {
      const entered = day.filter(
        ({ at }) => at >= midnight + hour * hourMs && at < midnight + (hour + 1) * hourMs,
      ).length
      const expected = (total * hourShares[hour]!) / 0.99
      expect(Math.abs(entered / expected - 1), `hour ${hour}`).toBeLessThan(0.04)
    }
  })

  it('are in order, and each station has its own number', () => {
    expect(day.every((rider, index) => index === 0 || rider.at >= day[index - 1]!.at)).toBe(true)
    for (const id of [40380, 41420, 40900]) {
      const expected = demand.stations.find(station => station.id === id)!.riders.weekday
      const entered = day.filter(({ value }) => value.station_id === id).length
      expect(Math.abs(entered / expected - 1)).toBeLessThan(0.06)
    }
  })

  it('take lines that call at their station at that hour, the frequent ones more often', () => {
    const odd = day.filter(
      ({ value }) => !network.stations.get(value.station_id)!.lines.some(line => line === value.line),
    )
    expect(odd).toEqual([])
    const howard = day.filter(({ value }) => value.station_id === 40900)
    const of = (line: string) => howard.filter(({ value }) => value.line === line).length
    expect(of('red')).toBeGreaterThan(of('yellow'))
    expect(of('yellow')).toBeGreaterThan(0)
    const night = ridersOf(1, midnight + 2 * hourMs)
    expect(night.length).toBeGreaterThan(500)
    expect(new Set(night.map(({ value }) => value.line))).toEqual(new Set(['red', 'blue']))
  })

  it('enter State/Lake as in the last month in which it was open', () => {
    expect(demand.stations.find(station => station.id === 40260)?.riders.weekday).toBe(8877.1)
  })
})
