import type { Value } from '../../functions/value'
import type { StateStores } from '../state/store'

/**
 * One change on its way through a query. A stream's row is an event and has no old row; of a table's row, the old one is
 * what it replaces. A null row is a deletion, or a stream's record without value.
 */
export interface Change {
  key: Value[]
  /** The record's own key, for as long as nothing has changed the key. */
  rawKey: Buffer | null
  row: Value[] | null
  old: Value[] | null
  /** ms since 1970-01-01 UTC. */
  timestamp: number
  /** Of the record that brought the change. */
  partition: number
  window: { start: number; end: number } | null
}

export type Emit = (change: Change) => void

/** What operators are made with. */
export interface OperatorContext {
  stores: StateStores
  /** A field or record that could not be worked out; the query goes on without it. */
  report(error: unknown, what: string): void
}

/** An operator is what it does with a change. */
export type Operator = (change: Change) => void
