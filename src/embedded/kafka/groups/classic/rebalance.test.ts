import { beforeEach, describe, expect, it } from 'vitest'
import { errors } from '../../wire/errors'
import { createBench, subscription, type Bench, type TestMember } from '../testing'

let bench: Bench

beforeEach(async () => {
  bench = await createBench()
})

/** Members of group `g` that have all joined and have a share named after them: `share of 0` and so on. */
async function stableGroup(count: number, options: Parameters<Bench['member']>[0] = {}): Promise<TestMember[]> {
  const members = Array.from({ length: count }, () => bench.member(options))
  await members[0]!.join()
  for (const member of members.slice(1)) await member.join()
  await bench.pass()
  for (const member of members) if (!member.joined) await member.join()
  await settle(members)
  return members
}

/** Everybody joins until one generation has them all, then all get shares. */
async function settle(members: TestMember[]): Promise<void> {
  for (const member of members) if (member.heartbeat() === errors.rebalanceInProgress) await member.join()
  await bench.pass()
  const leader = members.find(member => member.id === member.joined?.leader)!
  const shares = Object.fromEntries(members.map((member, index) => [member.id, `share of ${index}`]))
  for (const member of members) member.sync(member === leader ? shares : {})
  await bench.pass()
}

const state = () => bench.groups.describe('g').state

describe('joining', () => {
  it('asks a new member to come back with the id that it is given', async () => {
    const answer = await bench.groups.classic.join(bench.member().request)
    expect(answer).toMatchObject({ error: errors.memberIdRequired, memberId: 'c-1', generation: -1, members: [] })
    expect(state()).toBe('Empty')
  })

  it('lets a member of an old version join at once', async () => {
    const member = bench.member({ mustKnowMemberId: false })
    await member.join()
    await bench.pass()
    expect(member.joined).toMatchObject({ error: 0, generation: 1, leader: 'c-1', protocolName: 'range' })
  })

  it('gives the member list to the leader only', async () => {
    const [first, second] = (await stableGroup(2)) as [TestMember, TestMember]
    expect(first.joined!.members.map(member => member.memberId)).toEqual([first.id, second.id])
    expect(second.joined!.members).toEqual([])
    expect([first.share(), second.share()]).toEqual(['share of 0', 'share of 1'])
    expect(state()).toBe('Stable')
  })

  it.each([
    ['an empty group id', { groupId: '' }, errors.invalidGroupId],
    ['a session timeout below the bound', { sessionTimeoutMs: 5_999 }, errors.invalidSessionTimeout],
    ['a session timeout above the bound', { sessionTimeoutMs: 1_800_001 }, errors.invalidSessionTimeout],
    ['no protocol at all', { protocols: [] }, errors.inconsistentGroupProtocol],
    ['an empty protocol type', { protocolType: '' }, errors.inconsistentGroupProtocol],
    ['an id in a group that is not there', { groupId: 'other', memberId: 'x' }, errors.unknownMemberId],
    ['an id that the group does not know', { memberId: 'x' }, errors.unknownMemberId],
    ['a protocol type that differs from the group', { protocolType: 'connect' }, errors.inconsistentGroupProtocol],
    [
      'no protocol in common with the group',
      { protocols: [{ name: 'sticky', metadata: Buffer.alloc(0) }] },
      errors.inconsistentGroupProtocol,
    ],
  ])('refuses %s', async (_what, changes, error) => {
    await stableGroup(1)
    const answer = await bench.groups.classic.join({ ...bench.member().request, ...changes })
    expect(answer.error).toBe(error)
  })

  it('refuses a member that is one too many', async () => {
    bench = await createBench({ groupSizeMax: 2 })
    await stableGroup(2)
    const third = bench.member()
    await third.join()
    expect(third.joined!.error).toBe(errors.groupMaxSizeReached)
  })

  it('refuses a group that is one too many', async () => {
    bench = await createBench({ groupsMax: 1 })
    await stableGroup(1)
    const answer = await bench.groups.classic.join({ ...bench.member().request, groupId: 'another' })
    expect(answer.error).toBe(errors.policyViolation)
  })

  it('forgets an id whose owner does not come back within the session timeout', async () => {
    const { memberId } = await bench.groups.classic.join(bench.member().request)
    await bench.pass(10_000)
    const late = await bench.groups.classic.join({ ...bench.member().request, memberId })
    expect(late.error).toBe(errors.unknownMemberId)
  })

  it('takes group ids with any characters', async () => {
    for (const groupId of ['^regex.*$', 'a b', 'ü/✓', 'x'.repeat(300)]) {
      const member = bench.member({ groupId })
      await member.join()
      await bench.pass()
      expect(member.joined!.error).toBe(0)
      expect(bench.groups.describe(groupId).state).toBe('CompletingRebalance')
    }
  })

  it('chooses the protocol that most members like best among those that all have', async () => {
    const protocols = (...names: string[]) => names.map(name => ({ name, metadata: subscription('t') }))
    bench = await createBench({ initialRebalanceDelayMs: 100 })
    const wishes = [protocols('a', 'b', 'c'), protocols('b', 'c'), protocols('c', 'b'), protocols('d', 'b', 'c')]
    const members = wishes.map(protocols => bench.member({ protocols }))
    for (const member of members) await member.join()
    await bench.pass(200)
    expect(members.map(member => member.joined!.protocolName)).toEqual(['b', 'b', 'b', 'b'])
  })

  it('lets members with different subscriptions be in one group and passes their metadata on unread', async () => {
    bench = await createBench({ initialRebalanceDelayMs: 100 })
    const metadata = [subscription('turnstiles'), subscription('weather'), Buffer.from([0xff, 0x01])]
    const members = metadata.map(bytes => bench.member({ protocols: [{ name: 'faust', metadata: bytes }] }))
    for (const member of members) await member.join()
    await bench.pass(200)
    expect(members[0]!.joined!.members.map(member => member.metadata)).toEqual(metadata)
  })
})

describe('the initial delay', () => {
  it('waits once more as long as somebody new comes, so that one generation has them all', async () => {
    bench = await createBench({ initialRebalanceDelayMs: 3_000 })
    const [first, second] = [bench.member(), bench.member()]
    await first.join()
    await bench.pass(2_900)
    await second.join()
    await bench.pass(2_900)
    expect(first.joined?.generation).not.toBe(1)
    await bench.pass(200)
    expect([first.joined!.generation, second.joined!.generation]).toEqual([1, 1])
  })

  it('is never longer than the rebalance timeout in all', async () => {
    bench = await createBench({ initialRebalanceDelayMs: 3_000 })
    const first = bench.member({ rebalanceTimeoutMs: 7_000 })
    await first.join()
    for (let second = 0; second < 7; second++) {
      await bench.member({ rebalanceTimeoutMs: 7_000 }).join()
      await bench.pass(1_000)
    }
    expect(first.joined!.generation).toBe(1)
  })
})

describe('a rebalance', () => {
  it('tells members by heartbeat and ends when all are back', async () => {
    const [first, second] = (await stableGroup(2)) as [TestMember, TestMember]
    const third = bench.member()
    await third.join()
    expect([first.heartbeat(), second.heartbeat()]).toEqual([27, 27])
    await first.join()
    expect(first.joined).toBeUndefined()
    await second.join()
    expect([first, second, third].map(member => member.joined!.generation)).toEqual([2, 2, 2])
    expect([first, second, third].map(member => member.joined!.leader)).toEqual([first.id, first.id, first.id])
  })

  it('waits for a slow member that still heartbeats up to the rebalance timeout', async () => {
    const [first, slow] = (await stableGroup(2)) as [TestMember, TestMember]
    await bench.member().join()
    await first.join()
    for (let second = 0; second < 59; second++) {
      expect(slow.heartbeat()).toBe(27)
      await bench.pass(1_000)
    }
    expect(first.joined).toBeUndefined()
    await slow.join()
    expect(slow.joined).toMatchObject({ error: 0, generation: 2 })
  })

  it('drops who is not back after the rebalance timeout', async () => {
    const [first, slow] = (await stableGroup(2)) as [TestMember, TestMember]
    const third = bench.member()
    await third.join()
    await third.join()
    await first.join()
    for (let second = 0; second < 60; second++) {
      slow.heartbeat()
      await bench.pass(1_000)
    }
    expect(first.joined!.members).toHaveLength(2)
    expect(slow.heartbeat()).toBe(errors.unknownMemberId)
  })

  it('gives another the lead when the leader does not come back', async () => {
    const [leader, other] = (await stableGroup(2)) as [TestMember, TestMember]
    await other.join({ protocols: [{ name: 'range', metadata: subscription('t', 'u') }] })
    await bench.pass(10_000)
    expect(leader.heartbeat()).toBe(errors.unknownMemberId)
    expect(other.joined).toMatchObject({ generation: 2, leader: other.id })
  })

  it('answers a member that joins twice in a stable group with the same generation', async () => {
    const [, second] = (await stableGroup(2)) as [TestMember, TestMember]
    await second.join()
    expect(second.joined).toMatchObject({ error: 0, generation: 1 })
    expect(state()).toBe('Stable')
  })

  it('begins when the leader joins again', async () => {
    const [leader] = (await stableGroup(2)) as [TestMember, TestMember]
    await leader.join()
    expect(state()).toBe('PreparingRebalance')
  })

  it('answers waiting members 27 when it begins anew before the leader has shared out', async () => {
    const members = await stableGroup(2)
    const third = bench.member()
    await third.join()
    for (const member of members) await member.join()
    members[1]!.sync()
    await members[0]!.join({ protocols: [{ name: 'range', metadata: subscription('other') }] })
    await bench.pass()
    expect(members[1]!.synced!.error).toBe(errors.rebalanceInProgress)
    expect(state()).toBe('PreparingRebalance')
  })

  it('throws out who does not ask for a share within the rebalance timeout', async () => {
    const [first, second] = (await stableGroup(2)) as [TestMember, TestMember]
    await first.join()
    await second.join()
    first.sync({ [first.id]: 'a', [second.id]: 'b' })
    for (let second_ = 0; second_ < 60; second_++) {
      first.heartbeat()
      second.heartbeat()
      await bench.pass(1_000)
    }
    expect(second.heartbeat()).toBe(errors.unknownMemberId)
    expect(first.heartbeat()).toBe(errors.rebalanceInProgress)
  })
})
