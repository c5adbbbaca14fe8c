import { array, int16, int32, string } from '../wire/fields'
import { api } from './api'

/**
 * OffsetDelete, version 0 (KIP-496). https://kafka.apache.org/protocol#The_Messages_OffsetDelete
 *
 * - A topic that a member of the group reads: 86. A group with members that are no consumers: 68.
 */
export const offsetDelete = api({
  key: 47,
  name: 'OffsetDelete',
  versions: [0, 0],
  flexible: null,
  request: { groupId: string, topics: array({ name: string, partitions: array({ index: int32 }) }) },
  response: {
    error: int16,
    throttleMs: int32,
    topics: array({ name: string, partitions: array({ index: int32, error: int16 }) }),
  },
  async handle({ groupId, topics }, { broker }) {
    const places = topics.map(({ name, partitions }) => ({ name, partitions: partitions.map(({ index }) => index) }))
    return { throttleMs: 0, ...(await broker.groups.offsets.remove(groupId, places)) }
  },
})
