import { describe, expect, it } from 'vitest'
import { WireError } from '../../wire/reader'
import { partitionOf } from '../../topics/coordinator-partition'
import {
  groupKeyBytes,
  groupValueBytes,
  offsetKeyBytes,
  offsetValueBytes,
  readOffsetsRecord,
  type GroupSnapshot,
} from './records'

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')

/** Written by Apache Kafka 4.3.1 for a group of kcat named `h5-golden.^g`, one member, topic `h5-golden`. */
const golden = {
  groupKey: hex('0002000c68352d676f6c64656e2e5e67'),
  offsetKey: hex('0001000c68352d676f6c64656e2e5e67000968352d676f6c64656e00000000'),
  /** Version 4: the id of the topic in a tagged field. */
  offsetValue: hex('00040000000000000002ffffffff01000001a20fc8536a010010ea6bad9a5f1542db82102fc3b048d7ef'),
  oneMember: hex(
    `0003 0008636f6e73756d6572 00000001 000572616e6765
     002c72646b61666b612d37613634333635632d373965342d343538632d613463332d346166326131383065666564
     000001a20fc83fea 00000001
     002c72646b61666b612d37613634333635632d373965342d343538632d613463332d346166326131383065666564
     ffff 000772646b61666b61 000a2f3132372e302e302e31 000493e0 0000afc8
     00000019 000100000001000968352d676f6c64656e0000000000000000
     0000001d 000000000001000968352d676f6c64656e000000010000000000000000`,
  ),
  noMember: hex('00030008636f6e73756d657200000002ffffffff000001a20fc86ee200000000'),
}

const group = 'h5-golden.^g'
const memberId = 'rdkafka-7a64365c-79e4-458c-a4c3-4af2a180efed'
const snapshot: GroupSnapshot = {
  protocolType: 'consumer',
  generation: 1,
  protocolName: 'range',
  leader: memberId,
  stateTimestampMs: 1795561111530,
  members: [
    {
      memberId,
      instanceId: null,
      clientId: 'rdkafka',
      clientHost: '/127.0.0.1',
      rebalanceTimeoutMs: 300_000,
      sessionTimeoutMs: 45_000,
      subscription: hex('000100000001000968352d676f6c64656e0000000000000000'),
      assignment: hex('000000000001000968352d676f6c64656e000000010000000000000000'),
    },
  ],
}

describe('records of __consumer_offsets', () => {
  it('reads what Kafka wrote', () => {
    expect(readOffsetsRecord(golden.groupKey, golden.oneMember)).toEqual({ kind: 'group', group, value: snapshot })
    expect(readOffsetsRecord(golden.groupKey, golden.noMember)).toMatchObject({
      value: { generation: 2, protocolName: null, leader: null, members: [] },
    })
    expect(readOffsetsRecord(golden.offsetKey, golden.offsetValue)).toEqual({
      kind: 'offset',
      group,
      topic: 'h5-golden',
      partition: 0,
      value: {
        offset: 2,
        leaderEpoch: -1,
        metadata: '',
        commitTimestampMs: 1795561116522,
        expireTimestampMs: -1,
      },
    })
  })

  it('writes the same bytes as Kafka', () => {
    expect(groupKeyBytes(group)).toEqual(golden.groupKey)
    expect(groupValueBytes(snapshot)).toEqual(golden.oneMember)
    expect(offsetKeyBytes({ group, topic: 'h5-golden', partition: 0 })).toEqual(golden.offsetKey)
  })

  it.each([
    ['an offset', { offset: 7, leaderEpoch: 3, metadata: 'ü', commitTimestampMs: 5, expireTimestampMs: -1 }],
    [
      'an offset that ends by itself',
      { offset: 7, leaderEpoch: -1, metadata: '', commitTimestampMs: 5, expireTimestampMs: 9 },
    ],
  ])('reads %s that it wrote', (_what, value) => {
    const key = offsetKeyBytes({ group: 'g', topic: 't', partition: 1 })
    expect(readOffsetsRecord(key, offsetValueBytes(value))).toMatchObject({ kind: 'offset', value })
  })

  it('reads a null value as a tombstone', () => {
    expect(readOffsetsRecord(golden.groupKey, null)).toMatchObject({ kind: 'group', value: null })
    expect(readOffsetsRecord(golden.offsetKey, null)).toMatchObject({ kind: 'offset', value: null })
  })

  it('leaves records of newer group kinds alone', () => {
    expect(readOffsetsRecord(hex('0003 000167'), hex('0000 00000001'))).toEqual({ kind: 'other', keyVersion: 3 })
  })

  it.each([
    ['an empty key', Buffer.alloc(0), golden.noMember],
    ['a key that is cut short', golden.offsetKey.subarray(0, 20), golden.offsetValue],
    ['a value that is cut short', golden.groupKey, golden.oneMember.subarray(0, 100)],
    ['a value of a version that is not known', golden.groupKey, hex('0005 0000')],
    [
      'a member count that cannot be true',
      golden.groupKey,
      hex('0003 0000 00000001 ffff ffff 0000000000000000 7fffffff'),
    ],
  ])('refuses %s', (_what, key, value) => {
    expect(() => readOffsetsRecord(key, value)).toThrow(WireError)
  })
})

describe('the partition of a group', () => {
  it.each([
    ['h5-golden.^g', 12],
    ['', 0],
    ['polygenelubricants', 0],
  ])('of %j is the one that Kafka takes', (name, partition) => {
    expect(partitionOf(name, 50)).toBe(partition)
  })
})
