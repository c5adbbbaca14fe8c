import { describe, expect, it } from 'vitest'
import { chance, hash, poisson, roll } from './chance'

describe('chance', () => {
  it('is the same for the same numbers, on any machine', () => {
    expect(hash(1, 2, 3)).toBe(hash(1, 2, 3))
    expect(hash(1)).toBe(2571226413)
  })

  it('differs for numbers that differ only above 32 bits, or in order', () => {
    expect(hash(1)).not.toBe(hash(1 + 2 ** 32))
    expect(hash(1, 2)).not.toBe(hash(2, 1))
    expect(hash(-1)).not.toBe(hash(1))
  })

  it('is even over [0, 1)', () => {
    const tenths = new Array<number>(10).fill(0)
    for (let number = 0; number < 20_000; number += 1) tenths[Math.floor(chance(7, number) * 10)]! += 1
    for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200)
    const dice = { state: 5 }
    let sum = 0
    for (let count = 0; count < 20_000; count += 1) sum += roll(dice)
    expect(sum / 20_000).toBeCloseTo(0.5, 1)
  })
})

describe('poisson', () => {
  it.each([0.01, 0.5, 3, 25, 60, 61, 400])('has the mean and the variance %d', mean => {
    const dice = { state: 3 }
    const counts = Array.from({ length: 4000 }, () => poisson(mean, dice))
    const average = counts.reduce((sum, count) => sum + count, 0) / counts.length
    const variance = counts.reduce((sum, count) => sum + (count - average) ** 2, 0) / counts.length
    expect(Math.abs(average / mean - 1)).toBeLessThan(mean < 0.1 ? 0.5 : 0.06)
    expect(Math.abs(variance / mean - 1)).toBeLessThan(mean < 0.1 ? 0.5 : 0.12)
    expect(counts.every(count => Number.isInteger(count) && count >= 0)).toBe(true)
  })

  it.each([0, -1])('is 0 for the mean %d', mean => expect(poisson(mean, { state: 1 })).toBe(0))
})
