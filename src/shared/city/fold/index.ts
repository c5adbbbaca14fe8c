import { lineStationKey } from '../network'
import { isSilent, silenceMaxMs } from '../place'
import type { CityState } from '../types'
import { foldArrival } from './arrival'
import { draftOf, hasRoom, keysMax, own, writable, type Draft } from './draft'
import type { ArrivalValue, CityRecord, RecordOf } from './records'
import { foldStationRow } from './station-row'
import { foldSummary } from './summary'
import { foldTurnstile } from './turnstile'
import { foldUndecoded } from './undecoded'
import { foldWeather } from './weather'

export type * from './records'

/** 1 January 2100, UTC: what claims to be later is in microseconds, or garbage. */
const timeMax = Date.UTC(2100, 0)

/** What is known before anything was read. */
export function emptyCity(): CityState {
  return {
    simulatedTime: null,
    weather: null,
    entries: {},
    summarySeen: false,
    trains: {},
    retired: {},
    stations: {},
    stationRows: {},
    records: 0,
    undecoded: 0,
    lastUndecoded: null,
  }
}

/** One function per topic: each writes to a draft what a record of its kind says. */
const folds: { [Kind in CityRecord['kind']]: (draft: Draft, record: RecordOf<Kind>) => void } = {
  arrival: foldArrival,
  turnstile: foldTurnstile,
  weather: foldWeather,
  summary: foldSummary,
  stationRow: foldStationRow,
  undecoded: foldUndecoded,
}

/** Folds one record; use foldBatch for more than one, which copies the state's maps once for all. */
export function foldRecord(state: CityState, record: CityRecord): CityState {
  return foldBatch(state, [record])
}

/**
 * The state after some records, in the order in which they were read. The state given is not changed; what no record
 * touched is shared with it. Trains that have been silent for too long leave at the end of the batch.
 */
export function foldBatch(state: CityState, records: readonly CityRecord[]): CityState {
  if (records.length === 0) return state
  const draft = draftOf(state)
  for (const record of records) foldInto(draft, record)
  draft.state.records += records.length
  if (draft.state.simulatedTime !== state.simulatedTime) forgetSilent(draft, draft.state.simulatedTime ?? 0)
  return draft.state
}

function foldInto<Kind extends CityRecord['kind']>(draft: Draft, record: RecordOf<Kind>): void {
  const reason = refusal(draft, record)
  if (reason) return foldUndecoded(draft, { kind: 'undecoded', reason, record: record.record })
  const fold = folds[record.kind as Kind]
  fold(draft, record)
}

/**
 * Why a record is not to be believed though it has the right shape; null when it may be. One record from the far future
 * would make every train look long silent, and the next run would begin there.
 */
function refusal({ state }: Draft, record: CityRecord): string | null {
  if ('at' in record && !(record.at >= 0 && record.at <= timeMax)) {
    return `timestamp ${record.at} is not a time in ms between 1970 and 2100`
  }
  switch (record.kind) {
    case 'arrival':
      return arrivalRefusal(state, record.value)
    case 'turnstile':
    case 'summary':
      return hasRoom(state.entries, record.value.station_id) ? null : tooMany('stations')
    case 'stationRow':
      return hasRoom(state.stationRows, lineStationKey(record.value.line, record.value.station_id))
        ? null
        : tooMany('rows of stations')
    case 'weather':
    case 'undecoded':
      return null
  }
}

function arrivalRefusal(state: CityState, { train_id, line, station_id }: ArrivalValue): string | null {
  // A plain object cannot hold this key, and no railway calls a train so.
  if (train_id === '__proto__') return 'train_id is __proto__, which is no name of a train'
  if (!hasRoom(state.trains, train_id)) return tooMany('trains')
  return hasRoom(state.stations, lineStationKey(line, station_id)) ? null : tooMany('stations')
}

function tooMany(what: string): string {
  return `there are ${keysMax} ${what} already, and this is another one`
}

/** Bounds the state: what a run that ended long ago left behind does not stay on the map for ever. */
function forgetSilent(draft: Draft, now: number): void {
  for (const [id, train] of Object.entries(draft.state.trains)) {
    if (isSilent(train, now)) delete writable(draft, 'trains')[id]
  }
  for (const id of Object.keys(draft.state.retired)) {
    if ((own(draft.state.retired, id) ?? 0) < now - silenceMaxMs) delete writable(draft, 'retired')[id]
  }
}
