import { beforeEach, describe, expect, it } from 'vitest'
import { errors, KafkaError } from '../../wire/errors'
import { createBench, subscription, turn, type Bench } from '../testing'
import type { CommitRequest } from './index'

let bench: Bench

beforeEach(async () => {
  bench = await createBench()
})

function commit(offsets: Record<number, number>, changes: Partial<CommitRequest> = {}): CommitRequest {
  const partitions = Object.entries(offsets).map(([index, offset]) => ({
    index: Number(index),
    offset,
    leaderEpoch: 0,
    metadata: null as string | null,
  }))
  return {
    groupId: 'g',
    memberId: '',
    instanceId: null,
    generation: -1,
    retentionMs: -1,
    knowsGroupIdNotFound: true,
    topics: [{ name: 't', partitions }],
    ...changes,
  }
}

async function errorsOf(request: CommitRequest): Promise<number[]> {
  const topics = await bench.groups.offsets.commit(request)
  return topics.flatMap(topic => topic.partitions.map(partition => partition.error))
}

function fetched(groupId = 'g', mustBeStable = false): number[] {
  const topics = bench.groups.offsets.fetch(groupId, [{ name: 't', partitions: [0, 1] }], mustBeStable)
  return topics[0]!.partitions.map(partition => partition.offset)
}

async function stableMember() {
  const member = bench.member()
  await member.join()
  await bench.pass()
  member.sync({ [member.id]: 'share' })
  await bench.pass()
  return member
}

describe('committing', () => {
  it('is allowed to consumers that assign themselves, and makes them a group', async () => {
    expect(await errorsOf(commit({ 0: 5, 1: 6 }))).toEqual([0, 0])
    expect(fetched()).toEqual([5, 6])
    expect(bench.groups.list([], [])).toEqual([{ groupId: 'g', protocolType: '', state: 'Empty', type: 'classic' }])
  })

  it('is allowed to members of the current generation only', async () => {
    const member = await stableMember()
    const of = (changes: Partial<CommitRequest>) =>
      errorsOf(commit({ 0: 1 }, { memberId: member.id, generation: 1, ...changes }))
    expect(await of({})).toEqual([0])
    expect(await of({ generation: 0 })).toEqual([errors.illegalGeneration])
    expect(await of({ memberId: 'x' })).toEqual([errors.unknownMemberId])
    expect(await of({ instanceId: 'x' })).toEqual([errors.unknownMemberId])
    expect(await of({ memberId: '', generation: -1 })).toEqual([errors.unknownMemberId])
  })

  it('must wait while the leader works out the shares', async () => {
    const member = bench.member()
    await member.join()
    await bench.pass()
    const [error] = await errorsOf(commit({ 0: 1 }, { memberId: member.id, generation: 1 }))
    expect(error).toBe(errors.rebalanceInProgress)
  })

  it('for a generation of a group that is not there has the error that the version knows', async () => {
    expect(await errorsOf(commit({ 0: 1 }, { generation: 3 }))).toEqual([errors.groupIdNotFound])
    const old = commit({ 0: 1 }, { generation: 3, knowsGroupIdNotFound: false })
    expect(await errorsOf(old)).toEqual([errors.illegalGeneration])
  })

  it('refuses unknown topics and large metadata one by one', async () => {
    const request = commit({ 0: 1, 1: 2 })
    request.topics[0]!.partitions[0]!.metadata = 'x'.repeat(4097)
    request.topics[0]!.partitions[1]!.metadata = 'x'.repeat(4096)
    request.topics.push({ name: 'no-such-topic', partitions: [{ index: 0, offset: 1, leaderEpoch: -1, metadata: '' }] })
    expect(await errorsOf(request)).toEqual([errors.offsetMetadataTooLarge, 0, errors.unknownTopicOrPartition])
    expect(fetched()).toEqual([-1, 2])
  })

  it('refuses unknown partitions whatever the group says, and makes no group for them', async () => {
    const [unknown, known] = await errorsOf(commit({ 7: 1, 0: 1 }, { generation: 3 }))
    expect([unknown, known]).toEqual([errors.groupIdNotFound, errors.unknownTopicOrPartition])
    expect(await errorsOf(commit({ 7: 1 }))).toEqual([errors.unknownTopicOrPartition])
    expect(bench.groups.list([], [])).toEqual([])
  })

  it('that the disk refuses is answered with an error and forgotten', async () => {
    await errorsOf(commit({ 0: 1 }))
    const release = bench.partitions.map(partition => partition.hold())
    const answer = errorsOf(commit({ 0: 2, 1: 2 }))
    release.forEach(go => go(new KafkaError(errors.kafkaStorageError)))
    expect(await answer).toEqual([errors.notCoordinator, errors.notCoordinator])
    expect(fetched()).toEqual([1, -1])
  })
})

describe('fetching', () => {
  it('gives -1 and no error for what was never committed', () => {
    expect(bench.groups.offsets.fetch('g', [{ name: 't', partitions: [0] }], false)).toEqual([
      { name: 't', partitions: [{ index: 0, offset: -1, leaderEpoch: -1, metadata: '', error: 0 }] },
    ])
  })

  it('gives all that the group has when no topics are named', async () => {
    await errorsOf(commit({ 1: 4, 0: 3 }))
    const [topic] = bench.groups.offsets.fetch('g', null, false)
    expect(topic!.partitions.map(({ index, offset }) => [index, offset])).toEqual([
      [0, 3],
      [1, 4],
    ])
  })
})

describe('a restart', () => {
  it('keeps offsets, and members go on in the same generation', async () => {
    const member = await stableMember()
    await errorsOf(commit({ 0: 9 }, { memberId: member.id, generation: 1 }))
    await errorsOf(commit({ 0: 1 }, { groupId: 'simple' }))
    const before = bench.groups.describe('g')
    await bench.restart()
    expect(fetched()).toEqual([9, -1])
    expect(fetched('simple')).toEqual([1, -1])
    expect(bench.groups.describe('g')).toEqual(before)
    expect(member.heartbeat()).toBe(0)
    expect(await errorsOf(commit({ 0: 10 }, { memberId: member.id, generation: 1 }))).toEqual([0])
  })

  it('gives members of before one session timeout to show up', async () => {
    const member = await stableMember()
    await bench.restart()
    await bench.pass(10_000)
    expect(member.heartbeat()).toBe(errors.unknownMemberId)
    expect(bench.groups.describe('g').state).toBe('Empty')
  })

  it('skips records that cannot be read', async () => {
    await errorsOf(commit({ 0: 9 }))
    const records = bench.records()
    bench.partitions[0]!.records.push({ ...records[0]!, key: Buffer.from([0, 1, 0, 9]) })
    bench.partitions[0]!.records.push({ ...records[0]!, key: null })
    await bench.restart()
    expect(fetched()).toEqual([9, -1])
  })
})

describe('expiry', () => {
  const retention = { offsetsRetentionMs: 60_000, offsetsRetentionCheckMs: 10_000 }

  beforeEach(async () => {
    bench = await createBench(retention)
  })

  it('counts from the last commit for consumers that assign themselves', async () => {
    await errorsOf(commit({ 0: 1 }))
    await bench.pass(50_000)
    await errorsOf(commit({ 1: 1 }))
    await bench.pass(10_000)
    expect(fetched()).toEqual([-1, 1])
    await bench.pass(50_000)
    expect(bench.groups.describe('g').state).toBe('Dead')
    await bench.restart()
    expect(bench.groups.list([], [])).toEqual([])
  })

  it('counts from when the last member went, and keeps what members read', async () => {
    const member = await stableMember()
    await errorsOf(commit({ 0: 1 }, { memberId: member.id, generation: 1 }))
    for (let second = 0; second < 200; second += 5) {
      member.heartbeat()
      await bench.pass(5_000)
    }
    expect(fetched()).toEqual([1, -1])
    member.leave()
    await bench.pass(59_000)
    expect(fetched()).toEqual([1, -1])
    await bench.pass(11_000)
    expect(fetched()).toEqual([-1, -1])
    expect(bench.groups.describe('g').state).toBe('Dead')
  })

  it('takes offsets of topics that no member reads any more', async () => {
    const member = await stableMember()
    const request = commit({ 0: 1 }, { memberId: member.id, generation: 1 })
    await errorsOf({ ...request, topics: [...request.topics, { ...request.topics[0]!, name: 'old' }] })
    for (let second = 0; second < 70; second += 5) {
      member.heartbeat()
      await bench.pass(5_000)
    }
    expect(bench.groups.offsets.fetch('g', null, false).map(topic => topic.name)).toEqual(['t'])
  })

  it('follows the time that an old client gave', async () => {
    await errorsOf(commit({ 0: 1 }, { retentionMs: 5_000 }))
    await bench.pass(10_000)
    expect(fetched()).toEqual([-1, -1])
  })
})

describe('deleting', () => {
  it('of a group takes its offsets with it, for good', async () => {
    await errorsOf(commit({ 0: 1 }))
    expect(await bench.groups.deleteGroup('g')).toBe(0)
    expect(fetched()).toEqual([-1, -1])
    await bench.restart()
    expect(bench.groups.list([], [])).toEqual([])
    expect(fetched()).toEqual([-1, -1])
  })

  it('is refused for a group that is not there or has members', async () => {
    expect(await bench.groups.deleteGroup('g')).toBe(errors.groupIdNotFound)
    await stableMember()
    expect(await bench.groups.deleteGroup('g')).toBe(errors.nonEmptyGroup)
  })

  it('of single offsets is refused for topics that a member reads', async () => {
    const member = await stableMember()
    const request = commit({ 0: 1 }, { memberId: member.id, generation: 1 })
    await errorsOf({ ...request, topics: [...request.topics, { ...request.topics[0]!, name: 'old' }] })
    const answer = await bench.groups.offsets.remove('g', [
      { name: 't', partitions: [0] },
      { name: 'old', partitions: [0, 1] },
      { name: 'no-such-topic', partitions: [0] },
    ])
    expect(answer.topics.map(topic => topic.partitions.map(partition => partition.error))).toEqual([
      [errors.groupSubscribedToTopic],
      [0, 0],
      [errors.unknownTopicOrPartition],
    ])
    expect(bench.groups.offsets.fetch('g', null, false).map(topic => topic.name)).toEqual(['t'])
  })

  it.each([
    ['an unknown group', 'x', errors.groupIdNotFound],
    ['a group with members that are no consumers', 'connect', errors.nonEmptyGroup],
  ])('of single offsets is refused for %s', async (_what, groupId, error) => {
    const member = bench.member({ groupId: 'connect', protocolType: 'connect' })
    await member.join()
    await bench.pass()
    expect(await bench.groups.offsets.remove(groupId, [])).toEqual({ error, topics: [] })
  })

  it('of a topic takes its offsets out of all groups', async () => {
    await errorsOf(commit({ 0: 1 }))
    await errorsOf(commit({ 0: 1 }, { groupId: 'h' }))
    bench.deleteTopic('t')
    expect([fetched(), fetched('h')]).toEqual([
      [-1, -1],
      [-1, -1],
    ])
  })
})

describe('offsets within a transaction', () => {
  const producer = { id: 77, epoch: 0 }

  it.each([
    ['count once it commits', true, 5],
    ['go when it aborts', false, 1],
  ])('%s', async (_what, isCommitted, expected) => {
    await errorsOf(commit({ 0: 1 }))
    await bench.groups.offsets.commitPending(commit({ 0: 5 }), producer)
    expect(fetched()[0]).toBe(1)
    const unstable = bench.groups.offsets.fetch('g', [{ name: 't', partitions: [0] }], true)
    expect(unstable[0]!.partitions[0]).toMatchObject({ offset: -1, error: errors.unstableOffsetCommit })
    bench.groups.endTransaction(77, isCommitted, bench.groups.partitionOf('g'))
    expect(fetched('g', true)[0]).toBe(expected)
  })

  it('are pending again after a restart, and the marker in the log ends them', async () => {
    await bench.groups.offsets.commitPending(commit({ 0: 5 }), producer)
    await bench.restart()
    expect(fetched('g', true)[0]).toBe(-1)
    const partition = bench.partitions[bench.groups.partitionOf('g')]!
    const key = Buffer.from([0, 0, 0, 1])
    partition.records.push({ ...partition.records[0]!, isControl: true, key, offset: partition.records.length })
    await bench.restart()
    await turn()
    expect(fetched('g', true)[0]).toBe(5)
  })

  it('of an earlier commit do not undo a later one', async () => {
    await bench.groups.offsets.commitPending(commit({ 0: 5 }), producer)
    await errorsOf(commit({ 0: 9 }))
    bench.groups.endTransaction(77, true, bench.groups.partitionOf('g'))
    expect(fetched()[0]).toBe(9)
  })
})

describe('lists and descriptions', () => {
  it('filter by state and type without regard to case', async () => {
    await stableMember()
    await errorsOf(commit({ 0: 1 }, { groupId: 'simple' }))
    const ids = (states: string[], types: string[]) => bench.groups.list(states, types).map(group => group.groupId)
    expect(ids([], [])).toEqual(['g', 'simple'])
    expect(ids(['stable'], [])).toEqual(['g'])
    expect(ids(['EMPTY', 'Dead'], ['Classic'])).toEqual(['simple'])
    expect(ids([], ['consumer'])).toEqual([])
  })

  it('describe a stable group with its members, and an unknown one as dead', async () => {
    const member = await stableMember()
    expect(bench.groups.describe('g')).toEqual({
      error: 0,
      groupId: 'g',
      state: 'Stable',
      protocolType: 'consumer',
      protocol: 'range',
      members: [
        {
          memberId: member.id,
          instanceId: null,
          clientId: 'c',
          clientHost: '/127.0.0.1',
          metadata: subscription('t'),
          assignment: Buffer.from('share'),
        },
      ],
    })
    expect(bench.groups.describe('x')).toMatchObject({ error: 0, state: 'Dead', members: [] })
  })
})
