import { useEffect, useRef, useState } from 'react'
import type { SearchMessage } from '../../../../shared/contract/records'
import { searchRowsMax } from '../../../../shared/contract/records'
import { useStream, type Loaded } from '../../../state/query'
import type { RecordOrder } from '../address'
import { foldFound, type FoundRows } from './found-rows'
import type { PageQuery } from './use-record-pages'

export interface Found {
  loaded: Loaded<FoundRows>
  /** Records are being read. */
  isSearching: boolean
  /** A person has ended it before its end. */
  isStopped: boolean
  stop(): void
  /** Begins anew. */
  again(): void
}

export interface FoundQuery extends PageQuery {
  contains: string
}

const orders = { newest: 'newest-first', oldest: 'oldest-first' } as const

/** Records that contain a text, as they are found. @param query null: nothing now */
export function useFoundRows(query: FoundQuery | null): Found {
  const [round, setRound] = useState(0)
  const key = query && `search ${JSON.stringify(query)} ${round}`
  const [stoppedKey, setStoppedKey] = useState<string | null>(null)
  const running = useRef<AbortController | null>(null)
  const order: RecordOrder = query?.order ?? 'oldest'
  const loaded = useStream<SearchMessage, FoundRows>(
    key,
    async (client, signal) => {
      const stopper = new AbortController()
      running.current = stopper
      signal.addEventListener('abort', () => stopper.abort())
      const { topic, partitions, from, contains } = query!
      const messages = await client.records.search(
        { topic, partitions, from, order: orders[order], contains, limit: searchRowsMax },
        { signal: stopper.signal },
      )
      return untilStopped(messages, stopper.signal)
    },
    (known, message) => foldFound(order, known, message),
    { isFinite: true, doing: 'Searching' },
  )
  // A page that is left in the middle of a search ends it: the stream's own signal does that.
  useEffect(() => () => running.current?.abort(), [key])
  const isStopped = key !== null && stoppedKey === key
  return {
    loaded,
    isStopped,
    isSearching: key !== null && !isStopped && !loaded.data?.end && !loaded.problem,
    stop() {
      running.current?.abort()
      setStoppedKey(key)
    },
    again() {
      setStoppedKey(null)
      setRound(count => count + 1)
    },
  }
}

/** A stream that was ended by hand has ended well: it does not fail. */
async function* untilStopped<T>(messages: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T, void, void> {
  try {
    for await (const message of messages) yield message
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
