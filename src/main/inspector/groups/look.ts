import type { Admin } from 'kafkajs'
import { forEachLimited } from '../../lib/cancellation'
import type { OwnConsumer } from '../../lib/own-consumer'
import type { LogEnds } from '../log-ends'
import { readAssignment, readSubscription, type OwnedPartitions } from './member-bytes'
import { labelled } from './member-labels'

/** A member of a group at one moment. */
export interface MemberLook {
  id: string
  /** Short and unique in the group. */
  label: string
  clientId: string
  host: string
  /** Null: the member's bytes are of another protocol. */
  topics: string[] | null
  owns: OwnedPartitions[] | null
  isOurs: boolean
}

export interface PartitionLook {
  topic: string
  partition: number
  committed: bigint | null
  /** Where this app's own reader is, when it keeps its offsets itself. */
  position: bigint | null
  /** Null: the topic or partition is not there. */
  end: bigint | null
  start: bigint | null
  member: string | null
}

/** A group at one moment. */
export interface GroupLook {
  group: string
  at: number
  state: string
  protocolType: string
  protocol: string
  members: MemberLook[]
  /** Sorted by topic and partition. */
  partitions: PartitionLook[]
}

/** A group as the cluster lists it. */
export interface ListedGroup {
  groupId: string
  protocolType: string
}

export interface LookOptions {
  admin: Pick<Admin, 'describeGroups' | 'fetchOffsets'>
  ends: Pick<LogEnds, 'read'>
  own: readonly OwnConsumer[]
  signal: AbortSignal
  now(): number
}

/** Groups that one request describes, and whose offsets are asked for at one time. */
const describedAtOnce = 50
const offsetsAtOnce = 8

type Description = Awaited<ReturnType<Admin['describeGroups']>>['groups'][number]

/** Looks at groups; one that cannot be looked at has its error instead. */
export async function lookAtGroups(
  listed: readonly ListedGroup[],
  options: LookOptions,
): Promise<Map<string, GroupLook | Error>> {
  const { admin, ends, signal, now } = options
  const results = new Map<string, GroupLook | Error>()
  const described = await describe(admin, listed, results, signal)
  const looks: { look: GroupLook; committed: Committed }[] = []
  await forEachLimited(listed, offsetsAtOnce, async ({ groupId, protocolType }) => {
    signal.throwIfAborted()
    const description = described.get(groupId)
    if (!description) return
    const committed = await committedOffsets(admin, groupId, protocolType)
    if (committed instanceof Error) return void results.set(groupId, committed)
    looks.push({ look: groupLook(description, protocolType, options), committed })
  })
  const topics = new Set<string>()
  for (const { look, committed } of looks) for (const topic of topicsOf(look, committed)) topics.add(topic)
  const logs = await ends.read(topics, signal)
  for (const { look, committed } of looks) {
    const own = options.own.find(({ groupId }) => groupId === look.group)?.positions ?? null
    const partitions = joinPartitions(look.members, committed, own)
    for (const partition of partitions) {
      const found = logs.get(partition.topic)?.find(log => log.partition === partition.partition)
      partition.end = found?.end ?? null
      partition.start = found?.start ?? null
    }
    results.set(look.group, { ...look, at: now(), partitions })
  }
  return results
}

/** One group that fails makes kafkajs forget the others' answers: they are then asked one by one. */
async function describe(
  admin: LookOptions['admin'],
  listed: readonly ListedGroup[],
  failed: Map<string, Error | GroupLook>,
  signal: AbortSignal,
): Promise<Map<string, Description>> {
  const described = new Map<string, Description>()
  const ask = async (ids: string[]) => {
    signal.throwIfAborted()
    const { groups } = await admin.describeGroups(ids)
    for (const group of groups) described.set(group.groupId, group)
  }
  for (let i = 0; i < listed.length; i += describedAtOnce) {
    const ids = listed.slice(i, i + describedAtOnce).map(({ groupId }) => groupId)
    try {
      await ask(ids)
    } catch (error) {
      signal.throwIfAborted()
      if (!isGroupError(error)) throw error
      for (const id of ids) await ask([id]).catch(reason => void failed.set(id, asError(reason)))
    }
  }
  return described
}

type Committed = { topic: string; partition: number; offset: bigint }[]

async function committedOffsets(
  admin: LookOptions['admin'],
  groupId: string,
  protocolType: string,
): Promise<Committed | Error> {
  // Workers of Kafka Connect share out work, not partitions; share groups keep their own kind of offsets.
  if (protocolType !== 'consumer' && protocolType !== '') return []
  try {
    const topics = await admin.fetchOffsets({ groupId })
    return topics.flatMap(({ topic, partitions }) =>
      partitions.flatMap(({ partition, offset }) =>
        offset.startsWith('-') ? [] : [{ topic, partition, offset: BigInt(offset) }],
      ),
    )
  } catch (error) {
    if (isGroupError(error)) return asError(error)
    throw error
  }
}

function groupLook(description: Description, listedType: string, { own, now }: LookOptions): GroupLook {
  const { groupId, members, protocol, state } = description
  const protocolType = description.protocolType || listedType
  const isConsumer = protocolType === 'consumer'
  const ours = new Set(own.filter(consumer => consumer.groupId === groupId).map(({ memberId }) => memberId))
  return {
    group: groupId,
    at: now(),
    // Listed, and yet described as gone: it speaks a protocol that this request is not answered for.
    state: state === 'Dead' && listedType !== '' ? 'Unknown' : state,
    protocolType,
    protocol,
    members: labelled(
      members.map(({ memberId, clientId, clientHost, memberMetadata, memberAssignment }) => ({
        id: memberId,
        clientId,
        host: clientHost.replace(/^\//, ''),
        topics: isConsumer ? readSubscription(memberMetadata) : null,
        owns: isConsumer ? readAssignment(memberAssignment) : null,
        isOurs: ours.has(memberId),
      })),
    ),
    partitions: [],
  }
}

function topicsOf(look: GroupLook, committed: Committed): string[] {
  return [...look.members.flatMap(({ owns }) => owns?.map(({ topic }) => topic) ?? []), ...committed.map(c => c.topic)]
}

/** Every partition that is owned or committed, sorted. */
export function joinPartitions(
  members: readonly MemberLook[],
  committed: Committed,
  own: ReadonlyMap<string, bigint> | null,
): PartitionLook[] {
  const joined = new Map<string, PartitionLook>()
  const at = (topic: string, partition: number): PartitionLook => {
    const key = `${topic}/${partition}`
    const made = {
      topic,
      partition,
      committed: null,
      position: own?.get(key) ?? null,
      end: null,
      start: null,
      member: null,
    }
    const found = joined.get(key) ?? made
    joined.set(key, found)
    return found
  }
  for (const { topic, partition, offset } of committed) at(topic, partition).committed = offset
  for (const { id, owns } of members)
    for (const { topic, partitions } of owns ?? []) for (const partition of partitions) at(topic, partition).member = id
  return [...joined.values()].sort((a, b) =>
    a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1,
  )
}

/** An answer about one group, as opposed to a cluster that cannot be asked. */
function isGroupError(error: unknown): boolean {
  const type = String((error as { type?: unknown } | null)?.type)
  return (
    type.startsWith('GROUP_') ||
    type.startsWith('COORDINATOR_') ||
    type.includes('GROUP_COORDINATOR') ||
    type === 'INVALID_GROUP_ID' ||
    type === 'NOT_COORDINATOR'
  )
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
