import type { CityState } from './types'

/** What changed from one state to another, as plain data: an absent key is unchanged, a null train has left. */
export interface CityChange {
  simulatedTime: number | null
  weather?: CityState['weather']
  entries?: CityState['entries']
  trains?: Record<string, CityState['trains'][string] | null>
  stations?: CityState['stations']
  stationRows?: CityState['stationRows']
  records: number
  undecoded: number
  lastUndecoded?: CityState['lastUndecoded']
}

/**
 * The changed parts between two states of one city. Folding shares what it does not touch, so comparing is by
 * identity and costs little. Stations, rows and entries only ever grow; trains may leave.
 */
export function diffCity(before: CityState, after: CityState): CityChange {
  const change: CityChange = {
    simulatedTime: after.simulatedTime,
    records: after.records,
    undecoded: after.undecoded,
  }
  if (before.weather !== after.weather) change.weather = after.weather
  if (before.lastUndecoded !== after.lastUndecoded) change.lastUndecoded = after.lastUndecoded
  const entries = changedKeys(before.entries, after.entries)
  if (entries) change.entries = entries
  const stations = changedKeys(before.stations, after.stations)
  if (stations) change.stations = stations
  const stationRows = changedKeys(before.stationRows, after.stationRows)
  if (stationRows) change.stationRows = stationRows
  const trains = changedTrains(before.trains, after.trains)
  if (trains) change.trains = trains
  return change
}

function changedTrains(before: CityState['trains'], after: CityState['trains']): CityChange['trains'] {
  if (before === after) return undefined
  const gone = Object.keys(before).filter(id => !Object.hasOwn(after, id))
  const changed = changedKeys(before, after)
  if (!changed && gone.length === 0) return undefined
  return { ...changed, ...Object.fromEntries(gone.map(id => [id, null])) }
}

function changedKeys<Value>(before: Record<string, Value>, after: Record<string, Value>) {
  if (before === after) return undefined
  const changed: Record<string, Value> = {}
  let any = false
  for (const [key, value] of Object.entries(after)) {
    if (Object.hasOwn(before, key) && before[key] === value) continue
    changed[key] = value
    any = true
  }
  return any ? changed : undefined
}
