import type { CityPatch, CitySnapshot, LaggingPartition } from '../../shared/contract/city'
import type { LineId, LineStationState, RecordRef, StationRow, TrainState, WeatherState } from '../../shared/city/types'
import { lineIds } from '../../shared/city/types'

/**
 * The city as the app last told it. One object, changed in place: a patch touches what it names and nothing else, so that
 * ten patches a second cost no copying. Readers outside React look into it whenever they draw.
 */
export interface LiveCity {
  trains: Map<string, TrainState>
  stations: Map<string, LineStationState>
  stationRows: Map<string, StationRow>
  entries: Map<number, number>
  facts: CityFacts
}

/** What panels show: small, and a new object each time that anything in it changes. */
export interface CityFacts {
  simulatedTime: number | null
  /** Simulated ms per wall ms. */
  rate: number
  weather: WeatherState | null
  trains: number
  trainsByLine: Record<LineId, number>
  entries: number
  records: number
  recordsPerSecond: number
  behindMs: number | null
  /** Partitions that the map lags behind on, the worst first, and since when, wall ms. */
  lagging: readonly LaggingPartition[]
  laggingSince: number | null
  undecoded: number
  lastUndecoded: { record: RecordRef; reason: string } | null
}

export function emptyCity(): LiveCity {
  return {
    trains: new Map(),
    stations: new Map(),
    stationRows: new Map(),
    entries: new Map(),
    facts: {
      simulatedTime: null,
      rate: 0,
      weather: null,
      trains: 0,
      trainsByLine: noTrains(),
      entries: 0,
      records: 0,
      recordsPerSecond: 0,
      behindMs: null,
      lagging: [],
      laggingSince: null,
      undecoded: 0,
      lastUndecoded: null,
    },
  }
}

/** Takes a message of city.watch in. A snapshot replaces everything, a patch changes what it names. */
export function applyMessage(city: LiveCity, message: CitySnapshot | CityPatch): void {
  if (message.kind === 'snapshot') clear(city)
  let { entries, trainsByLine, weather, lastUndecoded } = city.facts
  for (const [id, count] of Object.entries(message.entries ?? {})) {
    entries += count - (city.entries.get(Number(id)) ?? 0)
    city.entries.set(Number(id), count)
  }
  if (message.trains) trainsByLine = applyTrains(city.trains, message.trains, trainsByLine)
  for (const [key, station] of Object.entries(message.stations ?? {})) city.stations.set(key, station)
  for (const [key, row] of Object.entries(message.stationRows ?? {})) city.stationRows.set(key, row)
  if (message.weather !== undefined) weather = message.weather
  if (message.lastUndecoded !== undefined) lastUndecoded = message.lastUndecoded
  city.facts = {
    simulatedTime: message.simulatedTime,
    rate: message.rate,
    weather,
    trains: city.trains.size,
    trainsByLine,
    entries,
    records: message.records,
    recordsPerSecond: message.recordsPerSecond,
    behindMs: message.behindMs,
    lagging: message.lagging,
    laggingSince: message.laggingSince,
    undecoded: message.undecoded,
    lastUndecoded,
  }
}

/** @returns the counts by line; the same object when no count has changed */
function applyTrains(
  trains: Map<string, TrainState>,
  changes: Record<string, TrainState | null>,
  before: Record<LineId, number>,
): Record<LineId, number> {
  const counts = { ...before }
  for (const [id, train] of Object.entries(changes)) {
    const known = trains.get(id)
    if (known) counts[known.line]--
    if (train) {
      counts[train.line]++
      trains.set(id, train)
    } else trains.delete(id)
  }
  return lineIds.some(line => counts[line] !== before[line]) ? counts : before
}

function clear(city: LiveCity): void {
  city.trains.clear()
  city.stations.clear()
  city.stationRows.clear()
  city.entries.clear()
  city.facts = { ...emptyCity().facts }
}

function noTrains(): Record<LineId, number> {
  return Object.fromEntries(lineIds.map(line => [line, 0])) as Record<LineId, number>
}
