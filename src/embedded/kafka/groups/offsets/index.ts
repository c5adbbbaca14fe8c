import type { Clock } from '../../../lib/clock'
import type { Journal, JournalProducer, JournalRecord } from '../../topics/journal'
import { errors } from '../../wire/errors'
import type { GroupConfig } from '../config'
import type { CommitIdentity, Group } from '../group'
import type { GroupRegistry } from '../registry'
import { offsetKeyBytes, offsetValueBytes, type CommittedOffset, type OffsetPlace } from './records'
import type { OffsetStore } from './store'

export interface CommitRequest extends Omit<CommitIdentity, 'isTransactional'> {
  groupId: string
  /** How long the offsets are to be kept, in milliseconds; -1 leaves it to the broker. */
  retentionMs: number
  topics: CommitTopic[]
  /** Version 9 and later: an unknown group is 69, before it was 22. */
  knowsGroupIdNotFound: boolean
}

export interface CommitTopic {
  name: string
  partitions: { index: number; offset: number; leaderEpoch: number; metadata: string | null }[]
}

/** A request's topics and partitions in their order, each partition with its code. */
export type TopicErrors = { name: string; partitions: { index: number; error: number }[] }[]

export interface FetchedOffset {
  index: number
  /** -1: nothing committed. */
  offset: number
  leaderEpoch: number
  metadata: string
  error: number
}

export interface FetchedTopic {
  name: string
  partitions: FetchedOffset[]
}

export interface OffsetPorts {
  clock: Clock
  config: GroupConfig
  registry: GroupRegistry
  store: OffsetStore
  journal: Journal
  hasPartition(topic: string, index: number): boolean
  /** Makes the group that a consumer without group management commits to. */
  simpleGroup(groupId: string): Group | undefined
}

/** Commits, reads and deletes offsets; the groups are asked whether they allow it. */
export interface Offsets {
  commit(request: CommitRequest): Promise<TopicErrors>
  /** The same within a transaction: they count when it commits (`endTransaction` of the coordinator). */
  commitPending(request: CommitRequest, producer: JournalProducer): Promise<TopicErrors>
  /** Null topics: all that the group has. */
  fetch(groupId: string, topics: { name: string; partitions: number[] }[] | null, mustBeStable: boolean): FetchedTopic[]
  /** `error` is for the whole group; then there are no topics. */
  remove(
    groupId: string,
    topics: { name: string; partitions: number[] }[],
  ): Promise<{ error: number; topics: TopicErrors }>
}

export function createOffsets(ports: OffsetPorts): Offsets {
  const { registry, store } = ports

  async function commit(request: CommitRequest, producer?: JournalProducer): Promise<TopicErrors> {
    const isTransactional = producer !== undefined
    const known = request.topics.map(topic => checkPlaces(ports, topic))
    // A request for nothing but unknown partitions does not even make a group.
    if (known.length > 0 && !known.some(hasAccepted)) return known
    const group = registry.get(request.groupId) ?? newSimpleGroup(ports, request)
    const error = typeof group === 'number' ? group : group.checkCommit({ ...request, isTransactional })
    if (error !== 0 || typeof group === 'number') return known.map(topic => withError(topic, error))
    group.committed(request.memberId)
    const answer = known.map((topic, index) => checkMetadata(ports, request.topics[index]!, topic))
    const accepted = request.topics.flatMap((topic, index) => acceptedOf(ports, request, topic, answer[index]!))
    if (accepted.length === 0) return answer
    const failure = await write(ports, accepted, producer)
    return failure === 0 ? answer : answer.map(topic => withError(topic, failure))
  }

  return {
    commit: request => commit(request),
    commitPending: commit,
    fetch(groupId, topics, mustBeStable) {
      const all = store.ofGroup(groupId)
      const asked =
        topics ?? [...all].map(([name, partitions]) => ({ name, partitions: [...partitions.keys()].sort(ascending) }))
      return asked.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(index => {
          const isUnstable = mustBeStable && store.hasPending({ group: groupId, topic: name, partition: index })
          const found = isUnstable ? undefined : all.get(name)?.get(index)
          return {
            index,
            offset: found?.offset ?? -1,
            leaderEpoch: found?.leaderEpoch ?? -1,
            metadata: found?.metadata ?? '',
            error: isUnstable ? errors.unstableOffsetCommit : 0,
          }
        }),
      }))
    },
    async remove(groupId, topics) {
      const group = registry.get(groupId)
      const error = group ? group.checkOffsetDelete() : errors.groupIdNotFound
      if (error !== 0 || !group) return { error, topics: [] }
      const answer = topics.map(({ name, partitions }) => {
        const refusal = group.isSubscribedTo(name) ? errors.groupSubscribedToTopic : 0
        return withError(checkPlaces(ports, { name, partitions: partitions.map(index => ({ index })) }), refusal)
      })
      const places = answer
        .flatMap(({ name, partitions }) =>
          partitions
            .filter(partition => partition.error === 0)
            .map(({ index }) => ({ group: groupId, topic: name, partition: index })),
        )
        .filter(place => store.get(place) !== undefined || store.hasPending(place))
      const failure = await removeOffsets(ports, groupId, places)
      return failure === 0 ? { error: 0, topics: answer } : { error: failure, topics: [] }
    },
  }
}

/** Tombstones for these offsets of one group; the error code when they are durable. */
export async function removeOffsets(
  ports: Pick<OffsetPorts, 'store' | 'journal'>,
  group: string,
  places: readonly OffsetPlace[],
): Promise<number> {
  if (places.length === 0) return 0
  const records = places.map(place => ({ key: offsetKeyBytes(place), value: null }))
  const { offset, durable } = ports.journal.append(group, records)
  if (offset >= 0) places.forEach((place, index) => ports.store.put(place, null, offset + index))
  return durable
}

function newSimpleGroup(ports: OffsetPorts, request: CommitRequest): Group | number {
  if (request.generation >= 0) {
    return request.knowsGroupIdNotFound ? errors.groupIdNotFound : errors.illegalGeneration
  }
  return ports.simpleGroup(request.groupId) ?? errors.policyViolation
}

type Verdict = TopicErrors[number]

interface Places {
  name: string
  partitions: { index: number }[]
}

function checkPlaces({ hasPartition }: OffsetPorts, { name, partitions }: Places): Verdict {
  return {
    name,
    partitions: partitions.map(({ index }) => ({
      index,
      error: hasPartition(name, index) ? 0 : errors.unknownTopicOrPartition,
    })),
  }
}

function checkMetadata({ config }: OffsetPorts, topic: CommitTopic, verdict: Verdict): Verdict {
  const partitions = verdict.partitions.map(({ index, error }, at) => {
    const isTooLarge = (topic.partitions[at]!.metadata?.length ?? 0) > config.offsetMetadataBytesMax
    return { index, error: error === 0 && isTooLarge ? errors.offsetMetadataTooLarge : error }
  })
  return { name: verdict.name, partitions }
}

function hasAccepted({ partitions }: Verdict): boolean {
  return partitions.some(({ error }) => error === 0)
}

/** The error for all partitions that have none of their own. */
function withError({ name, partitions }: Verdict, error: number): Verdict {
  return { name, partitions: partitions.map(({ index, error: own }) => ({ index, error: own === 0 ? error : own })) }
}

interface Accepted {
  place: OffsetPlace
  value: CommittedOffset
}

function acceptedOf(
  { clock }: OffsetPorts,
  { groupId, retentionMs }: CommitRequest,
  { name, partitions }: CommitTopic,
  verdict: Verdict,
): Accepted[] {
  const now = clock.now()
  return partitions
    .filter((_, index) => verdict.partitions[index]!.error === 0)
    .map(({ index, offset, leaderEpoch, metadata }) => ({
      place: { group: groupId, topic: name, partition: index },
      value: {
        offset,
        leaderEpoch,
        metadata: metadata ?? '',
        commitTimestampMs: now,
        expireTimestampMs: retentionMs < 0 ? -1 : now + retentionMs,
      },
    }))
}

/** Appends and remembers in one tick, then waits for the disk; what the disk refuses is forgotten again. */
async function write(ports: OffsetPorts, accepted: Accepted[], producer?: JournalProducer): Promise<number> {
  const { store, journal } = ports
  const records: JournalRecord[] = accepted.map(({ place, value }) => ({
    key: offsetKeyBytes(place),
    value: offsetValueBytes(value),
  }))
  const { offset, durable } = journal.append(accepted[0]!.place.group, records, producer)
  if (offset < 0) return durable
  const before = accepted.map(({ place }) => store.get(place))
  accepted.forEach(({ place, value }, index) => {
    if (producer) store.putPending(producer.id, place, value, offset + index)
    else store.put(place, value, offset + index)
  })
  const failure = await durable
  if (failure !== 0 && !producer) {
    accepted.forEach(({ place }, index) => store.revert(place, offset + index, before[index]))
  }
  return failure
}

function ascending(a: number, b: number): number {
  return a - b
}
