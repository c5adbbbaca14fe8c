import { create } from 'zustand'
import type { Problem } from '../../shared/contract/problem'
import { openCarrier, type Carrier, type Client } from './carrier'
import { pause } from './pause'
import { toProblem } from './problem'

/** Is the app there? What is on the screen stays when it is not. */
export interface ConnectionState {
  state: 'connecting' | 'open' | 'lost' | 'refused'
  /** Wall time since which it is so, ms. */
  since: number
  /** Wall time of the next try; null while one is under way or none is planned. */
  nextTryAt: number | null
  /** Streams that cannot be followed although the way is open, by what they follow. */
  faults: Readonly<Record<string, Problem>>
}

export const useConnection = create<ConnectionState>(() => ({
  state: 'connecting',
  since: Date.now(),
  nextTryAt: null,
  faults: {},
}))

/** Follows one stream of the contract for as long as the way is open. */
export interface Follower {
  /** "the city" */
  title: string
  follow(client: Client): Promise<void>
}

/** Waits between tries, ms: the last one is repeated. */
export const retryMs = [250, 500, 1_000, 2_000, 4_000, 8_000]

/** A way that held for so long counts as good: the next try after it comes at once again. */
const goodMs = 10_000

let current: Carrier | null = null
let retryNow: (() => void) | null = null

/** Thrown by calls that are made while the app is away. */
export class NotConnectedError extends Error {
  constructor() {
    super('The app cannot be reached just now; it is tried again by itself.')
  }
}

/**
 * The client of the open way.
 *
 * @throws NotConnectedError when there is none
 */
export function client(): Client {
  if (!current) throw new NotConnectedError()
  return current.client
}

/** Tries at once instead of at the time planned. */
export function reconnectNow(): void {
  retryNow?.()
}

/** Connects, keeps the followers fed, and connects again whenever the way is lost, until the signal aborts. */
export async function keepConnected(followers: Follower[], signal: AbortSignal): Promise<void> {
  let tries = 0
  while (!signal.aborted) {
    const openedAt = await connectOnce(followers, signal)
    if (signal.aborted) return
    if (openedAt !== null && Date.now() - openedAt > goodMs) tries = 0
    const refused = openedAt === null && (await isRefused())
    const waitMs = refused ? retryMs.at(-1)! : retryMs[Math.min(tries, retryMs.length - 1)]!
    tries++
    lost(refused ? 'refused' : 'lost', Date.now() + waitMs)
    await pause(waitMs, signal, wake => (retryNow = wake))
    retryNow = null
    useConnection.setState({ nextTryAt: null })
  }
}

/** @returns when the way was opened, once it has closed again; null when it did not open */
async function connectOnce(followers: Follower[], signal: AbortSignal): Promise<number | null> {
  let carrier: Carrier
  try {
    carrier = await openCarrier(signal)
  } catch {
    // Whatever the reason, the next try is planned by the caller, who also tells the person.
    return null
  }
  current = carrier
  const openedAt = Date.now()
  useConnection.setState({ state: 'open', since: openedAt, nextTryAt: null })
  const away = new AbortController()
  const streams = followers.map(follower => keepFollowing(follower, carrier.client, away.signal))
  await carrier.closed
  away.abort()
  current = null
  // Closing ends the streams too. Ending them one by one would send over a way that may be closed already.
  carrier.close()
  await Promise.allSettled(streams)
  useConnection.setState({ faults: {} })
  return openedAt
}

/**
 * Follows a stream anew whenever it ends or fails, until the way is closed: one that brings what the page does not
 * understand is named, and the others go on.
 */
async function keepFollowing({ title, follow }: Follower, appClient: Client, away: AbortSignal): Promise<void> {
  for (let tries = 0; !away.aborted; tries++) {
    const beganAt = Date.now()
    try {
      // A fault is over when the stream has held for a while: it may end as soon as it has begun.
      const hold = setTimeout(() => tellFault(title, null), goodMs)
      await follow(appClient).finally(() => clearTimeout(hold))
    } catch (error) {
      if (away.aborted) return
      tellFault(title, toProblem(error, `Following ${title}`))
    }
    if (Date.now() - beganAt > goodMs) tries = 0
    await pause(retryMs[Math.min(tries, retryMs.length - 1)]!, away)
  }
}

function tellFault(title: string, problem: Problem | null): void {
  const { [title]: _before, ...others } = useConnection.getState().faults
  useConnection.setState({ faults: problem ? { ...others, [title]: problem } : others })
}

function lost(state: 'lost' | 'refused', nextTryAt: number): void {
  const before = useConnection.getState()
  const since = before.state === state ? before.since : Date.now()
  useConnection.setState({ state, since, nextTryAt })
}

/** The app is there but does not know us: its session's token is new. A browser hides that from a WebSocket. */
async function isRefused(): Promise<boolean> {
  try {
    const response = await fetch('/api/health', { credentials: 'same-origin', signal: AbortSignal.timeout(2_000) })
    return response.status === 401 || response.status === 403
  } catch {
    return false
  }
}
