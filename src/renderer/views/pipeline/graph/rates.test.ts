import { describe, expect, it } from 'vitest'
import { flowText, rateOf, withSample, type RateSample } from './rates'

describe('a rate on a way', () => {
  it.each([
    [0, '0/s'],
    [-1, '0/s'],
    [496.4, '496/s'],
    [5.84, '5.8/s'],
    [1, '1/s'],
    [1 / 60, '1/min'],
    [0.2, '12/min'],
    [1 / 3_600, '1/h'],
    [1_234_567, '1,234,567/s'],
  ])('of %d a second is %s', (perSecond, text) => expect(flowText(perSecond)).toBe(text))
})

describe('the rate of a counter', () => {
  const after = (...samples: [at: number, count: number][]) =>
    samples.reduce<RateSample[]>((all, [at, count]) => withSample(all, { at, count }), [])

  it('is taken over the last seconds', () => {
    expect(rateOf(after([0, 0], [1_000, 50], [2_000, 100]))).toBe(50)
    expect(rateOf(after([0, 0], [10_000, 100], [12_000, 300]))).toBe(100)
  })

  it('is not known at first, nor when the counter has begun anew', () => {
    expect(rateOf(after([0, 5]))).toBeNull()
    expect(rateOf(after([0, 5], [400, 9]))).toBeNull()
    expect(rateOf(after([0, 500], [1_000, 3]))).toBeNull()
  })
})
