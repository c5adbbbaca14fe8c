import { array, boolean, bytes, int16, int32, nullable, since, string } from '../wire/fields'
import { api } from './api'
import { clientOf } from './client-of'

/**
 * JoinGroup, versions 0 to 9. https://kafka.apache.org/protocol#The_Messages_JoinGroup
 *
 * - From version 4 on a member without an id is given one and must come back with it (KIP-394).
 * - Static members (`instanceId`) from version 5 on (KIP-345); a returning leader skips the assignment from 9 on (KIP-814).
 * - Any protocol type and any assignor: metadata is passed on unread.
 */
export const joinGroup = api({
  key: 11,
  name: 'JoinGroup',
  versions: [0, 9],
  flexible: 6,
  request: {
    groupId: string,
    sessionTimeoutMs: int32,
    rebalanceTimeoutMs: since(1, int32, -1),
    memberId: string,
    instanceId: since(5, nullable(string)),
    protocolType: string,
    protocols: array({ name: string, metadata: bytes }),
    reason: since(8, nullable(string)),
  },
  response: {
    throttleMs: since(2, int32),
    error: int16,
    generation: int32,
    protocolType: since(7, nullable(string)),
    protocolName: nullable(string, 7),
    leader: string,
    skipAssignment: since(9, boolean),
    memberId: string,
    members: array({ memberId: string, instanceId: since(5, nullable(string)), metadata: bytes }),
  },
  async handle(request, context) {
    const { apiVersion } = context.header
    const answer = await context.broker.groups.classic.join({
      ...request,
      // The bytes live as long as the member, the request's buffer should not.
      protocols: request.protocols.map(({ name, metadata }) => ({ name, metadata: Buffer.from(metadata) })),
      mustKnowMemberId: apiVersion >= 4,
      canSkipAssignment: apiVersion >= 9,
      client: clientOf(context),
    })
    return apiVersion >= 7 ? answer : { ...answer, protocolName: answer.protocolName ?? '' }
  },
})
