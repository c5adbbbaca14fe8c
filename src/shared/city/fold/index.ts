import { isSilent, silenceMaxMs } from '../place'
import type { CityState } from '../types'
import { foldArrival } from './arrival'
import { draftOf, own, writable, type Draft } from './draft'
import type { CityRecord, RecordOf } from './records'
import { foldStationRow } from './station-row'
import { foldSummary } from './summary'
import { foldTurnstile } from './turnstile'
import { foldUndecoded } from './undecoded'
import { foldWeather } from './weather'

export type * from './records'

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
  const fold = folds[record.kind as Kind]
  fold(draft, record)
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
