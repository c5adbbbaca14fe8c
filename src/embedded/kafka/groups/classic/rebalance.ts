import type { Clock } from '../../../lib/clock'
import type { Log } from '../../../lib/log'
import { errors } from '../../wire/errors'
import type { GroupConfig } from '../config'
import type { ClassicGroup } from './group'
import { answerJoin, answerSync, needsNoHeartbeat, type Member } from './member'
import { joinError, noBytes, syncError } from './messages'

/** What the moves of a group need from outside. */
export interface ClassicPorts {
  clock: Clock
  log: Log
  config: GroupConfig
  /** An id that nobody else has, beginning with `prefix`. */
  newMemberId(prefix: string): string
  /** Writes the group with these shares; `done` gets 0 when it is durable, or the error for the members. */
  save(group: ClassicGroup, shares: ReadonlyMap<string, Buffer>, done: (error: number) => void): void
}

/** A member that joins for the first time is given this long to be answered, whatever its session timeout. */
const newMemberMsMax = 5 * 60_000

const noShares: ReadonlyMap<string, Buffer> = new Map()

/** Starts a rebalance where the state allows it, and ends the one under way if this member was the last to be waited for. */
export function rebalanceOrComplete(ports: ClassicPorts, group: ClassicGroup, reason: string): void {
  if (group.is('Empty', 'Stable', 'CompletingRebalance')) prepareRebalance(ports, group, reason)
  else completeIfAllJoined(ports, group)
}

/**
 * Everybody must join again. A group that was empty waits `initialRebalanceDelayMs` for further members; any other until
 * all its members are back, at most for the longest rebalance timeout among them.
 */
export function prepareRebalance(ports: ClassicPorts, group: ClassicGroup, reason: string): void {
  const { clock, config, log } = ports
  if (group.is('CompletingRebalance')) {
    for (const member of group.members.values()) {
      member.assignment = noBytes
      answerAndKeepAlive(ports, group, member, errors.rebalanceInProgress)
    }
  }
  endSyncWait(group)
  const wasEmpty = group.is('Empty')
  group.isInitialRebalance = wasEmpty
  group.enter('PreparingRebalance', clock.now())
  log.info({ group: group.id, generation: group.generation, members: group.members.size, reason }, 'rebalance begins')
  if (wasEmpty) {
    const delayMs = config.initialRebalanceDelayMs
    waitForNewMembers(ports, group, delayMs, Math.max(group.rebalanceTimeoutMs - delayMs, 0))
  } else if (group.hasEveryoneJoined()) completeJoin(ports, group)
  else waitForMembers(ports, group)
}

/** Ends the wait when nobody is missing. The initial delay is always waited for. */
export function completeIfAllJoined(ports: ClassicPorts, group: ClassicGroup): void {
  if (group.is('PreparingRebalance') && !group.isInitialRebalance && group.hasEveryoneJoined()) {
    completeJoin(ports, group)
  }
}

function waitForMembers(ports: ClassicPorts, group: ClassicGroup): void {
  group.cancelRebalance?.()
  group.cancelRebalance = ports.clock.after(group.rebalanceTimeoutMs, () => completeJoin(ports, group))
}

/** As long as somebody new comes in each delay, wait another one; never longer than the rebalance timeout in all. */
function waitForNewMembers(ports: ClassicPorts, group: ClassicGroup, delayMs: number, remainingMs: number): void {
  group.cancelRebalance?.()
  group.hasNewMember = false
  group.cancelRebalance = ports.clock.after(delayMs, () => {
    if (!group.hasNewMember || remainingMs === 0) return completeJoin(ports, group)
    const nextMs = Math.min(ports.config.initialRebalanceDelayMs, remainingMs)
    waitForNewMembers(ports, group, nextMs, Math.max(remainingMs - delayMs, 0))
  })
}

/** The wait is over: late dynamic members are dropped, everyone else is in the next generation. */
function completeJoin(ports: ClassicPorts, group: ClassicGroup): void {
  group.cancelRebalance?.()
  group.cancelRebalance = null
  if (!group.is('PreparingRebalance')) return
  const late = [...group.members.values()].filter(member => !member.joining && member.instanceId === null)
  for (const member of late) group.remove(member.id)
  if (late.length > 0) ports.log.info({ group: group.id, members: late.map(({ id }) => id) }, 'late members dropped')
  if (!electLeader(group) && group.members.size > 0) {
    // Only static members are left and none of them came back: their session timeouts decide.
    return waitForMembers(ports, group)
  }
  group.beginGeneration(ports.clock.now())
  if (group.is('Empty')) return ports.save(group, noShares, error => warnUnsaved(ports, group, error))
  ports.log.info({ group: group.id, generation: group.generation, members: group.members.size }, 'generation begins')
  for (const member of group.members.values()) {
    answerJoin(member, {
      error: 0,
      generation: group.generation,
      protocolType: group.protocolType,
      protocolName: group.protocolName,
      leader: group.leader ?? '',
      skipAssignment: false,
      memberId: member.id,
      members: member.id === group.leader ? group.memberList() : [],
    })
    member.isNew = false
    keepAlive(ports, group, member)
    group.unsynced.add(member.id)
  }
  waitForSync(ports, group)
}

/** The leader must be one of those who joined. False when nobody did. */
function electLeader(group: ClassicGroup): boolean {
  const current = group.leader === null ? undefined : group.members.get(group.leader)
  if (current?.joining) return true
  const joined = [...group.members.values()].find(member => member.joining)
  if (joined) group.leader = joined.id
  return joined !== undefined
}

/** Members that never ask for their share hold everyone up: after the rebalance timeout they are out. */
function waitForSync(ports: ClassicPorts, group: ClassicGroup): void {
  group.cancelSync?.()
  group.cancelSync = ports.clock.after(group.rebalanceTimeoutMs, () => {
    group.cancelSync = null
    if (!group.is('CompletingRebalance', 'Stable') || group.unsynced.size === 0) return
    for (const memberId of [...group.unsynced]) group.remove(memberId)
    prepareRebalance(ports, group, 'members did not ask for their share in time')
  })
}

/** The member has asked for its share; nobody is waited for once all have. */
export function hasSynced(group: ClassicGroup, memberId: string): void {
  group.unsynced.delete(memberId)
  if (group.unsynced.size === 0 || !group.is('CompletingRebalance', 'Stable')) endSyncWait(group)
}

function endSyncWait(group: ClassicGroup): void {
  group.unsynced.clear()
  group.cancelSync?.()
  group.cancelSync = null
}

/** Answers a waiting SyncGroup with the member's share, or an error, and begins its session anew. */
export function answerAndKeepAlive(ports: ClassicPorts, group: ClassicGroup, member: Member, error: number): void {
  const { protocolType, protocolName } = group
  const answer = error === 0 ? { error, protocolType, protocolName, assignment: member.assignment } : syncError(error)
  if (answerSync(member, answer)) keepAlive(ports, group, member)
}

/** The member has shown that it is there: it is removed when it does not for its session timeout. */
export function keepAlive(
  ports: ClassicPorts,
  group: ClassicGroup,
  member: Member,
  timeoutMs = member.sessionTimeoutMs,
): void {
  member.cancelExpiry?.()
  member.cancelExpiry = ports.clock.after(timeoutMs, () => {
    member.cancelExpiry = null
    if (needsNoHeartbeat(member)) return
    removeMember(ports, group, member, 'session timeout')
  })
}

export function keepNewAlive(ports: ClassicPorts, group: ClassicGroup, member: Member): void {
  keepAlive(ports, group, member, Math.max(newMemberMsMax, member.sessionTimeoutMs))
}

export function removeMember(ports: ClassicPorts, group: ClassicGroup, member: Member, reason: string): void {
  ports.log.info({ group: group.id, member: member.id, reason }, 'member removed')
  answerJoin(member, joinError('', errors.unknownMemberId))
  answerSync(member, syncError(errors.unknownMemberId))
  group.remove(member.id)
  if (group.is('Stable', 'CompletingRebalance')) prepareRebalance(ports, group, `member ${member.id} left: ${reason}`)
  else if (group.is('PreparingRebalance') && group.hasEveryoneJoined()) completeJoin(ports, group)
}

/** An id was given out and its owner will not come. */
export function removePending(ports: ClassicPorts, group: ClassicGroup, memberId: string): void {
  group.forgetPending(memberId)
  if (group.is('PreparingRebalance') && group.hasEveryoneJoined()) completeJoin(ports, group)
}

function warnUnsaved({ log }: ClassicPorts, group: ClassicGroup, error: number): void {
  if (error !== 0) log.warn({ group: group.id, error }, 'the empty group could not be written')
}
