import type { PredicatePlugin } from './predicate'

/** The record has no value. */
export const recordIsTombstone: PredicatePlugin = {
  className: 'org.apache.kafka.connect.transforms.predicates.RecordIsTombstone',
  definitions: [],
  create: () => record => record.value.value === null,
}
