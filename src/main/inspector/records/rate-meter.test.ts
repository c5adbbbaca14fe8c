import { describe, expect, it } from 'vitest'
import { rateMeter } from './rate-meter'

describe('a rate meter', () => {
  it('counts what came in the last second, and forgets it after', () => {
    let now = 0
    const meter = rateMeter(() => now)
    for (; now < 2_000; now += 100) meter.add(20)
    expect(meter.perSecond()).toBe(200)
    expect(meter.hasChanged()).toBe(false)
    now += 1_500
    expect(meter.hasChanged()).toBe(true)
    expect(meter.perSecond()).toBe(0)
  })
})
