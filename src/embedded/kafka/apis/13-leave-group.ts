import { array, int16, int32, nullable, since, string, until } from '../wire/fields'
import { api } from './api'

/**
 * LeaveGroup, versions 0 to 5. https://kafka.apache.org/protocol#The_Messages_LeaveGroup
 *
 * - From version 3 on several members at once, static ones by their instance id alone (KIP-345).
 */
export const leaveGroup = api({
  key: 13,
  name: 'LeaveGroup',
  versions: [0, 5],
  flexible: 4,
  request: {
    groupId: string,
    memberId: until(2, string),
    members: since(
      3,
      array({ memberId: string, instanceId: since(3, nullable(string)), reason: since(5, nullable(string)) }),
    ),
  },
  response: {
    throttleMs: since(1, int32),
    error: int16,
    members: since(3, array({ memberId: string, instanceId: nullable(string), error: int16 })),
  },
  handle({ groupId, memberId, members }, { broker, header }) {
    if (header.apiVersion >= 3) return broker.groups.classic.leave(groupId, members)
    const answer = broker.groups.classic.leave(groupId, [{ memberId, instanceId: null, reason: null }])
    return { error: answer.error || (answer.members[0]?.error ?? 0) }
  },
})
