import type { GroupSnapshot } from '../offsets/records'
import { ClassicGroup } from './group'
import { metadataOf, type Member } from './member'
import { noBytes } from './messages'

/** The group as `__consumer_offsets` keeps it, with the shares that are about to be handed out. */
export function snapshotOf(group: ClassicGroup, shares: ReadonlyMap<string, Buffer>): GroupSnapshot {
  return {
    protocolType: group.protocolType ?? '',
    generation: group.generation,
    protocolName: group.protocolName,
    leader: group.leader,
    stateTimestampMs: group.stateSince,
    members: [...group.members.values()].map(member => ({
      memberId: member.id,
      instanceId: member.instanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      rebalanceTimeoutMs: member.rebalanceTimeoutMs,
      sessionTimeoutMs: member.sessionTimeoutMs,
      subscription: metadataOf(member, group.protocolName),
      assignment: shares.get(member.id) ?? noBytes,
    })),
  }
}

/** The same group after a restart: with members it is stable, and they go on without noticing. */
export function restore(group: ClassicGroup, snapshot: GroupSnapshot): ClassicGroup {
  group.generation = snapshot.generation
  for (const member of snapshot.members) {
    group.add({
      id: member.memberId,
      instanceId: member.instanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      protocolType: snapshot.protocolType,
      protocols: snapshot.protocolName === null ? [] : [{ name: snapshot.protocolName, metadata: member.subscription }],
      rebalanceTimeoutMs: member.rebalanceTimeoutMs < 0 ? member.sessionTimeoutMs : member.rebalanceTimeoutMs,
      sessionTimeoutMs: member.sessionTimeoutMs,
      assignment: member.assignment,
      ...idle,
    })
  }
  group.protocolType = snapshot.protocolType === '' ? null : snapshot.protocolType
  group.protocolName = snapshot.protocolName
  group.leader = snapshot.leader !== null && group.members.has(snapshot.leader) ? snapshot.leader : group.leader
  group.enter(
    group.members.size === 0 ? 'Empty' : 'Stable',
    snapshot.stateTimestampMs < 0 ? group.stateSince : snapshot.stateTimestampMs,
  )
  group.updateSubscription()
  return group
}

const idle: Pick<Member, 'isNew' | 'joining' | 'syncing' | 'cancelExpiry'> = {
  isNew: false,
  joining: null,
  syncing: null,
  cancelExpiry: null,
}
