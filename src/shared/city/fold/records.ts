import type { Direction, LineId, RecordRef, TrainStatus, WeatherStatus } from '../types'

/** Values as they stand in the topics, after decoding and checking. Optional fields may be absent. */

export interface ArrivalValue {
  station_id: number
  train_id: string
  direction: Direction
  line: LineId
  train_status: TrainStatus
  prev_station_id?: number | null
  prev_direction?: Direction | null
  pattern?: string | null
  stop_index?: number | null
  departure_ms?: number | null
  next_station_id?: number | null
  next_arrival_ms?: number | null
}

export interface TurnstileValue {
  station_id: number
  station_name: string
  line: string
}

/** A row of TURNSTILE_SUMMARY, of whichever dialect: the group and its count. */
export interface SummaryValue {
  station_id: number
  count: number
}

export interface WeatherValue {
  /** Degrees Fahrenheit. */
  temperature: number
  status: WeatherStatus
}

export interface StationRowValue {
  station_id: number
  station_name: string
  order: number
  line: LineId
}

interface Dated<Kind extends string, Value> {
  kind: Kind
  value: Value
  /** Simulated time of the record's key, ms since 1970 UTC. */
  at: number
  record: RecordRef
}

interface Undated<Kind extends string, Value> {
  kind: Kind
  value: Value
  record: RecordRef
}

/** A record that was read, of any topic. `undecoded` stands for one that could not be understood, and says why. */
export type CityRecord =
  | Dated<'arrival', ArrivalValue>
  | Dated<'turnstile', TurnstileValue>
  | Dated<'weather', WeatherValue>
  | Undated<'summary', SummaryValue>
  | Undated<'stationRow', StationRowValue>
  | { kind: 'undecoded'; reason: string; record: RecordRef }

export type RecordOf<Kind extends CityRecord['kind']> = Extract<CityRecord, { kind: Kind }>
