import { create } from 'zustand'
import { useReading } from '../ui/hooks'
import type { Follower } from './connection'
import { applyMessage, emptyCity, type CityFacts, type LiveCity } from './live-city'
import { simClock } from './sim-clock'

/** The city as it is known now. Drawing reads it each frame; panels use the hooks below. */
export const liveCity: LiveCity = emptyCity()

/** Simulated time between the messages. */
export const cityClock = simClock()

/** A map that is farther behind than this says so, wall ms. */
export const behindMsMax = 10_000

interface CityStore {
  facts: CityFacts
  /** Counts messages: whatever is computed from liveCity is stale when it changes. */
  revision: number
  /** Wall time of the newest message, ms; null before the first. */
  readAt: number | null
}

const useStore = create<CityStore>(() => ({ facts: liveCity.facts, revision: 0, readAt: null }))

/** Something small of the facts; the component draws again only when it changes. */
export function useCityFacts<Value>(select: (facts: CityFacts) => Value): Value {
  return useStore(store => select(store.facts))
}

/** Changes whenever liveCity has changed. */
export function useCityRevision(): number {
  return useStore(store => store.revision)
}

/** Whether anything has been read from the app since the page was opened. */
export function useCityKnown(): boolean {
  return useStore(store => store.readAt !== null)
}

/** Simulated time, read every so often; null before the first record. */
export function useSimulatedNow(everyMs: number): number | null {
  return useReading(everyMs, () => cityClock.at(performance.now()))
}

/** Calls back after each message, outside React. */
export const subscribeToCity = (listener: () => void): (() => void) => useStore.subscribe(listener)

/** Follows the city. */
export const followCity: Follower = {
  title: 'the city',
  async follow(client) {
    for await (const message of await client.city.watch()) {
      applyMessage(liveCity, message)
      cityClock.read(message.simulatedTime, message.rate, performance.now())
      useStore.setState(({ revision }) => ({ facts: liveCity.facts, revision: revision + 1, readAt: Date.now() }))
    }
  },
}
