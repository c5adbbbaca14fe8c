import { errors, KafkaError } from '../wire/errors'

/** What a client wants of one partition. */
export interface FetchPartition {
  topic: string
  /** All zeros in versions that name topics. */
  topicId: string
  index: number
  offset: number
  currentLeaderEpoch: number
  bytesMax: number
}

/** What a session told its client last of a partition: an incremental answer leaves out what is still so. */
interface Told {
  highWatermark: number
  logStartOffset: number
}

export interface SessionPartition extends FetchPartition {
  told: Told | null
}

export interface FetchSession {
  id: number
  /** The epoch that the client's next request must have. */
  epoch: number
  /** By `keyOf`, in the order in which partitions are looked at: those that gave data go to the end. */
  partitions: Map<string, SessionPartition>
  lastUsedMs: number
}

/** What to fetch, and in which session if any. */
export interface FetchPlan {
  partitions: Iterable<SessionPartition>
  session: FetchSession | null
  /** Only partitions with something new are answered. */
  isIncremental: boolean
}

export interface FetchRequest {
  sessionId: number
  sessionEpoch: number
  partitions: FetchPartition[]
  forgotten: { topic: string; topicId: string; index: number }[]
}

const noSession = 0
/** Session epochs of requests that name all their partitions: one that wants a session, and one that wants none. */
const initialEpoch = 0
const finalEpoch = -1
const epochMax = 2 ** 31 - 1
/** A session that was used within this time is not evicted for another one. */
const evictableAfterMs = 120_000

/** Fetch sessions (KIP-227): the broker remembers what a client reads, so that requests and answers list changes only. */
export interface FetchSessions {
  /** @throws KafkaError 70 or 71 when the client must begin again */
  plan(request: FetchRequest, nowMs: number): FetchPlan
  readonly size: number
}

export function fetchSessions(sessionsMax: number, newId: () => number): FetchSessions {
  /** The least recently used first. */
  const sessions = new Map<number, FetchSession>()

  function touch(session: FetchSession, nowMs: number): void {
    session.lastUsedMs = nowMs
    sessions.delete(session.id)
    sessions.set(session.id, session)
  }

  function create(partitions: Map<string, SessionPartition>, nowMs: number): FetchSession | null {
    if (sessions.size >= sessionsMax) {
      const oldest = sessions.values().next().value
      if (!oldest || nowMs - oldest.lastUsedMs < evictableAfterMs) return null
      sessions.delete(oldest.id)
    }
    let id = newId()
    while (id === noSession || sessions.has(id)) id = newId()
    const session: FetchSession = { id, epoch: 1, partitions, lastUsedMs: nowMs }
    sessions.set(id, session)
    return session
  }

  function full(request: FetchRequest, nowMs: number): FetchPlan {
    sessions.delete(request.sessionId)
    const partitions = new Map(request.partitions.map(partition => [keyOf(partition), { ...partition, told: null }]))
    const session = request.sessionEpoch === initialEpoch ? create(partitions, nowMs) : null
    return { partitions: partitions.values(), session, isIncremental: false }
  }

  return {
    get size() {
      return sessions.size
    },
    plan(request, nowMs) {
      const { sessionId, sessionEpoch } = request
      if (sessionEpoch === initialEpoch || sessionEpoch === finalEpoch) return full(request, nowMs)
      const session = sessions.get(sessionId)
      if (!session) throw new KafkaError(errors.fetchSessionIdNotFound)
      if (session.epoch !== sessionEpoch) throw new KafkaError(errors.invalidFetchSessionEpoch)
      session.epoch = session.epoch === epochMax ? 1 : session.epoch + 1
      touch(session, nowMs)
      for (const place of request.forgotten) session.partitions.delete(keyOf(place))
      for (const partition of request.partitions) {
        const key = keyOf(partition)
        session.partitions.set(key, { ...partition, told: session.partitions.get(key)?.told ?? null })
      }
      return { partitions: [...session.partitions.values()], session, isIncremental: true }
    },
  }
}

/** Puts partitions that gave data behind those that did not, so that a small answer starves none of them. */
export function rotate(session: FetchSession, partition: SessionPartition): void {
  const key = keyOf(partition)
  if (session.partitions.get(key) !== partition) return
  session.partitions.delete(key)
  session.partitions.set(key, partition)
}

function keyOf({ topic, topicId, index }: { topic: string; topicId: string; index: number }): string {
  return `${topic}\n${topicId}\n${index}`
}
