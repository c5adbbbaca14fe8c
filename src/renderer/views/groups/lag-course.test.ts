import { describe, expect, it } from 'vitest'
import { lagHistoryMs } from '../../../shared/contract/groups'
import { coursePoints } from './LagCourse'

const now = 10 * lagHistoryMs

describe('the course of a lag', () => {
  it('stands at its time, and goes on to now', () => {
    const course: [number, number][] = [
      [now - lagHistoryMs / 2, 10],
      [now - lagHistoryMs / 4, 0],
    ]
    expect(coursePoints(course, now, 100, 20)).toEqual([
      [50, 1.5],
      [75, 18.5],
      [100, 18.5],
    ])
  })

  it('begins at the left edge with what was before', () => {
    expect(coursePoints([[now - 2 * lagHistoryMs, 4]], now, 100, 20)).toEqual([
      [0, 1.5],
      [100, 1.5],
    ])
  })

  it('is nothing without a point, and flat at the bottom without a lag', () => {
    expect(coursePoints([], now, 100, 20)).toEqual([])
    expect(coursePoints([[now - lagHistoryMs, 0]], now, 100, 20).map(([, y]) => y)).toEqual([18.5, 18.5])
  })
})
