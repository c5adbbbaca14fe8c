import type { Value } from '../../functions/value'
import { decodeState, encodeState } from './codec'

/** What an operator remembers, by key. */
export interface StateStore {
  get(key: string): Value | undefined
  set(key: string, value: Value): void
  delete(key: string): void
  entries(): IterableIterator<[string, Value]>
  readonly size: number
}

/** A change of state as it goes to the changelog. */
export interface StateChange {
  key: string
  /** Null: the entry is gone. */
  value: string | null
}

/**
 * The stores of one query, with one changelog for all of them. Changes are collected until drain() takes them, the last
 * one of each key only.
 */
export interface StateStores {
  /** The same store for the same name. */
  open(name: string): StateStore
  /** All changes since the last call. */
  drain(): StateChange[]
  /** Takes a change from the changelog. */
  restore(change: StateChange): void
}

/** Between a store's name and a key in the changelog. */
const separator = '\u0000'

export function memoryStores(): StateStores {
  const stores = new Map<string, { values: Map<string, Value>; changed: Set<string> }>()
  const storeNamed = (name: string) => {
    let store = stores.get(name)
    if (!store) {
      store = { values: new Map(), changed: new Set() }
      stores.set(name, store)
    }
    return store
  }
  return {
    open(name) {
      const { values, changed } = storeNamed(name)
      return {
        get: key => values.get(key),
        set(key, value) {
          values.set(key, value)
          changed.add(key)
        },
        delete(key) {
          if (values.delete(key)) changed.add(key)
        },
        entries: () => values.entries(),
        get size() {
          return values.size
        },
      }
    },
    drain() {
      const changes: StateChange[] = []
      for (const [name, { values, changed }] of stores) {
        for (const key of changed) {
          const value = values.get(key)
          changes.push({ key: name + separator + key, value: value === undefined ? null : encodeState(value) })
        }
        changed.clear()
      }
      return changes
    },
    restore({ key, value }) {
      const at = key.indexOf(separator)
      const { values } = storeNamed(key.slice(0, at))
      if (value === null) values.delete(key.slice(at + 1))
      else values.set(key.slice(at + 1), decodeState(value))
    },
  }
}
