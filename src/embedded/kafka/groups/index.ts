import { randomUUID } from 'node:crypto'
import type { Clock } from '../../lib/clock'
import type { Log } from '../../lib/log'
import { createJournal, type Journal } from '../topics/journal'
import { offsetsTopic } from '../topics/topic'
import type { LogRecord, Partition } from '../topics/types'
import { isCommitKey } from '../wire/control-batch'
import { errors } from '../wire/errors'
import { WireError } from '../wire/reader'
import { createClassicProtocol, type ClassicProtocol } from './classic'
import type { ClassicPorts } from './classic/rebalance'
import { snapshotOf } from './classic/snapshot'
import type { GroupConfig } from './config'
import type { GroupDescription } from './group'
import { createOffsets, removeOffsets, type Offsets } from './offsets'
import { expiredOffsets } from './offsets/expiry'
import { groupKeyBytes, groupValueBytes, readOffsetsRecord, type GroupSnapshot } from './offsets/records'
import { createOffsetStore, type OffsetStore } from './offsets/store'
import { createRegistry, type GroupRegistry } from './registry'

export { syncError } from './classic/messages'
export { groupConfig, type GroupConfig } from './config'

export interface ListedGroup {
  groupId: string
  protocolType: string
  state: string
  type: string
}

/** All consumer groups of the broker and their offsets. */
export interface GroupCoordinator {
  readonly classic: Pick<ClassicProtocol, 'join' | 'sync' | 'heartbeat' | 'leave'>
  readonly offsets: Offsets
  readonly config: GroupConfig
  /** An unknown group is described as `Dead`. */
  describe(groupId: string): GroupDescription
  /** Groups in one of the states and of one of the types, whatever their case; an empty list means all. */
  list(states: readonly string[], types: readonly string[]): ListedGroup[]
  /** The error code when the group and its offsets are gone for good, or why they cannot be deleted. */
  deleteGroup(groupId: string): Promise<number>
  /** Which partition of `__consumer_offsets` keeps the group: a transaction with its offsets writes there. */
  partitionOf(groupId: string): number
  /** A transaction's marker was written to this partition of `__consumer_offsets`: its pending offsets count now, or go. */
  endTransaction(producerId: number, isCommitted: boolean, partition: number): void
  /** Ends all timers and answers whoever waits that there is no coordinator here any more. */
  close(): void
}

/** What the coordinator needs of the broker's topics. */
export interface GroupTopics {
  partition(topic: string, index: number): object | undefined
  ensureInternal(
    name: string,
    settings: { partitionCount: number; configs: Record<string, string> },
  ): { readonly partitions: readonly Partition[] }
  onDeleted(listener: (topic: { readonly name: string }) => void): () => void
}

export interface GroupOptions {
  topics: GroupTopics
  clock: Clock
  log: Log
  config: GroupConfig
  /** Makes an id that nobody else has. */
  newId?: () => string
}

/** Reads `__consumer_offsets` and takes all groups up where they were. */
export async function openGroups({
  topics,
  clock,
  log,
  config,
  newId = randomUUID,
}: GroupOptions): Promise<GroupCoordinator> {
  const { partitions } = topics.ensureInternal(offsetsTopic, {
    partitionCount: config.offsetsTopicPartitions,
    configs: {
      'cleanup.policy': 'compact',
      'segment.bytes': String(config.offsetsTopicSegmentBytes),
      'compression.type': 'producer',
    },
  })
  const journal = createJournal(partitions, clock.now)
  const store = createOffsetStore()
  const registry = createRegistry()
  const ports: ClassicPorts = {
    clock,
    log,
    config,
    newMemberId: prefix => `${prefix}-${newId()}`,
    save(group, shares, done) {
      const value = groupValueBytes(snapshotOf(group, shares))
      journal.append(group.id, [{ key: groupKeyBytes(group.id), value }]).durable.then(done)
    },
  }
  const classic = createClassicProtocol(ports, registry)
  await replay({ journal, store, classic, log })
  const parts: Parts = { registry, store, journal, config, clock, log }
  const offsets = createOffsets({
    ...parts,
    hasPartition: (topic, index) => topics.partition(topic, index) !== undefined,
    simpleGroup: classic.simpleGroup,
  })
  const endExpiry = expireRegularly(parts)
  const endForgetting = topics.onDeleted(topic => forgetTopic(parts, topic.name))
  return {
    classic,
    offsets,
    config,
    describe: groupId => registry.get(groupId)?.describe() ?? deadGroup(groupId),
    list: (states, types) => list(registry, states, types),
    async deleteGroup(groupId) {
      const group = registry.get(groupId)
      const error = group ? group.checkDelete() : errors.groupIdNotFound
      return error === 0 ? dissolve(parts, groupId) : error
    },
    partitionOf: journal.partitionOf,
    endTransaction: (producerId, isCommitted, partition) =>
      store.endTransaction(producerId, isCommitted, group => journal.partitionOf(group) === partition),
    close() {
      endExpiry()
      endForgetting()
      for (const group of registry.all()) group.close(errors.notCoordinator)
    },
  }
}

interface Parts {
  registry: GroupRegistry
  store: OffsetStore
  journal: Journal
  config: GroupConfig
  clock: Clock
  log: Log
}

/** The fold of the whole topic. Records that cannot be read are skipped: they cost one group, not the broker. */
async function replay({
  journal,
  store,
  classic,
  log,
}: {
  journal: Journal
  store: OffsetStore
  classic: ClassicProtocol
  log: Log
}): Promise<void> {
  const snapshots = new Map<string, GroupSnapshot>()
  await journal.replay((record, partition) => {
    try {
      if (record.isControl) {
        const isIn = (group: string) => journal.partitionOf(group) === partition
        return store.endTransaction(record.producerId, isCommitKey(record.key) === true, isIn)
      }
      apply(record, store, snapshots)
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      log.warn({ err: error, offset: record.offset, topic: offsetsTopic }, 'a record was skipped: it cannot be read')
    }
  })
  for (const [groupId, snapshot] of snapshots) classic.restore(groupId, snapshot)
  // Groups of consumers that assign themselves have offsets and no metadata.
  for (const groupId of store.groups()) if (!snapshots.has(groupId)) classic.simpleGroup(groupId)
}

function apply(record: LogRecord, store: OffsetStore, snapshots: Map<string, GroupSnapshot>): void {
  if (!record.key) return
  const found = readOffsetsRecord(record.key, record.value)
  if (found.kind === 'offset') {
    if (record.isTransactional) store.putPending(record.producerId, found, found.value, record.offset)
    else store.put(found, found.value, record.offset)
  } else if (found.kind === 'group') {
    if (found.value) snapshots.set(found.group, found.value)
    else snapshots.delete(found.group)
  }
}

function list(registry: GroupRegistry, states: readonly string[], types: readonly string[]): ListedGroup[] {
  const matches = (wanted: readonly string[], is: string) =>
    wanted.length === 0 || wanted.some(name => name.toLowerCase() === is.toLowerCase())
  return [...registry.all()]
    .filter(group => matches(states, group.stateName()) && matches(types, group.type))
    .map(group => ({
      groupId: group.id,
      protocolType: group.protocolType ?? '',
      state: group.stateName(),
      type: group.type,
    }))
}

function deadGroup(groupId: string): GroupDescription {
  return { error: 0, groupId, state: 'Dead', protocolType: '', protocol: '', members: [] }
}

/** Removes a group and all its offsets, from memory in this tick and from the log for good. */
async function dissolve({ registry, store, journal }: Parts, groupId: string): Promise<number> {
  const group = registry.get(groupId)!
  const committed = [...store.ofGroup(groupId)].flatMap(([topic, partitions]) =>
    [...partitions.keys()].map(partition => ({ group: groupId, topic, partition })),
  )
  const places = [...committed, ...store.pendingOfGroup(groupId)]
  registry.remove(groupId)
  group.close(errors.coordinatorNotAvailable)
  const offsetsGone = removeOffsets({ store, journal }, groupId, places)
  const { durable } = journal.append(groupId, [{ key: groupKeyBytes(groupId), value: null }])
  const [first, second] = await Promise.all([offsetsGone, durable])
  return first || second
}

/** The topic was deleted: all groups forget their offsets of it. */
function forgetTopic({ store, journal, log }: Parts, topic: string): void {
  for (const group of store.groups()) {
    const partitions = [...(store.ofGroup(group).get(topic)?.keys() ?? [])]
    const places = partitions.map(partition => ({ group, topic, partition }))
    void removeOffsets({ store, journal }, group, places).then(error => {
      if (error !== 0) log.warn({ group, topic, error }, 'offsets of a deleted topic could not be removed for good')
    })
  }
}

/** Looks for offsets that have expired every `offsetsRetentionCheckMs`; returns how to stop. */
function expireRegularly(parts: Parts): () => void {
  const { clock, config, log } = parts
  let cancel = clock.after(config.offsetsRetentionCheckMs, check)
  function check(): void {
    expire(parts).catch((error: unknown) => log.error({ err: error }, 'expired offsets could not be removed'))
    cancel = clock.after(config.offsetsRetentionCheckMs, check)
  }
  return () => cancel()
}

/** Removes expired offsets, and groups that have neither members nor offsets left. */
async function expire(parts: Parts): Promise<void> {
  const { registry, store, config, clock, log } = parts
  const work: Promise<number>[] = []
  let count = 0
  for (const group of [...registry.all()]) {
    const places = expiredOffsets(group, store, config, clock.now())
    count += places.length
    work.push(removeOffsets(parts, group.id, places))
    if (group.isEmpty() && store.ofGroup(group.id).size === 0 && !store.hasPendingOfGroup(group.id)) {
      work.push(dissolve(parts, group.id))
    }
  }
  if (count > 0) log.info({ offsets: count }, 'expired offsets removed')
  const failed = (await Promise.all(work)).find(error => error !== 0)
  if (failed !== undefined) log.warn({ error: failed }, 'expired offsets could not be made durable')
}
