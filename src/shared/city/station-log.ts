import { countInto, emptyBins, type Bins } from './bins'
import { keysMax } from './fold/draft'
import type { CityRecord, RecordOf } from './fold/records'
import { directions, type Direction, type LineId, type RecordRef, type TrainStatus } from './types'

/** What the records say of one station over time. */
export interface StationLog {
  /** Riders who entered, by simulated hour and by five simulated minutes. */
  hours: Bins
  minutes: Bins
  /** Newest turnstile record. */
  turnstile: RecordRef | null
  /** Newest row of the turnstile summary. */
  summary: { count: number; record: RecordRef } | null
  /** Newest first, at most arrivalsMax a platform. */
  arrivals: PlatformLog[]
}

/** One direction of one line at a station. */
export interface PlatformLog {
  line: LineId
  direction: Direction
  arrivals: LoggedArrival[]
}

export interface LoggedArrival {
  trainId: string
  status: TrainStatus
  /** Simulated ms. */
  at: number
  record: RecordRef
}

/** Enough for a day and the hour that has begun, and for an hour and the five minutes that have begun. */
export const hoursMax = 25
export const minutesMax = 13
/** So many arrivals of a platform are kept. */
export const arrivalsMax = 6

const hourMs = 3_600_000
export const fiveMinutesMs = 300_000

/** The logs of all stations: changed in place, since a rush hour brings thousands of entries a second. */
export interface StationLogs {
  note(record: CityRecord): void
  /** What is known of a station; an empty log of one that nothing was read of. */
  of(stationId: number): StationLog
  /** Grows whenever the station's log changes. */
  revision(stationId: number): number
  /** The earliest simulated time of an entry that was read; null before the first. Before it nothing was counted. */
  readonly countedFrom: number | null
}

export function createStationLogs(): StationLogs {
  const logs = new Map<number, StationLog>()
  const revisions = new Map<number, number>()
  let countedFrom: number | null = null
  const logOf = (id: number): StationLog | null => {
    const known = logs.get(id)
    if (known) return known
    if (logs.size >= keysMax) return null
    const log = emptyLog()
    logs.set(id, log)
    return log
  }
  return {
    note(record) {
      if (record.kind !== 'arrival' && record.kind !== 'turnstile' && record.kind !== 'summary') return
      const id = record.value.station_id
      const log = logOf(id)
      if (!log) return
      if (record.kind === 'arrival') noteArrival(log, record)
      else if (record.kind === 'summary') log.summary = { count: record.value.count, record: record.record }
      else {
        countInto(log.hours, record.at, hoursMax)
        countInto(log.minutes, record.at, minutesMax)
        log.turnstile = record.record
        countedFrom = Math.min(countedFrom ?? Infinity, record.at)
      }
      revisions.set(id, (revisions.get(id) ?? 0) + 1)
    },
    of: id => logs.get(id) ?? emptyLog(),
    revision: id => revisions.get(id) ?? 0,
    get countedFrom() {
      return countedFrom
    },
  }
}

function noteArrival(log: StationLog, { value, at, record }: RecordOf<'arrival'>): void {
  const { line, direction } = value
  let platform = log.arrivals.find(known => known.line === line && known.direction === direction)
  if (!platform) {
    platform = { line, direction, arrivals: [] }
    log.arrivals.push(platform)
    log.arrivals.sort(
      (one, other) =>
        directions.indexOf(one.direction) - directions.indexOf(other.direction) || (one.line < other.line ? -1 : 1),
    )
  }
  const index = platform.arrivals.findIndex(known => known.at <= at)
  platform.arrivals.splice(index < 0 ? platform.arrivals.length : index, 0, {
    trainId: value.train_id,
    status: value.train_status,
    at,
    record,
  })
  platform.arrivals.splice(arrivalsMax)
}

function emptyLog(): StationLog {
  return { hours: emptyBins(hourMs), minutes: emptyBins(fiveMinutesMs), turnstile: null, summary: null, arrivals: [] }
}
