import { noBytes, type JoinAnswer, type JoinRequest, type Protocol, type SyncAnswer } from './messages'

/** A member of a classic group. Static when it has an instance id. */
export interface Member {
  id: string
  readonly instanceId: string | null
  clientId: string
  clientHost: string
  protocolType: string
  protocols: Protocol[]
  rebalanceTimeoutMs: number
  sessionTimeoutMs: number
  assignment: Buffer
  /** Has joined for the first time and was not answered yet. */
  isNew: boolean
  /** Answers the JoinGroup that waits for the rebalance. */
  joining: ((answer: JoinAnswer) => void) | null
  /** Answers the SyncGroup that waits for the leader. */
  syncing: ((answer: SyncAnswer) => void) | null
  /** Ends the timer that removes the member. */
  cancelExpiry: (() => void) | null
}

export function memberOf(id: string, request: JoinRequest): Member {
  return {
    id,
    instanceId: request.instanceId,
    clientId: request.client.id,
    clientHost: request.client.host,
    protocolType: request.protocolType,
    protocols: request.protocols,
    rebalanceTimeoutMs: rebalanceTimeoutOf(request),
    sessionTimeoutMs: request.sessionTimeoutMs,
    assignment: noBytes,
    isNew: true,
    joining: null,
    syncing: null,
    cancelExpiry: null,
  }
}

export function rebalanceTimeoutOf({ rebalanceTimeoutMs, sessionTimeoutMs }: JoinRequest): number {
  return rebalanceTimeoutMs < 0 ? sessionTimeoutMs : rebalanceTimeoutMs
}

/** The same protocols in the same order with the same metadata: joining again changes nothing. */
export function offersTheSame(member: Member, protocols: Protocol[]): boolean {
  return (
    member.protocols.length === protocols.length &&
    member.protocols.every((mine, index) => {
      const other = protocols[index]
      return other?.name === mine.name && other.metadata.equals(mine.metadata)
    })
  )
}

export function metadataOf(member: Member, protocolName: string | null): Buffer {
  return member.protocols.find(protocol => protocol.name === protocolName)?.metadata ?? noBytes
}

/** Whoever waits for the group does not need to send heartbeats, except for the very first time. */
export function needsNoHeartbeat(member: Member): boolean {
  return !member.isNew && (member.joining !== null || member.syncing !== null)
}

export function answerJoin(member: Member, answer: JoinAnswer): void {
  const { joining } = member
  member.joining = null
  joining?.(answer)
}

/** Answers whether a SyncGroup was waiting. */
export function answerSync(member: Member, answer: SyncAnswer): boolean {
  const { syncing } = member
  member.syncing = null
  syncing?.(answer)
  return syncing !== null
}
