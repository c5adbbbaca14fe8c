import { errors } from '../../wire/errors'
import type { CommitIdentity, Group, GroupDescription } from '../group'
import { answerJoin, answerSync, metadataOf, type Member } from './member'
import { joinError, noBytes, syncError, type JoinAnswer, type Protocol } from './messages'
import { consumerProtocolType, subscribedTopics } from './subscription'
import { chooseProtocol, hasCommonProtocol } from './votes'

/**
 * - Empty: no members; perhaps offsets.
 * - PreparingRebalance: members are asked (through heartbeats) to join again.
 * - CompletingRebalance: all have joined, the leader works out the shares.
 * - Stable: everybody has a share.
 * - Dead: removed; only requests that were under way still see it.
 */
export type ClassicState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead'

/**
 * One group of the classic protocol: its members and what they agreed on. Holds the state and answers questions about
 * it; the moves from state to state are the functions beside this file (join, rebalance, sync, leave).
 */
export class ClassicGroup implements Group {
  readonly id: string
  readonly type = 'classic'
  readonly members = new Map<string, Member>()
  /** Ids that were given out and have not joined yet, each with how to end its timer. */
  readonly pending = new Map<string, () => void>()
  /** Members of the current generation that have not asked for their share yet. */
  readonly unsynced = new Set<string>()
  protocolType: string | null = null
  protocolName: string | null = null
  generation = 0
  leader: string | null = null
  state: ClassicState = 'Empty'
  /** The rebalance under way began with an empty group. */
  isInitialRebalance = false
  /** Somebody joined during the initial delay, so it is worth waiting once more. */
  hasNewMember = false
  /** When the state was entered, in milliseconds since 1970. */
  stateSince: number
  cancelRebalance: (() => void) | null = null
  cancelSync: (() => void) | null = null
  private readonly instances = new Map<string, string>()
  private topics: Set<string> | null = null
  /** Called when a commit shows that a member is alive. */
  private readonly onAlive: (group: ClassicGroup, member: Member) => void

  constructor(id: string, now: number, onAlive: (group: ClassicGroup, member: Member) => void = () => {}) {
    this.id = id
    this.stateSince = now
    this.onAlive = onAlive
  }

  enter(state: ClassicState, now: number): void {
    this.state = state
    this.stateSince = now
  }

  is(...states: ClassicState[]): boolean {
    return states.includes(this.state)
  }

  memberOfInstance(instanceId: string): Member | undefined {
    const id = this.instances.get(instanceId)
    return id === undefined ? undefined : this.members.get(id)
  }

  add(member: Member): void {
    if (this.members.size === 0) this.protocolType = member.protocolType
    this.forgetPending(member.id)
    this.members.set(member.id, member)
    if (member.instanceId !== null) this.instances.set(member.instanceId, member.id)
    this.leader ??= member.id
  }

  /** Forgets the member and ends its timer. The oldest of the others leads when it was the leader. */
  remove(memberId: string): void {
    this.forgetPending(memberId)
    const member = this.members.get(memberId)
    if (!member) return
    member.cancelExpiry?.()
    this.members.delete(memberId)
    this.unsynced.delete(memberId)
    if (member.instanceId !== null && this.instances.get(member.instanceId) === memberId) {
      this.instances.delete(member.instanceId)
    }
    if (this.leader === memberId) this.leader = this.members.keys().next().value ?? null
  }

  /**
   * A static member came back under a new id and keeps its place, its share and its lead. Whoever still waits under
   * the old id is fenced.
   */
  replace(member: Member, newId: string): void {
    answerJoin(member, joinError(member.id, errors.fencedInstanceId))
    answerSync(member, syncError(errors.fencedInstanceId))
    const wasLeader = this.leader === member.id
    if (this.unsynced.delete(member.id)) this.unsynced.add(newId)
    member.id = newId
    // Built anew, so that the member keeps its place in the order.
    const members = [...this.members.values()]
    this.members.clear()
    for (const other of members) this.members.set(other.id, other)
    if (member.instanceId !== null) this.instances.set(member.instanceId, newId)
    if (wasLeader) this.leader = newId
  }

  forgetPending(memberId: string): void {
    this.pending.get(memberId)?.()
    this.pending.delete(memberId)
  }

  get awaitingJoin(): number {
    let count = 0
    for (const member of this.members.values()) if (member.joining) count++
    return count
  }

  hasEveryoneJoined(): boolean {
    return this.pending.size === 0 && this.awaitingJoin === this.members.size
  }

  /** The most patient member decides. */
  get rebalanceTimeoutMs(): number {
    let max = 0
    for (const member of this.members.values()) max = Math.max(max, member.rebalanceTimeoutMs)
    return max
  }

  accepts(protocolType: string, protocols: Protocol[]): boolean {
    if (protocolType === '' || protocols.length === 0) return false
    if (this.members.size === 0) return true
    return this.protocolType === protocolType && hasCommonProtocol(this.members.values(), protocols)
  }

  chooseProtocol(): string | null {
    return chooseProtocol([...this.members.values()])
  }

  /** All have joined who will: the next generation begins, or nobody is left. */
  beginGeneration(now: number): void {
    this.generation++
    this.unsynced.clear()
    this.isInitialRebalance = false
    this.protocolName = this.members.size === 0 ? null : this.chooseProtocol()
    this.updateSubscription()
    this.enter(this.members.size === 0 ? 'Empty' : 'CompletingRebalance', now)
  }

  /** Works out anew which topics the members read; null when that cannot be known. */
  updateSubscription(): void {
    this.topics = null
    if (this.protocolType !== consumerProtocolType) return
    const topics = new Set<string>()
    for (const member of this.members.values()) {
      const mine = subscribedTopics(metadataOf(member, this.protocolName))
      if (!mine) return
      for (const topic of mine) topics.add(topic)
    }
    this.topics = topics
  }

  /** What the leader needs to share out the work. */
  memberList(): JoinAnswer['members'] {
    return [...this.members.values()].map(member => ({
      memberId: member.id,
      instanceId: member.instanceId,
      metadata: metadataOf(member, this.protocolName),
    }))
  }

  /** The code for a request by this member: 82 fenced, 25 unknown, or 0. */
  checkMember(memberId: string, instanceId: string | null): number {
    if (instanceId !== null) {
      const holder = this.instances.get(instanceId)
      if (holder === undefined) return errors.unknownMemberId
      if (holder !== memberId) return errors.fencedInstanceId
    }
    return this.members.has(memberId) ? 0 : errors.unknownMemberId
  }

  stateName(): string {
    return this.state
  }

  describe(): GroupDescription {
    const isStable = this.is('Stable')
    return {
      error: 0,
      groupId: this.id,
      state: this.state,
      protocolType: this.protocolType ?? '',
      protocol: isStable ? (this.protocolName ?? '') : '',
      members: [...this.members.values()].map(member => ({
        memberId: member.id,
        instanceId: member.instanceId,
        clientId: member.clientId,
        clientHost: member.clientHost,
        metadata: isStable ? metadataOf(member, this.protocolName) : noBytes,
        assignment: isStable ? member.assignment : noBytes,
      })),
    }
  }

  checkCommit({ memberId, instanceId, generation, isTransactional }: CommitIdentity): number {
    if (this.is('Dead')) return errors.coordinatorNotAvailable
    if (generation < 0 && this.is('Empty')) return 0
    if (generation >= 0 || memberId !== '' || instanceId !== null) {
      const error = this.checkMember(memberId, instanceId)
      if (error !== 0) return error
      if (generation !== this.generation) return errors.illegalGeneration
    } else if (!isTransactional && !this.is('Empty')) {
      return errors.unknownMemberId
    }
    return !isTransactional && this.is('CompletingRebalance') ? errors.rebalanceInProgress : 0
  }

  committed(memberId: string): void {
    const member = this.members.get(memberId)
    if (member && this.is('Stable', 'PreparingRebalance')) this.onAlive(this, member)
  }

  checkDelete(): number {
    if (this.is('Dead')) return errors.groupIdNotFound
    return this.is('Empty') ? 0 : errors.nonEmptyGroup
  }

  checkOffsetDelete(): number {
    if (this.is('Dead')) return errors.groupIdNotFound
    return this.is('Empty') || this.protocolType === consumerProtocolType ? 0 : errors.nonEmptyGroup
  }

  isSubscribedTo(topic: string): boolean {
    if (this.topics) return this.topics.has(topic)
    return this.protocolType === consumerProtocolType && !this.is('Empty')
  }

  unusedSince(commitTimestampMs: number): number | undefined {
    if (this.protocolType === null) return commitTimestampMs
    if (this.is('Empty')) return this.stateSince
    // The caller only asks for topics that nobody in the group reads.
    return this.is('Stable') && this.topics ? commitTimestampMs : undefined
  }

  isEmpty(): boolean {
    return this.is('Empty', 'Dead') && this.members.size === 0 && this.pending.size === 0
  }

  close(error: number): void {
    this.state = 'Dead'
    this.cancelRebalance?.()
    this.cancelSync?.()
    for (const cancel of this.pending.values()) cancel()
    for (const member of this.members.values()) {
      member.cancelExpiry?.()
      answerJoin(member, joinError(member.id, error))
      answerSync(member, syncError(error))
    }
    this.pending.clear()
    this.members.clear()
  }
}
