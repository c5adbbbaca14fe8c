import type { CityState } from '../types'

/** The parts of the state that are maps; a batch copies each at most once. */
type MapName = 'entries' | 'trains' | 'retired' | 'stations' | 'stationRows'

/** A state under change by one batch of records. The state that it began with is never touched. */
export interface Draft {
  state: CityState
  /** Maps that already belong to the draft. */
  owned: Set<MapName>
}

export function draftOf(state: CityState): Draft {
  return { state: { ...state }, owned: new Set() }
}

/** A map of the draft to write to: copied from the state before on first use. */
export function writable<Name extends MapName>(draft: Draft, name: Name): CityState[Name] {
  if (!draft.owned.has(name)) {
    draft.state[name] = { ...draft.state[name] }
    draft.owned.add(name)
  }
  return draft.state[name]
}

/** Looks up what a map itself holds: a train called `constructor` must not find what every object inherits. */
export function own<Value>(map: Record<string | number, Value>, key: string | number): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined
}

/**
 * The most keys that one map takes; a city of this kind has some hundreds. It bounds the state when a producer
 * makes up stations or trains.
 */
export const keysMax = 5000

/** Whether a map has the key, or room for one more. */
export function hasRoom(map: Record<string | number, unknown>, key: string | number): boolean {
  return Object.hasOwn(map, key) || Object.keys(map).length < keysMax
}

export function sawTime(draft: Draft, at: number): void {
  const { simulatedTime } = draft.state
  if (simulatedTime === null || at > simulatedTime) draft.state.simulatedTime = at
}
