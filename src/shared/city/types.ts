/** The vocabulary of the city: ids, directions and what is known of it once records have been read. */

export const lineIds = ['red', 'blue', 'brown', 'green', 'orange', 'pink', 'purple', 'yellow'] as const
export type LineId = (typeof lineIds)[number]

/** a: along the service pattern; b: against it, or the way back from the Loop. */
export const directions = ['a', 'b'] as const
export type Direction = (typeof directions)[number]

export const weatherStatuses = ['sunny', 'partly_cloudy', 'cloudy', 'windy', 'precipitation'] as const
export type WeatherStatus = (typeof weatherStatuses)[number]

export const trainStatuses = ['in_service', 'broken_down', 'out_of_service'] as const
export type TrainStatus = (typeof trainStatuses)[number]

/** Where a value on the screen came from: the record behind it. */
export interface RecordRef {
  topic: string
  partition: number
  /** Decimal text: offsets are 64 bits wide. */
  offset: string
}

/** What the newest arrival record of a train says, with the place in the log that says it. */
export interface TrainState {
  id: string
  line: LineId
  direction: Direction
  status: TrainStatus
  stationId: number
  prevStationId: number | null
  /** Simulated time of the arrival, ms since 1970 UTC. */
  arrivedAt: number
  /** The optional fields of the arrival schema; null when the producer does not send them. */
  pattern: string | null
  stopIndex: number | null
  departureAt: number | null
  nextStationId: number | null
  nextArrivalAt: number | null
  record: RecordRef
}

/** The newest arrival at a station in one direction of one line. */
export interface ArrivalState {
  trainId: string
  status: TrainStatus
  at: number
  /** When the one before it came, simulated ms; null when it is the first that was read. */
  previousAt: number | null
  record: RecordRef
}

/** A station as one line serves it. Key in CityState.stations: `${line}:${stationId}`. */
export interface LineStationState {
  line: LineId
  stationId: number
  arrivals: Record<Direction, ArrivalState | null>
}

export interface WeatherState {
  /** Degrees Fahrenheit. */
  temperature: number
  status: WeatherStatus
  /** Simulated time from which it holds, ms. */
  at: number
  record: RecordRef
}

/** A row of the stations table topic: a station as the transformer published it. */
export interface StationRow {
  stationId: number
  name: string
  order: number
  line: LineId
}

/** Everything that has been read from the log, folded. Immutable: a fold returns a new state or the same one. */
export interface CityState {
  /** The largest simulated time that a record has carried; null before the first. */
  simulatedTime: number | null
  weather: WeatherState | null
  /** Entries by station id: from the turnstile summary where there is one, else counted from turnstile records. */
  entries: Record<number, number>
  /** Whether a summary record has been read: from then on turnstile records are no longer counted. */
  summarySeen: boolean
  trains: Record<string, TrainState>
  /** When trains left service, by id, so that an older record of them, read later from another topic, is not believed. */
  retired: Record<string, number>
  stations: Record<string, LineStationState>
  /** Rows of the stations table topic by station id and line: `${line}:${stationId}`. */
  stationRows: Record<string, StationRow>
  /** Records read, and those that could not be decoded, with the newest reason. */
  records: number
  undecoded: number
  lastUndecoded: { record: RecordRef; reason: string } | null
}
