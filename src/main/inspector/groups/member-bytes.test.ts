import { AssignerProtocol } from 'kafkajs'
import { describe, expect, it } from 'vitest'
import { readAssignment, readSubscription } from './member-bytes'

const userData = Buffer.from([1, 2, 3])

describe('what a member tells its group', () => {
  it('has the topics that it asked for', () => {
    const bytes = AssignerProtocol.MemberMetadata.encode({ version: 1, topics: ['a', 'b.ü'], userData })
    expect(readSubscription(bytes)).toEqual(['a', 'b.ü'])
  })

  it('has the partitions that it owns', () => {
    const bytes = AssignerProtocol.MemberAssignment.encode({ version: 0, assignment: { a: [0, 7], b: [] }, userData })
    expect(readAssignment(bytes)).toEqual([
      { topic: 'a', partitions: [0, 7] },
      { topic: 'b', partitions: [] },
    ])
  })

  it('is nothing while no assignment was given', () => {
    expect(readAssignment(Buffer.alloc(0))).toEqual([])
  })

  it('is not known when the bytes are of another protocol, cut off, or claim too much', () => {
    const bytes = AssignerProtocol.MemberAssignment.encode({ version: 0, assignment: { topic: [0, 1] }, userData })
    expect(readAssignment(bytes.subarray(0, 12))).toBeNull()
    expect(readAssignment(Buffer.from([0, 1, 0x7f, 0xff, 0xff, 0xff]))).toBeNull()
    expect(readAssignment(Buffer.from([0xff, 0xff]))).toBeNull()
    expect(readSubscription(Buffer.alloc(0))).toBeNull()
    expect(readSubscription(Buffer.from('{"json":"of somebody else"}'))).toBeNull()
  })
})
