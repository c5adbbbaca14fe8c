import type { CommittedOffset, OffsetPlace } from './records'

/** Committed offsets of one group, by topic and partition. */
export type GroupOffsets = ReadonlyMap<string, ReadonlyMap<number, CommittedOffset>>

interface Entry {
  value: CommittedOffset
  /** Where the record stands in its partition of `__consumer_offsets`: of two, the later one holds. */
  at: number
}

type Table = Map<string, Map<string, Map<number, Entry>>>

/**
 * The committed offsets of all groups, and those of transactions that have not ended: the fold of `__consumer_offsets`,
 * in memory. Holds no promise and writes nothing.
 */
export interface OffsetStore {
  get(place: OffsetPlace): CommittedOffset | undefined
  ofGroup(group: string): GroupOffsets
  /** Groups that have an offset, pending ones included. */
  groups(): Set<string>
  /** A null removes the offset. `at` is the record's own offset. */
  put(place: OffsetPlace, value: CommittedOffset | null, at: number): void
  /** The same within a transaction: it counts once that commits. */
  putPending(producerId: number, place: OffsetPlace, value: CommittedOffset | null, at: number): void
  /** A transaction has written, but not ended. */
  hasPending(place: OffsetPlace): boolean
  hasPendingOfGroup(group: string): boolean
  pendingOfGroup(group: string): OffsetPlace[]
  /** The producer's pending offsets of the groups that a marker is for become committed ones, or go. */
  endTransaction(producerId: number, isCommitted: boolean, isFor: (group: string) => boolean): void
  /** The value of `put` could not be made durable: what was there before holds, unless there is a newer one. */
  revert(place: OffsetPlace, at: number, before: CommittedOffset | undefined): void
}

const none: GroupOffsets = new Map()

export function createOffsetStore(): OffsetStore {
  const committed: Table = new Map()
  const pending = new Map<number, { place: OffsetPlace; value: CommittedOffset | null; at: number }[]>()

  function put(place: OffsetPlace, value: CommittedOffset | null, at: number): void {
    const current = entryOf(committed, place)
    if (current && current.at > at) return
    if (value === null) remove(committed, place)
    else set(committed, place, { value, at })
  }

  const pendingEntries = () => [...pending.values()].flat()

  return {
    get: place => entryOf(committed, place)?.value,
    ofGroup(group) {
      const topics = committed.get(group)
      if (!topics) return none
      return new Map([...topics].map(([topic, partitions]) => [topic, valuesOf(partitions)]))
    },
    groups: () => new Set([...committed.keys(), ...pendingEntries().map(entry => entry.place.group)]),
    put,
    putPending(producerId, place, value, at) {
      const entries = pending.get(producerId) ?? []
      entries.push({ place, value, at })
      pending.set(producerId, entries)
    },
    hasPending: ({ group, topic, partition }) =>
      pendingEntries().some(
        ({ place }) => place.group === group && place.topic === topic && place.partition === partition,
      ),
    hasPendingOfGroup: group => pendingEntries().some(({ place }) => place.group === group),
    pendingOfGroup: group => pendingEntries().flatMap(({ place }) => (place.group === group ? [place] : [])),
    endTransaction(producerId, isCommitted, isFor) {
      const entries = pending.get(producerId) ?? []
      const others = entries.filter(({ place }) => !isFor(place.group))
      if (others.length > 0) pending.set(producerId, others)
      else pending.delete(producerId)
      if (!isCommitted) return
      for (const { place, value, at } of entries) if (isFor(place.group)) put(place, value, at)
    },
    revert(place, at, before) {
      if (entryOf(committed, place)?.at !== at) return
      if (before) set(committed, place, { value: before, at })
      else remove(committed, place)
    },
  }
}

function valuesOf(partitions: Map<number, Entry>): Map<number, CommittedOffset> {
  return new Map([...partitions].map(([partition, { value }]) => [partition, value]))
}

function entryOf(table: Table, { group, topic, partition }: OffsetPlace): Entry | undefined {
  return table.get(group)?.get(topic)?.get(partition)
}

function set(table: Table, { group, topic, partition }: OffsetPlace, entry: Entry): void {
  let topics = table.get(group)
  if (!topics) table.set(group, (topics = new Map()))
  let partitions = topics.get(topic)
  if (!partitions) topics.set(topic, (partitions = new Map()))
  partitions.set(partition, entry)
}

/** Leaves no empty maps behind. */
function remove(table: Table, { group, topic, partition }: OffsetPlace): void {
  const topics = table.get(group)
  const partitions = topics?.get(topic)
  if (!topics || !partitions) return
  partitions.delete(partition)
  if (partitions.size === 0) topics.delete(topic)
  if (topics.size === 0) table.delete(group)
}
