import { lineStationKey, type Line, type Network } from './network'
import type { ArrivalState, CityState, Direction, TrainStatus, WeatherStatus } from './types'

/** What GET /api/city answers: a promise to programs outside, so fields are only ever added. */
export interface CityDocument {
  /** Simulated ms since 1970 UTC; null before the first record. */
  simulatedTime: number | null
  weather: { temperature: number; status: WeatherStatus } | null
  totals: { entries: number; trains: number; records: number }
  /** All eight, whether or not anything runs on them. */
  lines: LineDocument[]
}

export interface LineDocument {
  id: string
  name: string
  stations: StationDocument[]
  trains: { id: string; direction: Direction; status: TrainStatus; stationId: number }[]
}

export interface StationDocument {
  id: number
  name: string
  /** Riders who entered the station, whichever of its lines they took. */
  entries: number
  arrivals: Record<Direction, ArrivalDocument | null>
}

export interface ArrivalDocument {
  trainId: string
  status: TrainStatus
  /** Simulated ms since 1970 UTC. */
  at: number
}

/** The city as one JSON document. */
export function cityDocument(network: Network, state: CityState): CityDocument {
  return {
    simulatedTime: state.simulatedTime,
    weather: state.weather && { temperature: state.weather.temperature, status: state.weather.status },
    totals: {
      entries: Object.values(state.entries).reduce((sum, entries) => sum + entries, 0),
      trains: Object.keys(state.trains).length,
      records: state.records,
    },
    lines: network.lines.map(line => lineDocument(network, state, line)),
  }
}

function lineDocument(network: Network, state: CityState, line: Line): LineDocument {
  return {
    id: line.id,
    name: line.name,
    stations: line.stationIds.map(id => {
      const arrivals = state.stations[lineStationKey(line.id, id)]?.arrivals
      return {
        id,
        name: network.stations.get(id)?.name ?? String(id),
        entries: state.entries[id] ?? 0,
        arrivals: { a: arrivalDocument(arrivals?.a), b: arrivalDocument(arrivals?.b) },
      }
    }),
    trains: Object.values(state.trains)
      .filter(train => train.line === line.id)
      .map(({ id, direction, status, stationId }) => ({ id, direction, status, stationId })),
  }
}

function arrivalDocument(arrival: ArrivalState | null | undefined): ArrivalDocument | null {
  return arrival ? { trainId: arrival.trainId, status: arrival.status, at: arrival.at } : null
}
