import { array, boolean, int16, int32, int64, nullable, since, string, until } from '../wire/fields'
import { api } from './api'

const topicsOf = array({ name: string, partitions: array(int32) })
const partition = { index: int32, offset: int64 }
const fetchedLater = array({
  name: string,
  partitions: array({ ...partition, leaderEpoch: int32, metadata: nullable(string), error: int16 }),
})

/**
 * OffsetFetch, versions 1 to 9. https://kafka.apache.org/protocol#The_Messages_OffsetFetch
 *
 * - Nothing committed, or an unknown group: offset -1 and no error.
 * - Null topics (version 2 and later): all that the group has. Several groups at once from version 8 on (KIP-709).
 * - `mustBeStable` (version 7 and later, KIP-447): 88 for what a transaction is about to change.
 * - Not done: member ids and epochs of version 9 are not checked; they belong to the new group protocol (KIP-848).
 */
export const offsetFetch = api({
  key: 9,
  name: 'OffsetFetch',
  versions: [1, 9],
  flexible: 6,
  request: {
    groupId: until(7, string),
    topics: until(7, nullable(topicsOf, 2)),
    groups: since(
      8,
      array({
        groupId: string,
        memberId: since(9, nullable(string)),
        memberEpoch: since(9, int32, -1),
        topics: nullable(topicsOf),
      }),
    ),
    mustBeStable: since(7, boolean),
  },
  response: {
    throttleMs: since(3, int32),
    topics: until(
      7,
      array({
        name: string,
        partitions: array({ ...partition, leaderEpoch: since(5, int32), metadata: nullable(string), error: int16 }),
      }),
    ),
    error: until(7, since(2, int16)),
    groups: since(8, array({ groupId: string, topics: fetchedLater, error: int16 })),
  },
  handle({ groupId, topics, groups, mustBeStable }, { broker, header }) {
    const { offsets } = broker.groups
    if (header.apiVersion < 8) return { topics: offsets.fetch(groupId, topics, mustBeStable), error: 0 }
    return {
      groups: groups.map(group => ({
        groupId: group.groupId,
        topics: offsets.fetch(group.groupId, group.topics, mustBeStable),
        error: 0,
      })),
    }
  },
})
