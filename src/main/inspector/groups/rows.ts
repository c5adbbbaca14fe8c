import {
  groupMembersMax,
  groupPartitionsMax,
  type GroupDetail,
  type GroupMember,
  type GroupPartition,
  type GroupRow,
  type Lag,
} from '../../../shared/contract/groups'
import type { AppendTimes } from './append-times'
import type { GroupLook, ListedGroup, MemberLook, PartitionLook } from './look'

const topicsMax = 50

type Ages = Pick<AppendTimes, 'age'>

/** A group that was not looked at yet. */
export function listedRow({ groupId, protocolType }: ListedGroup): GroupRow {
  return {
    group: groupId,
    protocolType,
    state: null,
    protocol: '',
    members: 0,
    partitions: 0,
    topics: [],
    lag: { records: null, unknownPartitions: 0, ms: null, isAtLeast: false },
    isOurs: false,
    problem: null,
  }
}

export function lookedRow(look: GroupLook, ages: Ages): GroupRow {
  return {
    group: look.group,
    protocolType: look.protocolType,
    state: look.state,
    protocol: look.protocol,
    members: look.members.length,
    partitions: look.partitions.length,
    topics: [...new Set(look.partitions.map(({ topic }) => topic))].slice(0, topicsMax),
    lag: lagOf(look, ages),
    isOurs: look.members.some(({ isOurs }) => isOurs),
    problem: null,
  }
}

/** The lag of all partitions together: their records, and the longest of their times. */
export function lagOf({ partitions, at }: Pick<GroupLook, 'partitions' | 'at'>, ages: Ages): Lag {
  const each = partitions.map(partition => partitionLag(partition, ages, at))
  const known = each.filter(({ records }) => records !== null)
  const timed = known.filter(({ ms }) => ms !== null)
  const longest = timed.reduce<(typeof timed)[number] | null>(
    (max, lag) => (lag.ms! > (max?.ms ?? -1) ? lag : max),
    null,
  )
  return {
    records: known.length === 0 ? null : known.reduce((sum, { records }) => sum + records!, 0),
    unknownPartitions: each.length - known.length,
    ms: timed.length < known.length ? null : (longest?.ms ?? null),
    isAtLeast: longest?.isAtLeast ?? false,
  }
}

interface PartitionLag {
  records: number | null
  ms: number | null
  isAtLeast: boolean
}

/** Records that were removed before they were read count no more: nobody can read them. */
function partitionLag(
  { topic, partition, committed, position, start, end }: PartitionLook,
  ages: Ages,
  at: number,
): PartitionLag {
  const read = position ?? committed
  if (read === null || end === null) return { records: null, ms: null, isAtLeast: false }
  const next = start !== null && read < start ? start : read
  const records = next >= end ? 0 : Number(end - next)
  if (records === 0) return { records, ms: 0, isAtLeast: false }
  const age = ages.age(topic, partition, next, at)
  return { records, ms: age && Math.round(age.ms), isAtLeast: age?.isAtLeast ?? false }
}

/** The rows of a group's pane, within their bounds. */
export function detailRows(
  look: GroupLook,
  ages: Ages,
): Pick<GroupDetail, 'members' | 'membersLeftOut' | 'partitions' | 'partitionsLeftOut'> {
  const members = look.members.slice(0, groupMembersMax)
  const partitions = look.partitions.slice(0, groupPartitionsMax)
  return {
    members: members.map(memberRow),
    membersLeftOut: look.members.length - members.length,
    partitions: partitions.map(partition => partitionRow(partition, ages, look.at)),
    partitionsLeftOut: look.partitions.length - partitions.length,
  }
}

function memberRow({ id, label, clientId, host, topics, owns, isOurs }: MemberLook): GroupMember {
  const partitions = owns && owns.reduce((sum, owned) => sum + owned.partitions.length, 0)
  return { id, label, clientId, host, topics, partitions, isOurs }
}

function partitionRow(partition: PartitionLook, ages: Ages, at: number): GroupPartition {
  const { records, ms, isAtLeast } = partitionLag(partition, ages, at)
  const { topic, committed, position, end, member } = partition
  return {
    topic,
    partition: partition.partition,
    committed: committed === null ? null : String(committed),
    position: position === null ? null : String(position),
    end: end === null ? null : String(end),
    lag: records,
    ms,
    isAtLeast,
    member,
  }
}

/** What cannot be known of a group, in whole sentences. */
export function notesOf(look: GroupLook): string[] {
  const notes: string[] = []
  if (look.state === 'Unknown')
    notes.push(
      look.protocolType === 'share'
        ? 'This is a share group: its coordinator tells its members and offsets only by newer requests, which this app does not speak.'
        : 'The coordinator does not describe this group to clients of the classic protocol: its members are not known here. Committed offsets are.',
    )
  if (look.protocolType === 'connect')
    notes.push('These are workers of Kafka Connect: they share out connectors and tasks, not partitions.')
  const unread = look.partitions.filter(({ committed, position }) => committed === null && position === null).length
  if (unread > 0) {
    const all = unread === look.partitions.length
    notes.push(
      `${all ? 'None of its partitions has' : `${unread} of ${look.partitions.length} partitions have no`} ${all ? 'a committed offset' : 'committed offset'}: how far they were read is not known.`,
    )
  }
  if (look.partitions.some(({ position }) => position !== null))
    notes.push('This reader of the app commits nothing: its positions are its own.')
  const gone = look.partitions.filter(({ end }) => end === null).length
  if (gone > 0) notes.push(`${gone} partitions belong to topics that are not there any more.`)
  return notes
}
