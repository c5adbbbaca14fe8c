import { describe, expect, it } from 'vitest'
import climate from '../../../resources/data/climate.json'
import { weatherStatuses, type WeatherStatus } from '../../shared/city/types'
import { chicagoTime, hourMs } from '../../shared/city/chicago-time'
import { nextHour, weatherAt } from './weather'

/** Every hour of eight years, by month of Chicago's calendar. */
const hours: { month: number; day: number; hour: number; temperature: number; status: WeatherStatus }[] = []
for (let at = Date.UTC(2020, 0, 1, 6); at < Date.UTC(2028, 0, 1, 6); at += hourMs) {
  hours.push({ ...chicagoTime(at), ...weatherAt(climate, 4, at).value })
}
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('the weather', () => {
  it.each(climate.months.map(month => [month.name, month] as const))('of %s is near the normals', (_, normal) => {
    const ours = hours.filter(({ month }) => month === normal.month)
    expect(Math.abs(mean(ours.map(hour => hour.temperature)) - normal.mean_f)).toBeLessThan(3)
    const warm = mean(ours.filter(({ hour }) => hour === 15).map(hour => hour.temperature))
    const cold = mean(ours.filter(({ hour }) => hour === 3).map(hour => hour.temperature))
    expect(Math.abs(warm - normal.mean_high_f)).toBeLessThan(4)
    expect(Math.abs(cold - normal.mean_low_f)).toBeLessThan(4)
  })

  it('is wet on as many days as the normals say, and has every state', () => {
    const days = new Set(hours.filter(({ status }) => status === 'precipitation').map(hour => hours.indexOf(hour)))
    const wetDays = new Set([...days].map(index => Math.floor(index / 24)))
    const share = wetDays.size / (hours.length / 24)
    const expected = mean(climate.months.map(month => month.precip_day_fraction))
    expect(Math.abs(share - expected)).toBeLessThan(0.05)
    for (const status of weatherStatuses) {
      const part = hours.filter(hour => hour.status === status).length / hours.length
      expect(part, status).toBeGreaterThan(0.04)
      expect(part, status).toBeLessThan(0.45)
    }
  })

  it('persists: from hour to hour the state mostly stays and the temperature changes by little', () => {
    const steps = hours.slice(1).map((hour, index) => [hours[index]!, hour] as const)
    expect(mean(steps.map(([one, two]) => (one.status === two.status ? 1 : 0)))).toBeGreaterThan(0.75)
    expect(mean(steps.map(([one, two]) => Math.abs(one.temperature - two.temperature)))).toBeLessThan(2.5)
    expect(Math.max(...steps.map(([one, two]) => Math.abs(one.temperature - two.temperature)))).toBeLessThan(15)
  })

  it('depends on the seed and the hour alone', () => {
    const at = Date.UTC(2026, 6, 14, 22)
    expect(weatherAt(climate, 1, at)).toEqual(weatherAt(climate, 1, at))
    const others = [2, 3, 4, 5].map(seed => weatherAt(climate, seed, at).value.temperature)
    expect(new Set(others).size).toBeGreaterThan(1)
  })

  it('is told on the hour', () => {
    expect(nextHour(Date.UTC(2026, 6, 14, 22, 24))).toBe(Date.UTC(2026, 6, 14, 23))
    expect(nextHour(Date.UTC(2026, 6, 14, 23))).toBe(Date.UTC(2026, 6, 15))
  })

  it('says which month is missing', () => {
    const summer = { months: climate.months.filter(({ month }) => month > 5) }
    expect(() => weatherAt(summer, 1, Date.UTC(2026, 0, 20))).toThrow('climate.json: month 1 is missing')
  })
})
