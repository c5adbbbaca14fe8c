import { lineStationKey } from '../network'
import type { TrainState } from '../types'
import { own, sawTime, writable, type Draft } from './draft'
import type { RecordOf } from './records'

/**
 * A train has arrived. The newest record of a train and of a platform wins by its own time, not by when it was read:
 * every station has a topic of its own, so records of one train come in any order while the city catches up.
 */
export function foldArrival(draft: Draft, arrival: RecordOf<'arrival'>): void {
  const { value, at } = arrival
  sawTime(draft, at)
  foldPlatform(draft, arrival)
  const id = value.train_id
  const known = own(draft.state.trains, id)
  const retiredAt = own(draft.state.retired, id)
  if ((known && known.arrivedAt > at) || (retiredAt !== undefined && retiredAt >= at)) return
  if (value.train_status === 'out_of_service') {
    writable(draft, 'retired')[id] = at
    if (known) delete writable(draft, 'trains')[id]
    return
  }
  writable(draft, 'trains')[id] = trainState(arrival)
}

function foldPlatform(draft: Draft, { value, at, record }: RecordOf<'arrival'>): void {
  const key = lineStationKey(value.line, value.station_id)
  const known = own(draft.state.stations, key)
  const before = known?.arrivals[value.direction]
  const arrivals = { ...(known?.arrivals ?? { a: null, b: null }) }
  if (before && before.at > at) {
    if (before.previousAt !== null && before.previousAt >= at) return
    arrivals[value.direction] = { ...before, previousAt: at }
  } else {
    // A record that was sent twice is no second train.
    const previousAt = before && before.at < at ? before.at : (before?.previousAt ?? null)
    arrivals[value.direction] = { trainId: value.train_id, status: value.train_status, at, previousAt, record }
  }
  writable(draft, 'stations')[key] = { line: value.line, stationId: value.station_id, arrivals }
}

function trainState({ value, at, record }: RecordOf<'arrival'>): TrainState {
  return {
    id: value.train_id,
    line: value.line,
    direction: value.direction,
    status: value.train_status,
    stationId: value.station_id,
    prevStationId: value.prev_station_id ?? null,
    arrivedAt: at,
    pattern: value.pattern ?? null,
    stopIndex: value.stop_index ?? null,
    departureAt: value.departure_ms ?? null,
    nextStationId: value.next_station_id ?? null,
    nextArrivalAt: value.next_arrival_ms ?? null,
    record,
  }
}
