import { describe, expect, it } from 'vitest'
import { runOnMsMax, simClock } from './sim-clock'

const start = 1_784_000_000_000

describe('the simulated clock', () => {
  it('knows nothing before the first reading, and after the city is empty again', () => {
    const clock = simClock()
    expect(clock.at(0)).toBeNull()
    clock.read(start, 60, 0)
    clock.read(null, 0, 10)
    expect(clock.at(20)).toBeNull()
  })

  it('runs on at the rate between readings', () => {
    const clock = simClock()
    clock.read(start, 60, 1_000)
    expect(clock.at(1_000)).toBe(start)
    expect(clock.at(1_100)).toBe(start + 6_000)
  })

  it('never runs backward when a reading is a little behind what was shown', () => {
    const clock = simClock()
    clock.read(start, 60, 0)
    let before = clock.at(1_000)!
    clock.read(start + 57_000, 60, 1_000)
    for (let wall = 1_000; wall <= 2_000; wall += 16) {
      const now = clock.at(wall)!
      expect(now).toBeGreaterThanOrEqual(before)
      before = now
    }
    expect(clock.at(2_000)).toBe(start + 117_000)
  })

  it('catches up smoothly when a reading is a little ahead', () => {
    const clock = simClock()
    clock.read(start, 60, 0)
    const before = clock.at(1_000)!
    clock.read(start + 66_000, 60, 1_000)
    expect(clock.at(1_001)! - before).toBeLessThan(200)
    expect(clock.at(1_500)).toBe(start + 96_000)
  })

  it.each([
    ['back, as when a topic was deleted', start - 3_600_000],
    ['ahead, as after a stop of hours', start + 7_200_000],
  ])('jumps at once when the city is somewhere else: %s', (_, reading) => {
    const clock = simClock()
    clock.read(start, 60, 0)
    clock.at(100)
    clock.read(reading, 60, 100)
    expect(clock.at(100)).toBe(reading)
  })

  it('stands when nothing is heard: what comes after is not known', () => {
    const clock = simClock()
    clock.read(start, 60, 0)
    expect(clock.at(runOnMsMax + 60_000)).toBe(start + runOnMsMax * 60)
  })

  it('stands while the rate is 0', () => {
    const clock = simClock()
    clock.read(start, 0, 0)
    expect(clock.at(2_000)).toBe(start)
  })
})
