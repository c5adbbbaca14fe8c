import type { Definition, Values } from '../config/definition'
import type { SourceRecord } from '../data/record'

export type Predicate = (record: SourceRecord) => boolean

export interface PredicatePlugin {
  className: string
  definitions: readonly Definition[]
  create(values: Values): Predicate
}
