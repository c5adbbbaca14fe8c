import { useCallback, useEffect, useRef, useState } from 'react'
import type { Problem } from '../../shared/contract/problem'
import type { Loaded } from '../ui/loaded'
import type { Client } from './carrier'
import { client, NotConnectedError, useConnection } from './connection'
import { pause } from './pause'
import { toProblem } from './problem'

export type { Loaded }

interface Known<T> {
  key: string | null
  data: T | null
  problem: Problem | null
  at: number | null
  retryAt: number | null
}

/** Waits between failed tries, ms: the last one is repeated. */
const backOffMs = [1_000, 2_000, 4_000, 8_000, 15_000]

/** A stream that the app has ended is opened again after this, ms. */
const reopenMs = 500

interface CallOptions {
  /** Asks again so long after each answer, ms, while the page is shown. */
  everyMs?: number
  /** For messages: "Reading the groups". */
  doing?: string
}

/**
 * The answer to a call, asked again when the key changes, when the connection comes back, and every `everyMs`.
 *
 * @param key names what is asked for; null: nothing now
 */
export function useCall<T>(
  key: string | null,
  call: (client: Client, signal: AbortSignal) => Promise<T>,
  { everyMs, doing = 'Reading' }: CallOptions = {},
): Loaded<T> {
  const newest = useNewest(call)
  return useLoaded<T>(key, doing, async ({ signal, set }) => {
    for (;;) {
      set(await newest.current(client(), signal))
      if (everyMs === undefined) return 'done'
      await pause(everyMs, signal)
      while (document.hidden && !signal.aborted) await pause(everyMs, signal)
      if (signal.aborted) return 'done'
    }
  })
}

interface StreamOptions {
  /** The stream has an end of its own; without it, a stream that ends is opened again. */
  isFinite?: boolean
  /** For messages: "Following the topics". */
  doing?: string
}

/**
 * A stream's messages, folded into one state. It begins anew (`state` is null) when the key changes or the connection
 * comes back.
 */
export function useStream<M, S>(
  key: string | null,
  open: (client: Client, signal: AbortSignal) => Promise<AsyncIterable<M>>,
  fold: (state: S | null, message: M) => S,
  { isFinite = false, doing = 'Following' }: StreamOptions = {},
): Loaded<S> {
  const newest = useNewest({ open, fold })
  return useLoaded<S>(key, doing, async ({ signal, set }) => {
    let state: S | null = null
    for await (const message of await newest.current.open(client(), signal)) {
      if (signal.aborted) return 'done'
      state = newest.current.fold(state, message)
      set(state)
    }
    return isFinite ? 'done' : 'again'
  })
}

interface Tools<T> {
  signal: AbortSignal
  set(data: T): void
}

/** Runs `work` while the connection is open, and again after failures, until the key changes or the part is gone. */
function useLoaded<T>(
  key: string | null,
  doing: string,
  work: (tools: Tools<T>) => Promise<'done' | 'again'>,
): Loaded<T> {
  const [known, setKnown] = useState<Known<T>>({ key, data: null, problem: null, at: null, retryAt: null })
  const [asked, setAsked] = useState(0)
  const openSince = useConnection(connection => (connection.state === 'open' ? connection.since : null))
  const newest = useNewest(work)
  useEffect(() => {
    if (key === null || openSince === null) return
    const stop = new AbortController()
    const set = (change: Partial<Known<T>>) => {
      if (stop.signal.aborted) return
      setKnown(before => ({
        ...(before.key === key ? before : { data: null, problem: null, at: null, retryAt: null }),
        ...change,
        key,
      }))
    }
    const loop = async () => {
      for (let failures = 0; !stop.signal.aborted;) {
        try {
          const end = await newest.current({
            signal: stop.signal,
            set(data) {
              failures = 0
              set({ data, problem: null, at: Date.now(), retryAt: null })
            },
          })
          if (end === 'done') return
          await pause(reopenMs, stop.signal)
        } catch (error) {
          // The way is lost: it is opened again by itself, and this effect with it.
          if (error instanceof NotConnectedError || stop.signal.aborted) return
          const waitMs = backOffMs[Math.min(failures++, backOffMs.length - 1)]!
          set({ problem: toProblem(error, doing), retryAt: Date.now() + waitMs })
          await pause(waitMs, stop.signal)
        }
      }
    }
    void loop()
    return () => stop.abort()
  }, [key, openSince, asked, doing, newest])
  const reload = useCallback(() => setAsked(count => count + 1), [])
  const isCurrent = known.key === key
  return {
    data: isCurrent ? known.data : null,
    problem: isCurrent ? known.problem : null,
    at: isCurrent ? known.at : null,
    retryAt: isCurrent ? known.retryAt : null,
    isLoading: key !== null && (!isCurrent || (known.data === null && known.problem === null)),
    reload,
  }
}

/** Something that a person asks for: one at a time, with what came of it. */
export interface CommandState {
  /** @returns the answer; undefined when it failed or another one is under way */
  run<T>(work: (client: Client) => Promise<T>): Promise<T | undefined>
  isBusy: boolean
  problem: Problem | null
  dismiss(): void
}

/** @param doing for messages: "Pausing the connector" */
export function useCommand(doing: string): CommandState {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const busy = useRef(false)
  const run = useCallback(
    async <T>(work: (client: Client) => Promise<T>): Promise<T | undefined> => {
      if (busy.current) return undefined
      busy.current = true
      setBusy(true)
      setProblem(null)
      try {
        return await work(client())
      } catch (error) {
        setProblem(toProblem(error, doing))
        return undefined
      } finally {
        busy.current = false
        setBusy(false)
      }
    },
    [doing],
  )
  const dismiss = useCallback(() => setProblem(null), [])
  return { run, isBusy, problem, dismiss }
}

/** The newest value for code that runs later. */
function useNewest<T>(value: T) {
  const newest = useRef(value)
  useEffect(() => {
    newest.current = value
  })
  return newest
}
