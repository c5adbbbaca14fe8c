import type { RecordRow, TailMessage } from '../../../../shared/contract/records'
import type { Problem } from '../../../../shared/contract/problem'
import { windowRowsMax } from './row-window'

/** The newest records of a topic, as they came in. */
export interface LiveRows {
  /** Newest first, at most `windowRowsMax`. */
  rows: readonly RecordRow[]
  /** Rows that the newest message put in front. */
  added: number
  /** Since reading began. */
  records: number
  /** Of them, those that were left out because they came too fast. */
  skipped: number
  recordsPerSecond: number
  /** Why reading stands still; null when it does not. */
  problem: Problem | null
}

const nothing: LiveRows = { rows: [], added: 0, records: 0, skipped: 0, recordsPerSecond: 0, problem: null }

/** Takes a message of the tail in. */
export function foldLive(known: LiveRows | null, message: TailMessage): LiveRows {
  const before = known ?? nothing
  switch (message.kind) {
    // Reading began again, after the connection was lost for instance: what was read stays.
    case 'started':
      return { ...before, added: 0, problem: null }
    case 'resumed':
      return { ...before, added: 0, problem: null }
    case 'interrupted':
      return { ...before, added: 0, recordsPerSecond: 0, problem: message.problem }
    case 'rows': {
      const newest = [...message.rows].reverse()
      const room = Math.max(0, windowRowsMax - newest.length)
      return {
        rows: [...newest.slice(0, windowRowsMax), ...before.rows.slice(0, room)],
        added: newest.length,
        records: message.records,
        skipped: message.skipped,
        recordsPerSecond: message.recordsPerSecond,
        problem: null,
      }
    }
  }
}
