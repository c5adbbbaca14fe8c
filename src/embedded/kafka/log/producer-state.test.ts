import { describe, expect, it } from 'vitest'
import { errors } from '../wire/errors'
import { readBatchHeader } from '../wire/record-batch'
import { batchesKept, ProducerState } from './producer-state'
import { batchOf } from './testing'

interface Sent {
  sequence: number
  count?: number
  epoch?: number
  id?: number
}

const headerOf = ({ sequence, count = 1, epoch = 0, id = 1 }: Sent) =>
  readBatchHeader(
    batchOf(Array<string>(count).fill('v'), { producerId: id, producerEpoch: epoch, baseSequence: sequence }),
  )

/** A partition's state after batches were appended one behind the other. */
function after(...sent: Sent[]): ProducerState {
  const state = new ProducerState()
  let offset = 0
  for (const one of sent) {
    state.add(headerOf(one), null, offset, 0)
    offset += one.count ?? 1
  }
  return state
}

describe('an idempotent batch', () => {
  const isNew = { kind: 'new' }
  const gap = { kind: 'refused', code: errors.outOfOrderSequenceNumber }
  it.each<[string, Sent[], Sent, object]>([
    ['is new when it is the first', [], { sequence: 0 }, isNew],
    ['is new at any sequence when the producer is not known', [], { sequence: 12 }, isNew],
    ['is new when it follows', [{ sequence: 0, count: 3 }], { sequence: 3 }, isNew],
    ['is refused behind a gap', [{ sequence: 0, count: 3 }], { sequence: 4 }, gap],
    [
      'is a duplicate when it is the last one again',
      [{ sequence: 0, count: 3 }],
      { sequence: 0, count: 3 },
      { kind: 'duplicate' },
    ],
    ['is refused when it is only part of one', [{ sequence: 0, count: 3 }], { sequence: 1 }, gap],
    [
      'is fenced with an older epoch',
      [{ sequence: 0, epoch: 2 }],
      { sequence: 1, epoch: 1 },
      { code: errors.invalidProducerEpoch },
    ],
    ['begins at 0 in a newer epoch', [{ sequence: 5 }], { sequence: 0, epoch: 1 }, isNew],
    ['does not go on in a newer epoch', [{ sequence: 5 }], { sequence: 6, epoch: 1 }, gap],
    ['goes on at 0 behind the largest sequence', [{ sequence: 2 ** 31 - 1 }], { sequence: 0 }, isNew],
    ['may wrap in its middle', [{ sequence: 2 ** 31 - 1, count: 2 }], { sequence: 1 }, isNew],
    ['is another one for another producer', [{ sequence: 0 }], { sequence: 9, id: 2 }, isNew],
  ])('%s', (_what, sent, next, verdict) => {
    expect(after(...sent).check(headerOf(next))).toMatchObject(verdict)
  })

  it(`is known again among the last ${batchesKept}, and only there`, () => {
    const state = after(...Array.from({ length: batchesKept + 1 }, (_, sequence) => ({ sequence })))
    expect(state.check(headerOf({ sequence: 1 }))).toMatchObject({ kind: 'duplicate', batch: { baseOffset: 1 } })
    expect(state.check(headerOf({ sequence: 0 }))).toMatchObject({ code: errors.duplicateSequenceNumber })
  })

  it('is known to have been written long before, also where sequences have begun again since', () => {
    const state = after(...Array.from({ length: batchesKept }, (_, sequence) => ({ sequence })))
    expect(state.check(headerOf({ sequence: 2 ** 31 - 3, count: 2 }))).toMatchObject({
      code: errors.duplicateSequenceNumber,
    })
    expect(state.check(headerOf({ sequence: batchesKept + 1 }))).toMatchObject({
      code: errors.outOfOrderSequenceNumber,
    })
  })

  it('is forgotten when it lies behind the end, or its producer wrote long ago', () => {
    const state = after({ sequence: 0 }, { sequence: 1 })
    state.truncate(1)
    expect(state.check(headerOf({ sequence: 1 }))).toEqual(isNew)
    state.expire(1, () => false)
    expect(state.size).toBe(0)
  })
  it('is known again in its older epoch when the batch that raised it is cut', () => {
    const state = after({ sequence: 5 }, { sequence: 0, epoch: 1 })
    state.truncate(1)
    expect(state.check(headerOf({ sequence: 5 }))).toMatchObject({ kind: 'duplicate', batch: { baseOffset: 0 } })
    expect(state.check(headerOf({ sequence: 6 }))).toEqual(isNew)
  })

  it('is fenced by an epoch that only a marker told of, whatever is cut behind it', () => {
    const state = new ProducerState()
    state.add(
      { ...headerOf({ sequence: 0, epoch: 3 }), isControl: true },
      { isCommit: true, coordinatorEpoch: 5 },
      7,
      0,
    )
    state.truncate(8)
    expect(state.check(headerOf({ sequence: 0, epoch: 2 }))).toMatchObject({ code: errors.invalidProducerEpoch })
    expect(state.entriesAt(8)).toMatchObject([{ epoch: 3, batches: [] }])
    expect(state.entriesAt(7)).toEqual([])
  })

  it('is told of as it was at an offset, its epoch included', () => {
    const state = after({ sequence: 5 }, { sequence: 0, epoch: 1 }, { sequence: 1, epoch: 1 })
    expect(state.entriesAt(1)).toMatchObject([{ epoch: 0, batches: [{ firstSequence: 5 }] }])
    expect(state.entriesAt(2)).toMatchObject([{ epoch: 1, batches: [{ firstSequence: 0 }] }])
  })
})
