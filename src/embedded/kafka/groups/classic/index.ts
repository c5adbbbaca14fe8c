import { errors } from '../../wire/errors'
import type { GroupSnapshot } from '../offsets/records'
import type { GroupRegistry } from '../registry'
import { ClassicGroup } from './group'
import { join } from './join'
import { heartbeat, leave } from './liveness'
import {
  joinError,
  syncError,
  type HeartbeatRequest,
  type JoinAnswer,
  type JoinRequest,
  type LeaveAnswer,
  type LeavingMember,
  type SyncAnswer,
  type SyncRequest,
} from './messages'
import { keepAlive, type ClassicPorts } from './rebalance'
import { restore } from './snapshot'
import { sync } from './sync'

/** The classic group protocol over all groups: finds the group, checks what does not depend on its state, and acts. */
export interface ClassicProtocol {
  join(request: JoinRequest): Promise<JoinAnswer>
  sync(request: SyncRequest): Promise<SyncAnswer>
  /** The error code. */
  heartbeat(request: HeartbeatRequest): number
  leave(groupId: string, members: LeavingMember[]): LeaveAnswer
  /** The group for offsets of a consumer that assigns itself, or undefined when there is no room for another. */
  simpleGroup(groupId: string): ClassicGroup | undefined
  /** A group from the log; its members' sessions begin now. */
  restore(groupId: string, snapshot: GroupSnapshot): void
}

export function createClassicProtocol(ports: ClassicPorts, registry: GroupRegistry): ClassicProtocol {
  const { clock, config } = ports

  function groupOf(id: string): ClassicGroup | undefined {
    const group = registry.get(id)
    return group instanceof ClassicGroup ? group : undefined
  }

  function createGroup(id: string): ClassicGroup | undefined {
    if (registry.size >= config.groupsMax) return undefined
    const group = newGroup(id)
    registry.add(group)
    return group
  }

  function newGroup(id: string): ClassicGroup {
    return new ClassicGroup(id, clock.now(), (group, member) => keepAlive(ports, group, member))
  }

  /** The group to join, or the error code why it cannot be. */
  function groupToJoin({ groupId, memberId, sessionTimeoutMs }: JoinRequest): ClassicGroup | number {
    if (groupId === '') return errors.invalidGroupId
    if (sessionTimeoutMs < config.sessionTimeoutMsMin || sessionTimeoutMs > config.sessionTimeoutMsMax) {
      return errors.invalidSessionTimeout
    }
    const other = registry.get(groupId)
    if (other && other.type !== 'classic') return errors.inconsistentGroupProtocol
    const group = groupOf(groupId)
    if (group) return group
    if (memberId !== '') return errors.unknownMemberId
    return createGroup(groupId) ?? errors.policyViolation
  }

  return {
    join: request =>
      new Promise(resolve => {
        const group = groupToJoin(request)
        if (typeof group === 'number') resolve(joinError(request.memberId, group))
        else join(ports, group, request, resolve)
      }),
    sync: request =>
      new Promise(resolve => {
        const group = groupOf(request.groupId)
        if (request.groupId === '') resolve(syncError(errors.invalidGroupId))
        else if (!group) resolve(syncError(errors.unknownMemberId))
        else sync(ports, group, request, resolve)
      }),
    heartbeat(request) {
      if (request.groupId === '') return errors.invalidGroupId
      const group = groupOf(request.groupId)
      return group ? heartbeat(ports, group, request) : errors.unknownMemberId
    },
    leave(groupId, members) {
      if (groupId === '') return { error: errors.invalidGroupId, members: [] }
      const group = groupOf(groupId)
      if (group) return leave(ports, group, members)
      return { error: 0, members: members.map(member => ({ ...member, error: errors.unknownMemberId })) }
    },
    simpleGroup: groupId => groupOf(groupId) ?? createGroup(groupId),
    restore(groupId, snapshot) {
      const group = restore(newGroup(groupId), snapshot)
      registry.add(group)
      for (const member of group.members.values()) keepAlive(ports, group, member)
    },
  }
}
