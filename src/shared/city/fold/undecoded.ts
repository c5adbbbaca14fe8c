import type { Draft } from './draft'
import type { RecordOf } from './records'

/** A record that could not be understood is counted and shown, never believed. */
export function foldUndecoded(draft: Draft, { reason, record }: RecordOf<'undecoded'>): void {
  draft.state.undecoded += 1
  draft.state.lastUndecoded = { record, reason }
}
