import { errors } from '../../wire/errors'
import type { ClassicGroup } from './group'
import type { HeartbeatRequest, LeaveAnswer, LeavingMember } from './messages'
import { keepAlive, removeMember, removePending, type ClassicPorts } from './rebalance'

/**
 * The member lives. The code tells it to join again (27) or that it is not known any more (25, 22, 82). While the leader
 * works out the shares a heartbeat is an ordinary one, as in Kafka.
 */
export function heartbeat(ports: ClassicPorts, group: ClassicGroup, request: HeartbeatRequest): number {
  if (group.is('Dead')) return errors.coordinatorNotAvailable
  const error = group.checkMember(request.memberId, request.instanceId)
  if (error !== 0) return error
  if (request.generation !== group.generation) return errors.illegalGeneration
  keepAlive(ports, group, group.members.get(request.memberId)!)
  return group.is('PreparingRebalance') ? errors.rebalanceInProgress : 0
}

/** Members go, by id or (an admin's request) by instance id; the others rebalance without waiting for a timeout. */
export function leave(ports: ClassicPorts, group: ClassicGroup, members: LeavingMember[]): LeaveAnswer {
  if (group.is('Dead')) return { error: errors.coordinatorNotAvailable, members: [] }
  return { error: 0, members: members.map(member => ({ ...member, error: leaveOne(ports, group, member) })) }
}

function leaveOne(ports: ClassicPorts, group: ClassicGroup, { memberId, instanceId, reason }: LeavingMember): number {
  if (memberId !== '' && group.pending.has(memberId)) {
    removePending(ports, group, memberId)
    return 0
  }
  const byInstance = memberId === '' && instanceId !== null ? group.memberOfInstance(instanceId) : undefined
  const id = byInstance?.id ?? memberId
  const error = group.checkMember(id, instanceId)
  if (error !== 0) return error
  removeMember(ports, group, group.members.get(id)!, reason ? `it left: ${reason}` : 'it left')
  return 0
}
