import { useRef, useState } from 'react'
import type { TailMessage } from '../../../../shared/contract/records'
import { useStream, type Loaded } from '../../../state/query'
import { foldLive, type LiveRows } from './live-rows'

export interface Live {
  loaded: Loaded<LiveRows>
  /** What is on the screen: the newest, or what was there when it was paused. */
  shown: LiveRows | null
  isPaused: boolean
  /** Records that came in since it was paused. */
  waiting: number
  setPaused(isPaused: boolean): void
}

/** Records as they are written. @param query null: nothing now */
export function useLiveRows(query: { topic: string; partitions: number[] | null } | null): Live {
  const key = query && `live ${JSON.stringify(query)}`
  const kept = useRef<{ key: string | null; rows: LiveRows | null }>({ key: null, rows: null })
  const [paused, setPausedAt] = useState<{ key: string | null; rows: LiveRows | null } | null>(null)
  const loaded = useStream<TailMessage, LiveRows>(
    key,
    (client, signal) => client.records.tail(query!, { signal }),
    (known, message) => {
      // The connection was lost and is back: what was read before stays on the screen.
      const before = known ?? (kept.current.key === key ? kept.current.rows : null)
      const rows = foldLive(before, message)
      kept.current = { key, rows }
      return rows
    },
    { doing: 'Following the records' },
  )
  const isPaused = paused !== null && paused.key === key
  const shown = isPaused ? paused.rows : loaded.data
  return {
    loaded,
    shown,
    isPaused,
    waiting: isPaused ? Math.max(0, (loaded.data?.records ?? 0) - (paused.rows?.records ?? 0)) : 0,
    setPaused: next => setPausedAt(next ? { key, rows: loaded.data } : null),
  }
}
