import { array, int16, int32, since, string } from '../wire/fields'
import { api } from './api'

/**
 * ListGroups, versions 0 to 5. https://kafka.apache.org/protocol#The_Messages_ListGroups
 *
 * - Filters by state from version 4 on (KIP-518), by type from 5 on (KIP-848); in any case of letters.
 */
export const listGroups = api({
  key: 16,
  name: 'ListGroups',
  versions: [0, 5],
  flexible: 3,
  request: { states: since(4, array(string)), types: since(5, array(string)) },
  response: {
    throttleMs: since(1, int32),
    error: int16,
    groups: array({ groupId: string, protocolType: string, state: since(4, string), type: since(5, string) }),
  },
  handle({ states, types }, { broker }) {
    return { error: 0, groups: broker.groups.list(states, types) }
  },
})
