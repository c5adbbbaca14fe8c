import { describe, expect, it } from 'vitest'
import { roll } from './chance'
import { addTimer, takeTimer, type Timers } from './timers'

describe('timers', () => {
  it('come out by time, and those of one time in the order in which they were set', () => {
    const timers: Timers = { heap: [], made: 0 }
    const dice = { state: 9 }
    const times = Array.from({ length: 500 }, () => Math.floor(roll(dice) * 50))
    times.forEach((at, index) => addTimer(timers, at, 'due', String(index)))
    const taken = []
    for (let timer = takeTimer(timers, 50); timer; timer = takeTimer(timers, 50)) taken.push(timer)
    const expected = times
      .map((at, order) => ({ at, order }))
      .sort((one, other) => one.at - other.at || one.order - other.order)
    expect(taken.map(({ at, order }) => ({ at, order }))).toEqual(expected)
  })

  it('stay in until they are due', () => {
    const timers: Timers = { heap: [], made: 0 }
    expect(takeTimer(timers, 10)).toBeNull()
    addTimer(timers, 10, 'free', 'a')
    expect(takeTimer(timers, 9)).toBeNull()
    expect(takeTimer(timers, 10)).toMatchObject({ id: 'a', kind: 'free' })
    expect(takeTimer(timers, 10)).toBeNull()
  })
})
