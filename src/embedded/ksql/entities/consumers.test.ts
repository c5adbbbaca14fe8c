import { AssignerProtocol, type GroupDescription } from 'kafkajs'
import { describe, expect, it } from 'vitest'
import type { Admin } from '../run/consume'
import { consumersByTopic, countConsumers, groupsMax } from './consumers'

function group(groupId: string, assignments: ({ [topic: string]: number[] } | null)[]): GroupDescription {
  const members = assignments.map((assignment, index) => ({
    clientHost: '/127.0.0.1',
    clientId: 'client',
    memberId: `member-${index}`,
    memberMetadata: Buffer.alloc(0),
    memberAssignment: assignment
      ? AssignerProtocol.MemberAssignment.encode({ version: 0, assignment, userData: Buffer.alloc(0) })
      : Buffer.alloc(0),
  }))
  return { groupId, members, protocol: 'range', protocolType: 'consumer', state: 'Stable' }
}

describe('the consumers of a topic', () => {
  it('are its assigned partitions, and the groups that have any', () => {
    const groups = [group('a', [{ t: [0, 1], u: [] }, { t: [2] }]), group('b', [{ t: [0] }])]
    expect(Object.fromEntries(countConsumers(groups))).toEqual({
      t: { consumers: 4, groups: 2 },
      u: { consumers: 0, groups: 0 },
    })
  })

  it('are none in a rebalance, and none that another protocol keeps to itself', () => {
    const faust = { ...group('faust', [{ t: [0] }]), protocolType: 'faust' }
    expect(countConsumers([group('a', [null]), faust]).size).toBe(0)
  })

  it('are not looked for among too many groups', async () => {
    const groups = Array.from({ length: groupsMax + 1 }, (_, id) => ({ groupId: `g${id}`, protocolType: 'consumer' }))
    const admin = { listGroups: async () => ({ groups }) } as unknown as Admin
    await expect(consumersByTopic(admin)).rejects.toThrow(`The broker has ${groupsMax + 1} consumer groups`)
  })
})
