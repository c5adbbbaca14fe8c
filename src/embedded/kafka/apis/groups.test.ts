import { beforeEach, describe, expect, it } from 'vitest'
import { createBench, subscription, type Bench } from '../groups/testing'
import type { ReadOf, Shape, WriteOf } from '../wire/fields'
import { offsetCommit } from './08-offset-commit'
import { offsetFetch } from './09-offset-fetch'
import { findCoordinator } from './10-find-coordinator'
import { joinGroup } from './11-join-group'
import { heartbeat } from './12-heartbeat'
import { leaveGroup } from './13-leave-group'
import { syncGroup } from './14-sync-group'
import { describeGroups } from './15-describe-groups'
import { listGroups } from './16-list-groups'
import { saslHandshake } from './17-sasl-handshake'
import { describeAcls } from './29-describe-acls'
import { createAcls } from './30-create-acls'
import { deleteAcls } from './31-delete-acls'
import { deleteGroups } from './42-delete-groups'
import { listPartitionReassignments } from './46-list-partition-reassignments'
import { offsetDelete } from './47-offset-delete'
import { describeCluster } from './60-describe-cluster'
import type { TypedApi } from './api'
import { ask as askApi, versionsOf } from './testing'

let bench: Bench

beforeEach(async () => {
  bench = await createBench()
})

/** Asks the coordinator, on whose clock a rebalance ends at once. */
async function ask<Q extends Shape, S extends Shape>(
  api: TypedApi<Q, S>,
  version: number,
  request: WriteOf<Q>,
): Promise<ReadOf<S>> {
  const answered = askApi({ groups: bench.groups }, api, version, request)
  await bench.pass()
  return answered
}

const joining = {
  groupId: 'g',
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 60_000,
  memberId: '',
  protocolType: 'consumer',
  protocols: [{ name: 'range', metadata: subscription('t') }],
}

const range = { protocolType: 'consumer', protocolName: 'range' }

/** A member through JoinGroup and SyncGroup, whatever the version asks for. */
async function member(version = 9): Promise<string> {
  let answer = await ask(joinGroup, version, joining)
  if (answer.error === 79) answer = await ask(joinGroup, version, { ...joining, memberId: answer.memberId })
  expect(answer).toMatchObject({ error: 0, generation: 1, protocolName: 'range', leader: answer.memberId })
  const { memberId } = answer
  const assignments = [{ memberId, assignment: Buffer.from('share') }]
  const synced = await ask(syncGroup, 5, { groupId: 'g', generation: 1, memberId, ...range, assignments })
  expect(synced).toMatchObject({ error: 0, protocolType: 'consumer', protocolName: 'range' })
  return memberId
}

const commit = (offset: number) => ({
  groupId: 'g',
  generation: -1,
  memberId: '',
  topics: [{ name: 't', partitions: [{ index: 0, offset, metadata: 'm' }] }],
})

describe('the group requests in every version', () => {
  it.each(versionsOf(joinGroup))('JoinGroup %i', async version => {
    await member(version)
    const refused = await ask(joinGroup, version, { ...joining, groupId: '' })
    expect(refused).toMatchObject({ error: 24, generation: -1, protocolName: version >= 7 ? null : '', members: [] })
  })

  it.each(versionsOf(syncGroup))('SyncGroup %i', async version => {
    const memberId = await member()
    const answer = await ask(syncGroup, version, { groupId: 'g', generation: 1, memberId, ...range, assignments: [] })
    expect(answer).toMatchObject({ error: 0, assignment: Buffer.from('share') })
    const nameless = await ask(syncGroup, version, { groupId: 'g', generation: 1, memberId, assignments: [] })
    expect(nameless.error).toBe(version >= 5 ? 23 : 0)
  })

  it.each(versionsOf(heartbeat))('Heartbeat %i', async version => {
    const memberId = await member()
    expect(await ask(heartbeat, version, { groupId: 'g', generation: 1, memberId })).toMatchObject({ error: 0 })
    expect(await ask(heartbeat, version, { groupId: 'g', generation: 0, memberId })).toMatchObject({ error: 22 })
  })

  it.each(versionsOf(leaveGroup))('LeaveGroup %i', async version => {
    const memberId = await member()
    const answer = await ask(leaveGroup, version, { groupId: 'g', memberId, members: [{ memberId }] })
    expect(answer.error).toBe(0)
    const again = await ask(leaveGroup, version, { groupId: 'g', memberId, members: [{ memberId }] })
    expect(version >= 3 ? again.members[0]!.error : again.error).toBe(25)
  })

  it.each(versionsOf(describeGroups))('DescribeGroups %i', async version => {
    const memberId = await member()
    const { groups } = await ask(describeGroups, version, { groups: ['g', 'x'], includeOperations: true })
    expect(groups[0]).toMatchObject({
      state: 'Stable',
      protocol: 'range',
      members: [{ memberId, clientHost: '/127.0.0.1' }],
    })
    expect(groups[0]!.operations).toBe(version >= 3 ? 3400 : -2147483648)
    expect(groups[1]).toMatchObject({ error: 0, state: 'Dead', protocolType: '', members: [] })
  })

  it.each(versionsOf(listGroups))('ListGroups %i', async version => {
    await member()
    const { groups } = await ask(listGroups, version, { states: ['stable'], types: ['classic'] })
    expect(groups).toEqual([
      {
        groupId: 'g',
        protocolType: 'consumer',
        state: version >= 4 ? 'Stable' : '',
        type: version >= 5 ? 'classic' : '',
      },
    ])
  })

  it.each(versionsOf(deleteGroups))('DeleteGroups %i', async version => {
    await member()
    const { results } = await ask(deleteGroups, version, { groups: ['g', 'x'] })
    expect(results.map(result => result.error)).toEqual([68, 69])
  })

  it.each(versionsOf(findCoordinator))('FindCoordinator %i', async version => {
    const answer = await ask(findCoordinator, version, { key: 'g', keyType: 1, keys: ['g', 'h'] })
    const node = { nodeId: 1, host: 'localhost', port: 9092, error: 0 }
    if (version < 4) expect(answer).toMatchObject(node)
    else
      expect(answer.coordinators).toMatchObject([
        { key: 'g', ...node },
        { key: 'h', ...node },
      ])
  })

  it('FindCoordinator refuses a kind of coordinator that is not known', async () => {
    const answer = await ask(findCoordinator, 5, { keyType: 2, keys: ['g'] })
    expect(answer.coordinators).toMatchObject([{ error: 42, nodeId: -1, port: -1 }])
  })
})

describe('the offset requests in every version', () => {
  it.each(versionsOf(offsetCommit))('OffsetCommit %i', async version => {
    const answer = await ask(offsetCommit, version, commit(7))
    expect(answer.topics).toEqual([{ name: 't', partitions: [{ index: 0, error: 0 }] }])
    const unknown = await ask(offsetCommit, version, { ...commit(7), groupId: 'x', generation: 3 })
    expect(unknown.topics[0]!.partitions[0]!.error).toBe(version >= 9 ? 69 : 22)
  })

  it.each(versionsOf(offsetFetch))('OffsetFetch %i', async version => {
    await ask(offsetCommit, 9, commit(7))
    const topics = [{ name: 't', partitions: [0, 1] }]
    const answer = await ask(offsetFetch, version, { groupId: 'g', topics, groups: [{ groupId: 'g', topics }] })
    const found = version >= 8 ? answer.groups[0]!.topics : answer.topics
    expect(found[0]!.partitions).toMatchObject([
      { index: 0, offset: 7, metadata: 'm', error: 0 },
      { index: 1, offset: -1, metadata: '', error: 0 },
    ])
  })

  it('OffsetFetch gives several groups and all their offsets', async () => {
    await ask(offsetCommit, 9, commit(7))
    const { groups } = await ask(offsetFetch, 9, {
      groups: [
        { groupId: 'g', topics: null },
        { groupId: 'x', topics: null },
      ],
    })
    expect(groups.map(group => [group.groupId, group.topics.length, group.error])).toEqual([
      ['g', 1, 0],
      ['x', 0, 0],
    ])
  })

  it('OffsetDelete 0', async () => {
    await ask(offsetCommit, 9, commit(7))
    const topics = [{ name: 't', partitions: [{ index: 0 }] }]
    const answer = await ask(offsetDelete, 0, { groupId: 'g', topics })
    expect(answer).toMatchObject({ error: 0, topics: [{ name: 't', partitions: [{ index: 0, error: 0 }] }] })
    expect(await ask(offsetDelete, 0, { groupId: 'x', topics })).toMatchObject({ error: 69, topics: [] })
  })
})

describe('what a broker without security and further nodes answers', () => {
  const resource = { resourceType: 2, resourceName: 't', host: '*', operation: 2, permission: 3 }

  it.each(versionsOf(createAcls))('ACLs in version %i: security is disabled', async version => {
    const filter = { ...resource, principal: null }
    expect(await ask(describeAcls, version, filter)).toMatchObject({ error: 54, resources: [] })
    const created = await ask(createAcls, version, { creations: [{ ...resource, principal: 'User:a' }] })
    expect(created.results).toMatchObject([{ error: 54 }])
    expect((await ask(deleteAcls, version, { filters: [filter] })).results).toMatchObject([{ error: 54, matches: [] }])
  })

  it.each(versionsOf(saslHandshake))('SaslHandshake %i: not expected here', async version => {
    expect(await ask(saslHandshake, version, { mechanism: 'PLAIN' })).toEqual({ error: 34, mechanisms: [] })
  })

  it.each(versionsOf(describeCluster))('DescribeCluster %i', async version => {
    expect(await ask(describeCluster, version, { includeOperations: false })).toMatchObject({
      error: 0,
      clusterId: 'cluster',
      controllerId: 1,
      brokers: [{ id: 1, host: 'localhost', port: 9092, rack: null }],
      operations: -2147483648,
    })
  })

  it('DescribeCluster does not lead to controllers', async () => {
    const ofType = (endpointType: number) => ask(describeCluster, 1, { includeOperations: true, endpointType })
    expect(await ofType(2)).toMatchObject({ error: 114, brokers: [] })
    expect(await ofType(7)).toMatchObject({ error: 115, brokers: [] })
  })

  it('ListPartitionReassignments 0', async () => {
    const answer = await ask(listPartitionReassignments, 0, { timeoutMs: 1, topics: null })
    expect(answer).toMatchObject({ error: 0, topics: [] })
  })
})
