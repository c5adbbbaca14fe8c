import { own, sawTime, writable, type Draft } from './draft'
import type { RecordOf } from './records'

/** A rider has entered. Counted here only while no summary has been read: ksqlDB counts better than we do. */
export function foldTurnstile(draft: Draft, { value, at }: RecordOf<'turnstile'>): void {
  sawTime(draft, at)
  if (draft.state.summarySeen) return
  const entries = writable(draft, 'entries')
  entries[value.station_id] = (own(entries, value.station_id) ?? 0) + 1
}
