import {
  searchRowsMax,
  type RecordRow,
  type SearchMessage,
  type SearchProgress,
} from '../../../../shared/contract/records'
import type { RecordOrder } from '../address'

/** What a search has found so far. */
export interface FoundRows {
  /** In order of time, as it is shown. */
  rows: readonly RecordRow[]
  progress: SearchProgress | null
  /** Null while it goes on. */
  end: 'end' | 'limit' | 'timeout' | null
  notes: readonly string[]
}

const nothing: FoundRows = { rows: [], progress: null, end: null, notes: [] }

/** Takes a message of the search in. */
export function foldFound(order: RecordOrder, known: FoundRows | null, message: SearchMessage): FoundRows {
  const before = known ?? nothing
  const { progress } = message
  if (message.kind === 'progress') return { ...before, progress }
  if (message.kind === 'end') return { ...before, progress, end: message.reason, notes: message.notes }
  const rows = [...before.rows, ...message.rows].slice(0, searchRowsMax)
  const sign = order === 'newest' ? -1 : 1
  // Stable: rows of one time, or without one, stay as they were found, which is the order of their offsets.
  rows.sort((one, other) => sign * ((one.timestamp ?? 0) - (other.timestamp ?? 0)))
  return { ...before, rows, progress }
}
