import { AssignerProtocol, type Admin } from 'kafkajs'
import { describe, expect, it } from 'vitest'
import type { PartitionEnds } from '../log-ends'
import { lookAtGroups, type GroupLook, type LookOptions } from './look'
import { lookedRow, notesOf } from './rows'

const { MemberAssignment, MemberMetadata } = AssignerProtocol
const userData = Buffer.alloc(0)
const owns = (assignment: Record<string, number[]>) => MemberAssignment.encode({ version: 0, assignment, userData })
const member = (memberId: string, assignment: Record<string, number[]>) => ({
  memberId,
  clientId: 'reader',
  clientHost: '/10.0.0.1',
  memberMetadata: MemberMetadata.encode({ version: 0, topics: ['t'], userData }),
  memberAssignment: owns(assignment),
})

type Description = Awaited<ReturnType<Admin['describeGroups']>>['groups'][number]
const group = (groupId: string, change: Partial<Description> = {}): Description => ({
  groupId,
  state: 'Stable',
  protocolType: 'consumer',
  protocol: 'range',
  members: [],
  ...change,
})

class GroupError extends Error {
  constructor(readonly type: string) {
    super(type)
  }
}

/** A cluster with these groups, committed offsets and ends. */
function cluster(
  groups: (Description | GroupError)[],
  committed: Record<string, [topic: string, partition: number, offset: string][]> = {},
  ends: Record<string, PartitionEnds[]> = { t: [0, 1, 2].map(partition => ({ partition, start: 0n, end: 100n })) },
): LookOptions & { asked: string[][] } {
  const asked: string[][] = []
  return {
    asked,
    admin: {
      async describeGroups(ids) {
        asked.push(ids)
        const found = ids.map(id => groups[Number(id.slice(1))]!)
        const failed = found.find(one => one instanceof GroupError)
        if (failed) throw failed
        return { groups: found as Description[] }
      },
      async fetchOffsets({ groupId }) {
        return (committed[groupId] ?? []).map(([topic, partition, offset]) => ({
          topic,
          partitions: [{ partition, offset, metadata: null }],
        }))
      },
    },
    ends: {
      async read(topics) {
        return new Map([...topics].flatMap(topic => (ends[topic] ? [[topic, ends[topic]] as const] : [])))
      },
    },
    own: [],
    signal: new AbortController().signal,
    now: () => 1_000,
  }
}

const listed = (...types: string[]) => types.map((protocolType, i) => ({ groupId: `g${i}`, protocolType }))
const look = async (options: LookOptions, types = ['consumer']) =>
  (await lookAtGroups(listed(...types), options)).get('g0') as GroupLook
const noAges = { age: () => null }

describe('a look at a group', () => {
  it('joins what members own with what is committed and where the log ends', async () => {
    const options = cluster([group('g0', { members: [member('reader-1f2a', { t: [0, 1] })] })], {
      g0: [
        ['t', 0, '90'],
        ['t', 2, '100'],
      ],
    })
    const found = await look(options)
    expect(
      found.partitions.map(({ partition, committed, end, member: by }) => [partition, committed, end, by]),
    ).toEqual([
      [0, 90n, 100n, 'reader-1f2a'],
      [1, null, 100n, 'reader-1f2a'],
      [2, 100n, 100n, null],
    ])
    const row = lookedRow(found, noAges)
    expect(row.lag).toEqual({ records: 10, unknownPartitions: 1, ms: null, isAtLeast: false })
    expect(notesOf(found)).toEqual(['1 of 3 partitions have no committed offset: how far they were read is not known.'])
  })

  it('takes the positions of the own reader, which commits nothing', async () => {
    const options = cluster([group('g0', { members: [member('reader-1', { t: [0] })] })])
    options.own = [{ groupId: 'g0', memberId: 'reader-1', positions: new Map([['t/0', 97n]]) }]
    const found = await look(options)
    expect(found.members[0]?.isOurs).toBe(true)
    expect(lookedRow(found, { age: () => ({ ms: 250, isAtLeast: false }) }).lag).toEqual({
      records: 3,
      unknownPartitions: 0,
      ms: 250,
      isAtLeast: false,
    })
  })

  it('does not count records that were removed before they were read', async () => {
    const ends = { t: [{ partition: 0, start: 60n, end: 100n }] }
    expect(lookedRow(await look(cluster([group('g0')], { g0: [['t', 0, '5']] }, ends)), noAges).lag.records).toBe(40)
  })

  it('has no lag for topics that are gone', async () => {
    const found = await look(cluster([group('g0')], { g0: [['gone', 0, '5']] }))
    expect(lookedRow(found, noAges).lag).toMatchObject({ records: null, unknownPartitions: 1 })
    expect(notesOf(found)).toContain('1 partitions belong to topics that are not there any more.')
  })

  it('says so of groups that the classic protocol does not describe', async () => {
    const found = await look(cluster([group('g0', { state: 'Dead', protocolType: '' })], { g0: [['t', 0, '5']] }))
    expect(found.state).toBe('Unknown')
    expect(lookedRow(found, noAges).lag.records).toBe(95)
    const share = await look(cluster([group('g0', { state: 'Dead', protocolType: '' })]), ['share'])
    expect(notesOf(share)[0]).toContain('share group')
  })

  it('leaves the bytes of other protocols alone', async () => {
    const worker = {
      ...member('connect-1', {}),
      memberMetadata: Buffer.from([9, 9]),
      memberAssignment: Buffer.from([9]),
    }
    const found = await look(cluster([group('g0', { protocolType: 'connect', members: [worker] })]), ['connect'])
    expect(found.members[0]).toMatchObject({ topics: null, owns: null, host: '10.0.0.1' })
  })

  it('tells members of one client apart by the beginning of their ids', async () => {
    const members = ['reader-1f2abc', 'reader-1f2axy', 'reader-9'].map(id => member(id, {}))
    const found = await look(cluster([group('g0', { members })]))
    expect(found.members.map(({ label }) => label)).toEqual(['reader-1f2a', 'reader-1f2ax', 'reader-9'])
  })

  it('keeps the other groups when one cannot be described', async () => {
    const options = cluster([group('g0'), new GroupError('COORDINATOR_LOAD_IN_PROGRESS'), group('g2')])
    const looks = await lookAtGroups(listed('consumer', 'consumer', 'consumer'), options)
    expect([...looks.values()].map(one => one instanceof Error)).toEqual([true, false, false])
    expect(looks.get('g1')).toBeInstanceOf(GroupError)
    expect(options.asked).toEqual([['g0', 'g1', 'g2'], ['g0'], ['g1'], ['g2']])
  })

  it('fails as a whole when the cluster cannot be asked', async () => {
    await expect(look(cluster([new GroupError('ECONNREFUSED')]))).rejects.toThrow('ECONNREFUSED')
  })

  it('asks for fifty groups at a time', async () => {
    const many = Array.from({ length: 120 }, (_, i) => group(`g${i}`))
    const options = cluster(many)
    await lookAtGroups(
      many.map(({ groupId }) => ({ groupId, protocolType: 'consumer' })),
      options,
    )
    expect(options.asked.map(ids => ids.length)).toEqual([50, 50, 20])
  })
})
