import { int16, int32, nullable, since, string } from '../wire/fields'
import { api } from './api'

/**
 * Heartbeat, versions 0 to 4. https://kafka.apache.org/protocol#The_Messages_Heartbeat
 *
 * - 27 asks the member to join again. While the leader works out the shares a heartbeat is an ordinary one.
 */
export const heartbeat = api({
  key: 12,
  name: 'Heartbeat',
  versions: [0, 4],
  flexible: 4,
  request: { groupId: string, generation: int32, memberId: string, instanceId: since(3, nullable(string)) },
  response: { throttleMs: since(1, int32), error: int16 },
  handle(request, { broker }) {
    return { error: broker.groups.classic.heartbeat(request) }
  },
})
