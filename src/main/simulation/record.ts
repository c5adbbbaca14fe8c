import type { LineId } from '../../shared/city/types'
import type { TrainArrived } from './events'
import type { Route } from './plan'
import type { Railway, Train } from './state'

/** What a record says beyond the route and the stop. */
export interface Call {
  at: number
  trainId: string
  route: Route
  index: number
  status: TrainArrived['value']['train_status']
  /** The record before of the same train; null for one that comes out of the yard. */
  before: TrainArrived | null
  /** When it is due to leave, and then at the next stop; null when it goes nowhere for now. */
  leaves: { departureAt: number; nextArrivalAt: number } | null
}

/** The arrival record of a call. A train's further records at one station keep the station that it came from. */
export function arrivalRecord(call: Call): TrainArrived {
  const { route, index, before, leaves } = call
  const stop = route.pattern.stops[index]!
  const next = leaves ? route.pattern.stops[index + route.heading] : undefined
  const again = before?.value.station_id === stop.stationId
  return {
    kind: 'TrainArrived',
    at: call.at,
    stationName: stop.name,
    value: {
      station_id: stop.stationId,
      train_id: call.trainId,
      direction: route.calls[index]!.direction,
      line: route.line,
      train_status: call.status,
      prev_station_id: (again ? before.value.prev_station_id : before?.value.station_id) ?? null,
      prev_direction: (again ? before.value.prev_direction : before?.value.direction) ?? null,
      pattern: route.pattern.id,
      stop_index: index,
      departure_ms: leaves?.departureAt ?? null,
      next_station_id: next?.stationId ?? null,
      next_arrival_ms: leaves && next ? leaves.nextArrivalAt : null,
    },
  }
}

/** Makes a record a train's newest, and tells it. */
export function report(railway: Railway, train: Train, record: TrainArrived): void {
  train.record = record
  railway.events.push(record)
}

/** Two letters, and the first run number with how many follow it; together unique in the city. */
const runs: Record<LineId, [letters: string, first: number, count: number]> = {
  green: ['GL', 1, 99],
  blue: ['BL', 101, 199],
  pink: ['PK', 301, 99],
  brown: ['BR', 401, 99],
  purple: ['PU', 501, 90],
  yellow: ['YL', 591, 9],
  orange: ['OR', 701, 99],
  red: ['RL', 801, 199],
}

/**
 * A run number that no train in service has, such as `RL814`.
 *
 * @param given how many the line was given so far, so that a number rests before it is used again
 * @returns null when all numbers of the line are in use: the yard has no more trains
 */
export function runNumber(line: LineId, given: number, isUsed: (id: string) => boolean): string | null {
  const [letters, first, count] = runs[line]
  for (let step = 0; step < count; step += 1) {
    const id = letters + String(first + ((given + step) % count)).padStart(3, '0')
    if (!isUsed(id)) return id
  }
  return null
}
