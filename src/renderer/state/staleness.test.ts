import { expect, it } from 'vitest'
import type { LineId, TrainState } from '../../shared/city/types'
import { staleness } from './staleness'

const now = 1_000_000

function train(id: string, line: LineId, overdueMs: number, nextStationId: number | null = 1): TrainState {
  return {
    id,
    line,
    direction: 'a',
    status: 'in_service',
    stationId: 2,
    prevStationId: null,
    arrivedAt: 0,
    pattern: null,
    stopIndex: null,
    departureAt: null,
    nextStationId,
    nextArrivalAt: now - overdueMs,
    record: { topic: 't', partition: 0, offset: '0' },
  }
}

const trains = [
  train('1', 'red', 40_000),
  train('2', 'red', 90_000, 3),
  train('3', 'blue', 31_000, null),
  train('4', 'blue', 10_000),
  train('5', 'pink', -60_000),
]
const input = {
  trains,
  stationName: (id: number) => ({ 1: 'Granville', 3: "O'Hare" })[id],
  simulatedNow: now,
  rate: 1,
  isStale: false,
}

it('names the lines with trains that nothing vouches for, the worst first, and the topics that are waited for', () => {
  expect(staleness(input)).toEqual({
    lines: [
      {
        line: 'red',
        guesses: 2,
        topics: ['org.chicago.cta.station.arrivals.ohare', 'org.chicago.cta.station.arrivals.granville'],
        overdueMs: 90_000,
      },
      { line: 'blue', guesses: 1, topics: [], overdueMs: 31_000 },
    ],
    current: 2,
  })
})

it('takes every train for a guess while nothing can be read', () => {
  const { lines, current } = staleness({ ...input, isStale: true })
  expect([lines.map(({ line, guesses }) => [line, guesses]), current]).toEqual([
    [
      ['red', 2],
      ['blue', 2],
      ['pink', 1],
    ],
    0,
  ])
  expect(lines[2]!.overdueMs).toBe(0)
})

it('knows nothing to be stale before the first record', () => {
  expect(staleness({ ...input, simulatedNow: null })).toEqual({ lines: [], current: 5 })
})
