import { own, writable, type Draft } from './draft'
import type { RecordOf } from './records'

/** ksqlDB's count of a station's entries. It replaces what was counted, and ends the counting. */
export function foldSummary(draft: Draft, { value }: RecordOf<'summary'>): void {
  draft.state.summarySeen = true
  if (own(draft.state.entries, value.station_id) === value.count) return
  writable(draft, 'entries')[value.station_id] = value.count
}
