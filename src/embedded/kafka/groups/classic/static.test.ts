import { beforeEach, describe, expect, it } from 'vitest'
import { errors } from '../../wire/errors'
import { createBench, subscription, type Bench, type TestMember } from '../testing'

let bench: Bench
let leader: TestMember
let other: TestMember

/** Two static members, `one` leads; both have shares. */
beforeEach(async () => {
  bench = await createBench({ initialRebalanceDelayMs: 100 })
  leader = bench.member({ instanceId: 'one' })
  other = bench.member({ instanceId: 'two' })
  await leader.join()
  await other.join()
  await bench.pass(300)
  leader.sync({ [leader.id]: 'share of one', [other.id]: 'share of two' })
  other.sync()
  await bench.pass()
})

const state = () => bench.groups.describe('g').state

describe('a static member', () => {
  it('gets an id that begins with its instance id, without being asked to come back', () => {
    expect([leader.id, other.id]).toEqual(['one-1', 'two-2'])
    expect(state()).toBe('Stable')
  })

  it('that restarts takes its place and its share again and nobody rebalances', async () => {
    const back = bench.member({ instanceId: 'two' })
    await back.join()
    expect(back.joined).toMatchObject({ error: 0, generation: 1, leader: leader.id, memberId: 'two-3', members: [] })
    back.sync()
    await bench.pass()
    expect(back.share()).toBe('share of two')
    expect(leader.heartbeat()).toBe(0)
  })

  it('fences who still uses its former id', async () => {
    await bench.member({ instanceId: 'two' }).join()
    expect(other.heartbeat()).toBe(errors.fencedInstanceId)
    expect(other.leave()).toBe(errors.fencedInstanceId)
    other.sync()
    await bench.pass()
    expect(other.synced!.error).toBe(errors.fencedInstanceId)
  })

  it('that led is told to skip the assignment from version 9 on', async () => {
    const back = bench.member({ instanceId: 'one' })
    await back.join()
    expect(back.joined).toMatchObject({ error: 0, leader: back.id, skipAssignment: true })
    expect(back.joined!.members).toHaveLength(2)
  })

  it('that led does not learn before version 9 that it leads', async () => {
    const back = bench.member({ instanceId: 'one', canSkipAssignment: false })
    await back.join()
    expect(back.joined).toMatchObject({
      error: 0,
      leader: 'one-1',
      memberId: 'one-3',
      skipAssignment: false,
      members: [],
    })
  })

  it('that comes back with other protocols starts a rebalance', async () => {
    const protocols = [
      { name: 'sticky', metadata: subscription('t') },
      { name: 'range', metadata: subscription('t') },
    ]
    await leader.join({ protocols })
    await other.join({ protocols })
    expect(leader.joined!.protocolName).toBe('sticky')
    leader.sync()
    await bench.pass()
    const back = bench.member({ instanceId: 'two' })
    await back.join()
    expect(state()).toBe('PreparingRebalance')
    expect(leader.heartbeat()).toBe(errors.rebalanceInProgress)
  })

  it('that comes back while shares are worked out starts a rebalance, since the leader only knows its old id', async () => {
    await leader.join()
    await other.join()
    expect(state()).toBe('CompletingRebalance')
    await bench.member({ instanceId: 'two' }).join()
    expect(state()).toBe('PreparingRebalance')
  })

  it('is removed by an admin who knows its instance id only', () => {
    const answer = bench.groups.classic.leave('g', [
      { memberId: '', instanceId: 'two', reason: null },
      { memberId: '', instanceId: 'three', reason: null },
      { memberId: '', instanceId: null, reason: null },
    ])
    expect(answer.members.map(member => member.error)).toEqual([0, 25, 25])
    expect(answer.members[0]).toMatchObject({ memberId: '', instanceId: 'two' })
    expect(other.heartbeat()).toBe(errors.unknownMemberId)
  })

  it('is waited for through the rebalance timeout and goes with its session', async () => {
    await leader.join()
    await bench.pass(9_000)
    other.heartbeat()
    expect(leader.joined).toBeUndefined()
    await bench.pass(10_000)
    expect(leader.joined).toMatchObject({ error: 0, generation: 2 })
  })

  it('keeps its place over a restart of the broker', async () => {
    await bench.restart()
    expect(state()).toBe('Stable')
    const back = bench.member({ instanceId: 'one' })
    await back.join()
    expect(back.joined).toMatchObject({ generation: 1, skipAssignment: true })
  })
})
