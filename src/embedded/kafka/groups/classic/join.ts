import { errors } from '../../wire/errors'
import type { ClassicGroup } from './group'
import { answerJoin, memberOf, offersTheSame, rebalanceTimeoutOf, type Member } from './member'
import { joinError, type JoinAnswer, type JoinRequest } from './messages'
import {
  completeIfAllJoined,
  keepAlive,
  keepNewAlive,
  prepareRebalance,
  rebalanceOrComplete,
  removePending,
  type ClassicPorts,
} from './rebalance'

/** Ids of one group that were given out and whose owners have not come back yet. */
const pendingMax = 10_000

type Answer = (answer: JoinAnswer) => void

/**
 * A member joins, for the first time or again. Answers at once with an error, with the current generation, or with an
 * id to come back with; otherwise when the rebalance ends. Each call is answered exactly once.
 */
export function join(ports: ClassicPorts, group: ClassicGroup, request: JoinRequest, answer: Answer): void {
  if (group.is('Dead')) return answer(joinError(request.memberId, errors.coordinatorNotAvailable))
  if (!hasRoom(group, request.memberId, ports.config.groupSizeMax)) {
    group.remove(request.memberId)
    return answer(joinError('', errors.groupMaxSizeReached))
  }
  if (!group.accepts(request.protocolType, request.protocols)) {
    return answer(joinError(request.memberId, errors.inconsistentGroupProtocol))
  }
  if (request.memberId === '') joinNew(ports, group, request, answer)
  else joinKnown(ports, group, request, answer)
}

function hasRoom(group: ClassicGroup, memberId: string, sizeMax: number): boolean {
  if (memberId === '' && group.pending.size >= Math.min(sizeMax, pendingMax)) return false
  const member = group.members.get(memberId)
  switch (group.state) {
    case 'Empty':
    case 'Dead':
      return true
    case 'PreparingRebalance':
      return !!member?.joining || group.awaitingJoin < sizeMax
    case 'CompletingRebalance':
    case 'Stable':
      return member !== undefined || group.members.size < sizeMax
  }
}

function joinNew(ports: ClassicPorts, group: ClassicGroup, request: JoinRequest, answer: Answer): void {
  const { instanceId, client } = request
  const memberId = ports.newMemberId(instanceId ?? client.id)
  if (instanceId !== null) {
    const holder = group.memberOfInstance(instanceId)
    if (holder) takeOver(ports, group, holder, memberId, request, answer)
    else addMember(ports, group, memberId, request, answer)
  } else if (request.mustKnowMemberId) {
    group.pending.set(
      memberId,
      ports.clock.after(request.sessionTimeoutMs, () => removePending(ports, group, memberId)),
    )
    answer(joinError(memberId, errors.memberIdRequired))
  } else addMember(ports, group, memberId, request, answer)
}

function addMember(
  ports: ClassicPorts,
  group: ClassicGroup,
  memberId: string,
  request: JoinRequest,
  answer: Answer,
): void {
  const member = memberOf(memberId, request)
  member.joining = answer
  if (group.is('PreparingRebalance') && group.isInitialRebalance) group.hasNewMember = true
  group.add(member)
  keepNewAlive(ports, group, member)
  rebalanceOrComplete(ports, group, because(`member ${memberId} is new`, request))
}

function joinKnown(ports: ClassicPorts, group: ClassicGroup, request: JoinRequest, answer: Answer): void {
  const { memberId, instanceId } = request
  if (group.pending.has(memberId) && instanceId === null) return addMember(ports, group, memberId, request, answer)
  const error = group.checkMember(memberId, instanceId)
  if (error !== 0) return answer(joinError(memberId, error))
  const member = group.members.get(memberId)!
  switch (group.state) {
    case 'PreparingRebalance':
      updateMember(member, request, answer)
      return rebalanceOrComplete(ports, group, because(`member ${memberId} joins again`, request))
    case 'CompletingRebalance':
      // The answer was lost, so the member asks once more: it gets the same one.
      if (offersTheSame(member, request.protocols)) return answer(currentGeneration(group, member))
      updateMember(member, request, answer)
      return rebalanceOrComplete(ports, group, because(`member ${memberId} has changed`, request))
    case 'Stable':
      if (memberId !== group.leader && offersTheSame(member, request.protocols)) {
        return answer(currentGeneration(group, member))
      }
      updateMember(member, request, answer)
      return rebalanceOrComplete(ports, group, because(`member ${memberId} joins again`, request))
    case 'Empty':
    case 'Dead':
      return answer(joinError(memberId, errors.unknownMemberId))
  }
}

/**
 * A static member has restarted and has no id: it gets a new one in the place of the old. As long as the group's
 * protocol stays what it is, nobody else notices.
 */
function takeOver(
  ports: ClassicPorts,
  group: ClassicGroup,
  member: Member,
  newId: string,
  request: JoinRequest,
  answer: Answer,
): void {
  const formerLeader = group.leader ?? ''
  const before = { ...member }
  group.replace(member, newId)
  member.clientId = request.client.id
  member.clientHost = request.client.host
  updateMember(member, request, answer)
  keepAlive(ports, group, member)
  if (group.is('CompletingRebalance')) {
    // The leader may already be sharing out with the old id, which would leave the new one without a share.
    return prepareRebalance(ports, group, because(`static member ${newId} is back`, request))
  }
  if (!group.is('Stable')) return completeIfAllJoined(ports, group)
  if (group.chooseProtocol() !== group.protocolName) {
    return rebalanceOrComplete(ports, group, because(`static member ${newId} changes the protocol`, request))
  }
  group.updateSubscription()
  const shares = new Map([...group.members.values()].map(({ id, assignment }) => [id, assignment]))
  ports.save(group, shares, error => {
    // The others have begun to rebalance meanwhile, and this member is part of that.
    if (!group.is('Stable') || group.members.get(newId) !== member) return completeIfAllJoined(ports, group)
    if (error !== 0) {
      answerJoin(member, joinError('', error))
      group.replace(member, before.id)
      member.protocols = before.protocols
      member.sessionTimeoutMs = before.sessionTimeoutMs
      member.rebalanceTimeoutMs = before.rebalanceTimeoutMs
      return
    }
    const isLeader = group.leader === newId
    const knowsSkipping = request.canSkipAssignment
    answerJoin(member, {
      ...currentGeneration(group, member),
      // Before version 9 a returning leader is told its old name: it must not believe that it leads and assign anew.
      leader: knowsSkipping ? (group.leader ?? '') : formerLeader,
      skipAssignment: knowsSkipping && isLeader,
      members: knowsSkipping && isLeader ? group.memberList() : [],
    })
  })
}

function updateMember(member: Member, request: JoinRequest, answer: Answer): void {
  // A JoinGroup that the client has given up on; it does not read this answer any more.
  answerJoin(member, joinError(member.id, errors.rebalanceInProgress))
  member.protocols = request.protocols
  member.sessionTimeoutMs = request.sessionTimeoutMs
  member.rebalanceTimeoutMs = rebalanceTimeoutOf(request)
  member.joining = answer
}

function currentGeneration(group: ClassicGroup, member: Member): JoinAnswer {
  return {
    error: 0,
    generation: group.generation,
    protocolType: group.protocolType,
    protocolName: group.protocolName,
    leader: group.leader ?? '',
    skipAssignment: false,
    memberId: member.id,
    members: member.id === group.leader ? group.memberList() : [],
  }
}

function because(what: string, { reason }: JoinRequest): string {
  return reason ? `${what}: ${reason}` : what
}
