import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { offsetCommit } from '../../src/embedded/kafka/apis/08-offset-commit'
import { offsetFetch } from '../../src/embedded/kafka/apis/09-offset-fetch'
import { findCoordinator } from '../../src/embedded/kafka/apis/10-find-coordinator'
import { joinGroup } from '../../src/embedded/kafka/apis/11-join-group'
import { heartbeat } from '../../src/embedded/kafka/apis/12-heartbeat'
import { leaveGroup } from '../../src/embedded/kafka/apis/13-leave-group'
import { syncGroup } from '../../src/embedded/kafka/apis/14-sync-group'
import { describeGroups } from '../../src/embedded/kafka/apis/15-describe-groups'
import { listGroups } from '../../src/embedded/kafka/apis/16-list-groups'
import { createTopics } from '../../src/embedded/kafka/apis/19-create-topics'
import { deleteGroups } from '../../src/embedded/kafka/apis/42-delete-groups'
import { offsetDelete } from '../../src/embedded/kafka/apis/47-offset-delete'
import { eventually } from '../support/process'
import { openBroker, uniqueName, type JudgedBroker } from './broker'
import { connectTo, type ProtocolClient } from './protocol'

/** Single requests that no client library sends, or not in this order; the answers are those of Apache Kafka 4.3.1. */
describe('the group protocol, request by request', () => {
  let broker: JudgedBroker
  let client: ProtocolClient
  let groupId: string
  let topic: string

  beforeAll(async () => {
    broker = await openBroker()
    client = await connectTo(broker.bootstrap)
    await eventually(
      'the coordinator is there',
      30_000,
      async () => (await client.ask(findCoordinator, 2, { key: 'g', keyType: 0 })).error === 0,
    )
    topic = uniqueName('topic')
    const topics = [{ name: topic, partitionCount: 2, replicationFactor: 1, assignments: [], configs: [] }]
    await client.ask(createTopics, 5, { topics, timeoutMs: 10_000, validateOnly: false })
  })
  afterAll(async () => {
    client.close()
    await broker.close()
  })
  beforeEach(() => {
    groupId = uniqueName('group')
  })

  const joining = (changes: object = {}) => ({
    groupId,
    sessionTimeoutMs: 10_000,
    rebalanceTimeoutMs: 5_000,
    memberId: '',
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]) }],
    ...changes,
  })

  /** Of a group with this one member: in generation 1, without a share yet. */
  async function joined(): Promise<string> {
    const { error, memberId } = await client.ask(joinGroup, 9, joining())
    expect([error, memberId]).toEqual([79, expect.stringMatching(/^protocol-[0-9a-f-]{36}$/)])
    const answer = await client.ask(joinGroup, 9, joining({ memberId }))
    expect(answer).toMatchObject({ error: 0, generation: 1, leader: memberId, protocolName: 'range' })
    return memberId
  }

  const sync = (memberId: string, changes: object = {}) => {
    const assignments = [{ memberId, assignment: Buffer.from('share') }]
    const range = { protocolType: 'consumer', protocolName: 'range' }
    return client.ask(syncGroup, 5, { groupId, generation: 1, memberId, ...range, assignments, ...changes })
  }

  async function stable(): Promise<string> {
    const memberId = await joined()
    expect((await sync(memberId)).assignment.toString()).toBe('share')
    return memberId
  }

  const beat = async (memberId: string, changes: object = {}) =>
    (await client.ask(heartbeat, 4, { groupId, generation: 1, memberId, ...changes })).error

  const commit = async (version: number, changes: object = {}, partition: object = {}) => {
    const partitions = [{ index: 0, offset: 5, metadata: null, ...partition }]
    const request = { groupId, generation: -1, memberId: '', topics: [{ name: topic, partitions }], ...changes }
    const { topics } = await client.ask(offsetCommit, version, request)
    return topics.flatMap(each => each.partitions.map(({ error }) => error))
  }

  it.each([0, 3, 4, 5, 6, 7, 8, 9])('JoinGroup %i refuses what is wrong with its code', async version => {
    const errorOf = async (changes: object) => (await client.ask(joinGroup, version, joining(changes))).error
    expect(await errorOf({ groupId: '' })).toBe(24)
    expect(await errorOf({ memberId: 'x' })).toBe(25)
    expect(await errorOf({ sessionTimeoutMs: 1 })).toBe(26)
    expect(await errorOf({ protocols: [] })).toBe(23)
    expect(await errorOf({ protocolType: '' })).toBe(23)
  })

  it('answers an early JoinGroup of an old version at once', async () => {
    expect(await client.ask(joinGroup, 3, joining())).toMatchObject({ error: 0, generation: 1 })
  })

  it('answers the same generation to a member that lost the answer', async () => {
    const memberId = await joined()
    expect(await client.ask(joinGroup, 9, joining({ memberId }))).toMatchObject({ error: 0, generation: 1 })
  })

  it('takes heartbeats and refuses commits while the shares are worked out', async () => {
    const memberId = await joined()
    expect(await beat(memberId)).toBe(0)
    expect(await commit(9, { generation: 1, memberId })).toEqual([27])
  })

  it('refuses a SyncGroup of another generation, protocol or without one', async () => {
    const memberId = await joined()
    expect((await sync(memberId, { generation: 9 })).error).toBe(22)
    expect((await sync(memberId, { protocolName: 'x' })).error).toBe(23)
    expect((await sync(memberId, { protocolName: null })).error).toBe(23)
    expect((await sync('x')).error).toBe(25)
  })

  it('repeats a share', async () => {
    const memberId = await stable()
    expect((await sync(memberId, { assignments: [] })).assignment.toString()).toBe('share')
  })

  it('refuses heartbeats with their code', async () => {
    const memberId = await stable()
    expect(await beat(memberId)).toBe(0)
    expect(await beat(memberId, { generation: 0 })).toBe(22)
    expect(await beat(memberId, { generation: -1 })).toBe(22)
    expect(await beat('x')).toBe(25)
    expect(await beat('')).toBe(25)
    expect(await beat(memberId, { groupId: '' })).toBe(24)
    expect(await beat(memberId, { groupId: uniqueName('none') })).toBe(25)
    expect(await beat(memberId, { instanceId: 'i' })).toBe(25)
  })

  it.each([2, 5, 7, 9])('OffsetCommit %i is refused with its code', async version => {
    const memberId = await stable()
    expect(await commit(version, { generation: 1, memberId })).toEqual([0])
    expect(await commit(version, { generation: 0, memberId })).toEqual([22])
    expect(await commit(version, { generation: -1, memberId })).toEqual([22])
    expect(await commit(version)).toEqual([25])
    expect(await commit(version, { generation: 1, memberId: 'x' })).toEqual([25])
    expect(await commit(version, { generation: 1, groupId: uniqueName('none') })).toEqual([version >= 9 ? 69 : 22])
    expect(await commit(version, { generation: 1, memberId }, { index: 9 })).toEqual([3])
    expect(await commit(version, { generation: 1, memberId }, { metadata: 'x'.repeat(4097) })).toEqual([12])
  })

  it('takes commits of consumers that assign themselves, and of the empty group id', async () => {
    expect(await commit(9)).toEqual([0])
    expect(await commit(9, { groupId: '' })).toEqual([0])
  })

  it.each([1, 2, 5, 7, 8, 9])('OffsetFetch %i answers -1 for what was never committed', async version => {
    await commit(9)
    const topics = [{ name: topic, partitions: [0, 1, 7] }]
    const answer = await client.ask(offsetFetch, version, { groupId, topics, groups: [{ groupId, topics }] })
    const found = version >= 8 ? answer.groups[0]!.topics : answer.topics
    expect(found[0]!.partitions.map(({ offset, error }) => [offset, error])).toEqual([
      [5, 0],
      [-1, 0],
      [-1, 0],
    ])
  })

  it('describes unknown groups as dead and stable ones with shares', async () => {
    const memberId = await stable()
    const request = { groups: [groupId], includeOperations: true }
    const { groups } = await client.ask(describeGroups, 5, request)
    expect(groups[0]).toMatchObject({ error: 0, state: 'Stable', protocolType: 'consumer', protocol: 'range' })
    expect(groups[0]).toMatchObject({ operations: 3400, members: [{ memberId, clientHost: '/127.0.0.1' }] })
    const unknown = await client.ask(describeGroups, 5, { groups: [uniqueName('none')] })
    expect(unknown.groups).toMatchObject([{ error: 0, state: 'Dead', protocolType: '', members: [] }])
  })

  it('lists by state and type', async () => {
    await stable()
    const isListed = async (states: string[], types: string[]) =>
      (await client.ask(listGroups, 5, { states, types })).groups.some(group => group.groupId === groupId)
    expect(await isListed([], [])).toBe(true)
    expect(await isListed(['STABLE'], ['classic'])).toBe(true)
    expect(await isListed(['Empty'], [])).toBe(false)
    expect(await isListed([], ['consumer'])).toBe(false)
  })

  it('deletes offsets and groups, or says why not', async () => {
    await stable()
    const remove = (id: string, index: number) =>
      client.ask(offsetDelete, 0, { groupId: id, topics: [{ name: topic, partitions: [{ index }] }] })
    expect((await remove(uniqueName('none'), 0)).error).toBe(69)
    expect((await remove(groupId, 9)).topics[0]!.partitions).toEqual([{ index: 9, error: 3 }])
    const deleteOne = async (id: string) => (await client.ask(deleteGroups, 2, { groups: [id] })).results[0]!.error
    expect(await deleteOne(groupId)).toBe(68)
    expect(await deleteOne(uniqueName('none'))).toBe(69)
  })

  it.each([0, 2, 3, 5])('LeaveGroup %i ends a membership once', async version => {
    const memberId = await stable()
    const leave = async (id: string, group = groupId) => {
      const answer = await client.ask(leaveGroup, version, {
        groupId: group,
        memberId: id,
        members: [{ memberId: id }],
      })
      return answer.error || (answer.members[0]?.error ?? 0)
    }
    expect(await leave(memberId)).toBe(0)
    expect(await leave(memberId)).toBe(25)
    expect(await leave('x', uniqueName('none'))).toBe(25)
    expect(await leave('x', '')).toBe(24)
  })

  it('leads a static member to its place again and fences its former id', async () => {
    const first = await client.ask(joinGroup, 9, joining({ instanceId: 'i' }))
    expect(first).toMatchObject({ error: 0, generation: 1, skipAssignment: false })
    await sync(first.memberId, { instanceId: 'i' })
    const back = await client.ask(joinGroup, 9, joining({ instanceId: 'i' }))
    expect(back).toMatchObject({ error: 0, generation: 1, skipAssignment: true, leader: back.memberId })
    expect(await beat(first.memberId, { instanceId: 'i' })).toBe(82)
    expect((await sync(back.memberId, { instanceId: 'i', assignments: [] })).assignment.toString()).toBe('share')
    const members = [{ memberId: '', instanceId: 'i' }]
    expect((await client.ask(leaveGroup, 5, { groupId, members })).members[0]).toMatchObject({ error: 0 })
  })

  it('keeps a session up for its timeout and not longer', async () => {
    const memberId = await stable()
    const state = async () => (await client.ask(describeGroups, 5, { groups: [groupId] })).groups[0]!.state
    await new Promise(resolve => setTimeout(resolve, 7_000))
    expect(await beat(memberId)).toBe(0)
    await new Promise(resolve => setTimeout(resolve, 7_000))
    expect(await state()).toBe('Stable')
    await eventually('the group is empty', 10_000, async () => (await state()) === 'Empty')
  })
})
