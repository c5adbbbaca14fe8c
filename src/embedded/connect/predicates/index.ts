import { hasHeaderKey } from './has-header-key'
import type { PredicatePlugin } from './predicate'
import { recordIsTombstone } from './record-is-tombstone'
import { topicNameMatches } from './topic-name-matches'

/** Every predicate that we have. */
export const predicates: readonly PredicatePlugin[] = [hasHeaderKey, recordIsTombstone, topicNameMatches]
