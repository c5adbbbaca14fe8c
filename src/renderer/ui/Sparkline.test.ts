import { describe, expect, it } from 'vitest'
import { sparkline } from './Sparkline'

describe('a sparkline', () => {
  it('goes from the oldest value at the left to the newest at the right, the largest at the top', () => {
    expect(sparkline([0, 5, 10], 20, 11)).toBe('0.0,10.0 10.0,5.8 20.0,1.5')
  })

  it('is flat at the bottom without values, with one, and with nothing but zeros', () => {
    for (const values of [[], [7], [0, 0, 0]]) expect(sparkline(values, 20, 11)).toBe('0,10 20,10')
  })
})
