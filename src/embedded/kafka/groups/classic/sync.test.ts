import { beforeEach, describe, expect, it } from 'vitest'
import { errors, KafkaError } from '../../wire/errors'
import { createBench, type Bench, type TestMember } from '../testing'

let bench: Bench

beforeEach(async () => {
  bench = await createBench()
})

async function joined(): Promise<TestMember> {
  const member = bench.member()
  await member.join()
  await bench.pass()
  return member
}

async function stable(): Promise<TestMember> {
  const member = await joined()
  member.sync({ [member.id]: 'mine' })
  await bench.pass()
  return member
}

describe('sharing out', () => {
  it('answers when the shares are durable, not before', async () => {
    const member = await joined()
    const release = bench.partitions.map(partition => partition.hold())
    member.sync({ [member.id]: 'mine' })
    await bench.pass()
    expect(member.synced).toBeUndefined()
    release.forEach(go => go())
    await bench.pass()
    expect(member.share()).toBe('mine')
  })

  it('begins a new rebalance with an error that clients try again after when the disk is full', async () => {
    const member = await joined()
    const release = bench.partitions.map(partition => partition.hold())
    member.sync({ [member.id]: 'mine' })
    release.forEach(go => go(new KafkaError(errors.kafkaStorageError)))
    await bench.pass()
    expect(member.synced!.error).toBe(errors.notCoordinator)
    expect(bench.groups.describe('g').state).toBe('PreparingRebalance')
  })

  it('gives an empty share to whom the leader forgot', async () => {
    const member = await joined()
    member.sync({ someone: 'else' })
    await bench.pass()
    expect(member.share()).toBe('')
  })

  it('repeats the share in a stable group', async () => {
    const member = await stable()
    member.sync()
    await bench.pass()
    expect(member.share()).toBe('mine')
  })

  it.each([
    ['an empty group id', { groupId: '' }, errors.invalidGroupId],
    ['an unknown group', { groupId: 'x' }, errors.unknownMemberId],
    ['an unknown member', { memberId: 'x' }, errors.unknownMemberId],
    ['an old generation', { generation: 0 }, errors.illegalGeneration],
    ['an unknown instance', { instanceId: 'x' }, errors.unknownMemberId],
    ['another protocol type', { protocolType: 'connect' }, errors.inconsistentGroupProtocol],
    ['another protocol', { protocolName: 'sticky' }, errors.inconsistentGroupProtocol],
  ])('refuses %s', async (_what, changes, error) => {
    const { id: memberId } = await stable()
    const request = {
      groupId: 'g',
      generation: 1,
      memberId,
      instanceId: null,
      protocolType: 'consumer',
      protocolName: 'range',
      assignments: [],
    }
    expect((await bench.groups.classic.sync({ ...request, ...changes })).error).toBe(error)
  })
})

describe('a session', () => {
  it('ends when there is no heartbeat for the session timeout', async () => {
    const member = await stable()
    await bench.pass(9_999)
    expect(member.heartbeat()).toBe(0)
    await bench.pass(9_999)
    expect(bench.groups.describe('g').state).toBe('Stable')
    await bench.pass(1)
    expect(bench.groups.describe('g')).toMatchObject({ state: 'Empty', members: [], protocolType: 'consumer' })
    expect(member.heartbeat()).toBe(errors.unknownMemberId)
  })

  it('is kept up by heartbeats while the leader works out the shares', async () => {
    const member = await joined()
    expect(member.heartbeat()).toBe(0)
  })

  it('is kept up by commits', async () => {
    const member = await stable()
    await bench.pass(9_000)
    await bench.groups.offsets.commit({
      groupId: 'g',
      memberId: member.id,
      instanceId: null,
      generation: 1,
      retentionMs: -1,
      knowsGroupIdNotFound: true,
      topics: [],
    })
    await bench.pass(9_000)
    expect(member.heartbeat()).toBe(0)
  })

  it.each([
    ['an empty group id', { groupId: '' }, errors.invalidGroupId],
    ['an unknown group', { groupId: 'x' }, errors.unknownMemberId],
    ['an unknown member', { memberId: 'x' }, errors.unknownMemberId],
    ['another generation', { generation: 7 }, errors.illegalGeneration],
  ])('is refused to %s', async (_what, changes, error) => {
    const { id: memberId } = await stable()
    const request = { groupId: 'g', memberId, generation: 1, instanceId: null }
    expect(bench.groups.classic.heartbeat({ ...request, ...changes })).toBe(error)
  })

  it('ends at once when the member leaves', async () => {
    const member = await stable()
    expect(member.leave()).toBe(0)
    expect(bench.groups.describe('g').state).toBe('Empty')
    expect(member.leave()).toBe(errors.unknownMemberId)
  })

  it('of an id that was given out ends when its owner leaves before it joins', async () => {
    const { memberId } = await bench.groups.classic.join(bench.member().request)
    const leaving = { memberId, instanceId: null, reason: null }
    expect(bench.groups.classic.leave('g', [leaving]).members[0]!.error).toBe(0)
    const answer = await bench.groups.classic.join({ ...bench.member().request, memberId })
    expect(answer.error).toBe(errors.unknownMemberId)
  })
})

describe('a coordinator that stops', () => {
  it('answers whoever waits that it is no coordinator any more, so that they look for it again', async () => {
    await stable()
    const waiting = bench.member()
    await waiting.join()
    bench.groups.close()
    await bench.pass()
    expect(waiting.joined!.error).toBe(errors.notCoordinator)
  })
})
