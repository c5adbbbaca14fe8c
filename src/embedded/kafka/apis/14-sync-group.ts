import { syncError } from '../groups'
import { errors } from '../wire/errors'
import { array, bytes, int16, int32, nullable, since, string } from '../wire/fields'
import { api } from './api'

/**
 * SyncGroup, versions 0 to 5. https://kafka.apache.org/protocol#The_Messages_SyncGroup
 *
 * - Answered when the leader's shares are on disk.
 * - From version 5 on the member says which protocol it believes in; another one, or none, is 23 (KIP-559).
 */
export const syncGroup = api({
  key: 14,
  name: 'SyncGroup',
  versions: [0, 5],
  flexible: 4,
  request: {
    groupId: string,
    generation: int32,
    memberId: string,
    instanceId: since(3, nullable(string)),
    protocolType: since(5, nullable(string)),
    protocolName: since(5, nullable(string)),
    assignments: array({ memberId: string, assignment: bytes }),
  },
  response: {
    throttleMs: since(1, int32),
    error: int16,
    protocolType: since(5, nullable(string)),
    protocolName: since(5, nullable(string)),
    assignment: bytes,
  },
  handle(request, { broker, header }) {
    const isNameless = request.protocolType === null || request.protocolName === null
    if (header.apiVersion >= 5 && isNameless) return syncError(errors.inconsistentGroupProtocol)
    // The bytes live as long as the group, the request's buffer should not.
    const assignments = request.assignments.map(({ memberId, assignment }) => ({
      memberId,
      assignment: Buffer.from(assignment),
    }))
    return broker.groups.classic.sync({ ...request, assignments })
  },
})
