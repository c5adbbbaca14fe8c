import { array, int16, int32, int64, nullable, since, string, until } from '../wire/fields'
import { api } from './api'

/**
 * OffsetCommit, versions 2 to 9. https://kafka.apache.org/protocol#The_Messages_OffsetCommit
 *
 * - Generation -1 is a consumer that assigns itself, or an admin tool: allowed while the group has no members.
 * - Versions 2 to 4 can say how long the offset is to be kept; afterwards that is the broker's business (KIP-211).
 * - From version 9 on an unknown group is 69, before it was 22 (KIP-848).
 */
export const offsetCommit = api({
  key: 8,
  name: 'OffsetCommit',
  versions: [2, 9],
  flexible: 8,
  request: {
    groupId: string,
    generation: int32,
    memberId: string,
    instanceId: since(7, nullable(string)),
    retentionMs: until(4, int64, -1),
    topics: array({
      name: string,
      partitions: array({
        index: int32,
        offset: int64,
        leaderEpoch: since(6, int32, -1),
        metadata: nullable(string),
      }),
    }),
  },
  response: {
    throttleMs: since(3, int32),
    topics: array({ name: string, partitions: array({ index: int32, error: int16 }) }),
  },
  async handle(request, { broker, header }) {
    const topics = await broker.groups.offsets.commit({ ...request, knowsGroupIdNotFound: header.apiVersion >= 9 })
    return { topics }
  },
})
