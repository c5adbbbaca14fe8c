/** Who sent a request. */
export interface Client {
  /** Empty when the client gave none. */
  id: string
  /** As the broker saw it: `/127.0.0.1`. */
  host: string
}

export interface GroupDescription {
  error: number
  groupId: string
  state: string
  /** `consumer`, `connect`, `sr` and so on; empty when no member ever joined. */
  protocolType: string
  /** The assignor that was chosen; empty unless the group is stable. */
  protocol: string
  members: MemberDescription[]
}

export interface MemberDescription {
  memberId: string
  instanceId: string | null
  clientId: string
  clientHost: string
  metadata: Buffer
  assignment: Buffer
}

export interface CommitIdentity {
  memberId: string
  instanceId: string | null
  /** -1 from consumers that assign themselves and from admin tools. */
  generation: number
  isTransactional: boolean
}

/**
 * What every kind of group answers, whatever protocol its members speak. The commit of an offset, its deletion and
 * expiry, and the lists for admin tools are written against this alone: a further kind of group implements it.
 */
export interface Group {
  readonly id: string
  readonly type: 'classic' | 'consumer'
  readonly protocolType: string | null
  stateName(): string
  describe(): GroupDescription
  /** The error code for a commit by this member at this moment, 0 when it is allowed. */
  checkCommit(identity: CommitIdentity): number
  /** An allowed commit also shows that the member is alive. */
  committed(memberId: string): void
  /** 0, or why the group cannot be deleted now. */
  checkDelete(): number
  /** 0, or why single offsets cannot be deleted now. */
  checkOffsetDelete(): number
  isSubscribedTo(topic: string): boolean
  /** Since when an offset has been of no use, in milliseconds since 1970; undefined while it is in use. */
  unusedSince(commitTimestampMs: number): number | undefined
  /** Nobody is in it, and nobody is about to be. */
  isEmpty(): boolean
  /** The group is gone: ends its timers and answers whoever waits with `error`. */
  close(error: number): void
}
