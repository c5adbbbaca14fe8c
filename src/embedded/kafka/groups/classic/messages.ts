import type { Client } from '../group'

/** One way to share out the work that a member offers; the metadata is its own business and never read here. */
export interface Protocol {
  name: string
  metadata: Buffer
}

export interface JoinRequest {
  groupId: string
  /** Empty when the member does not have one yet. */
  memberId: string
  instanceId: string | null
  protocolType: string
  /** Most wanted first. */
  protocols: Protocol[]
  sessionTimeoutMs: number
  /** How long the member may take to join again; -1 (version 0) means the session timeout. */
  rebalanceTimeoutMs: number
  /** Version 4 and later: a member without an id is told one and joins again with it (KIP-394). */
  mustKnowMemberId: boolean
  /** Version 9 and later: a static leader that returns is told not to assign anew (KIP-814). */
  canSkipAssignment: boolean
  reason: string | null
  client: Client
}

export interface JoinAnswer {
  error: number
  generation: number
  protocolType: string | null
  protocolName: string | null
  leader: string
  skipAssignment: boolean
  memberId: string
  /** For the leader only. */
  members: { memberId: string; instanceId: string | null; metadata: Buffer }[]
}

export interface SyncRequest {
  groupId: string
  generation: number
  memberId: string
  instanceId: string | null
  /** Null before version 5. */
  protocolType: string | null
  protocolName: string | null
  /** From the leader only. */
  assignments: { memberId: string; assignment: Buffer }[]
}

export interface SyncAnswer {
  error: number
  protocolType: string | null
  protocolName: string | null
  assignment: Buffer
}

export interface HeartbeatRequest {
  groupId: string
  generation: number
  memberId: string
  instanceId: string | null
}

export interface LeavingMember {
  memberId: string
  instanceId: string | null
  reason: string | null
}

export interface LeaveAnswer {
  error: number
  members: { memberId: string; instanceId: string | null; error: number }[]
}

export const noBytes = Buffer.alloc(0)

export function joinError(memberId: string, error: number): JoinAnswer {
  return {
    error,
    generation: -1,
    protocolType: null,
    protocolName: null,
    leader: '',
    skipAssignment: false,
    memberId,
    members: [],
  }
}

export function syncError(error: number): SyncAnswer {
  return { error, protocolType: null, protocolName: null, assignment: noBytes }
}
