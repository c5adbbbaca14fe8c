import { expect, it } from 'vitest'
import type { ArrivalState, LineId, LineStationState } from '../../shared/city/types'
import { headwaysOf } from './headways'

const minute = 60_000

function arrival(at: number, previousAt: number | null): ArrivalState {
  return { trainId: 'T', status: 'in_service', at, previousAt, record: { topic: 't', partition: 0, offset: '0' } }
}

function station(line: LineId, a: ArrivalState | null, b: ArrivalState | null = null): LineStationState {
  return { line, stationId: 1, arrivals: { a, b } }
}

it('a headway is the median time between the two newest arrivals of the platforms of a line', () => {
  const now = 100 * minute
  const stations = [
    station('red', arrival(99 * minute, 94 * minute), arrival(98 * minute, 90 * minute)),
    station('red', arrival(97 * minute, 77 * minute), arrival(97 * minute, null)),
    station('blue', null, null),
  ]
  expect(headwaysOf(stations, now)).toMatchObject({ red: 8 * minute, blue: null, yellow: null })
})

it('what came long ago tells nothing, nor does anything without a time', () => {
  const stations = [station('red', arrival(10 * minute, 5 * minute))]
  expect(headwaysOf(stations, 71 * minute).red).toBeNull()
  expect(headwaysOf(stations, null).red).toBeNull()
})
