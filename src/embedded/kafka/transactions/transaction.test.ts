import { describe, expect, it } from 'vitest'
import { errors } from '../wire/errors'
import {
  addPartitions,
  complete,
  initialise,
  isKnownProducer,
  newTransaction,
  prepareEnd,
  prepareFence,
  type Decision,
  type Transaction,
  type TransactionStateName,
} from './transaction'

const me = { producerId: 7, epoch: 3 }
const inState = (state: TransactionStateName, changes: Partial<Transaction> = {}): Transaction => ({
  ...newTransaction('t', me.producerId, 1_000, 0),
  epoch: me.epoch,
  state,
  ...changes,
})
const next = (decision: Decision) => {
  if ('error' in decision) throw new Error(`refused with ${decision.error}`)
  return decision.next
}
const on = (...indexes: number[]) => new Map([['a', new Set(indexes)]])
const begin = { expected: null, spareProducerId: null, timeoutMs: 2_000, nowMs: 5 }

describe('a producer that begins', () => {
  it('gets epoch 0 of a new id, and the next epoch of one that was used', () => {
    expect(next(initialise(newTransaction('t', 7, 1_000, 0), begin))).toMatchObject({ epoch: 0, producerId: 7 })
    expect(next(initialise(inState('CompleteCommit'), begin))).toMatchObject({
      epoch: 4,
      state: 'Empty',
      timeoutMs: 2_000,
    })
  })

  it('is answered the same when it asks again, and is fenced when it is an earlier one', () => {
    const raised = next(initialise(inState('Empty'), { ...begin, expected: me }))
    expect(raised.epoch).toBe(4)
    expect(next(initialise(raised, { ...begin, expected: me })).epoch).toBe(4)
    expect(initialise(raised, { ...begin, expected: { ...me, epoch: 2 } })).toEqual({ error: errors.producerFenced })
  })

  it('gets another producer id when the epochs of its own are used up', () => {
    const spent = inState('Empty', { epoch: 32_766 })
    const rotated = next(
      initialise(spent, { ...begin, expected: { producerId: 7, epoch: 32_766 }, spareProducerId: 8 }),
    )
    expect(rotated).toMatchObject({ producerId: 8, epoch: 0, previousProducerId: 7, previousEpoch: 32_766 })
    expect(isKnownProducer(rotated, { producerId: 7, epoch: 32_766 })).toBe(true)
    expect(isKnownProducer(rotated, { producerId: 7, epoch: 3 })).toBe(false)
    expect(isKnownProducer(rotated, { producerId: 6, epoch: 0 })).toBe(false)
  })
})

describe('partitions', () => {
  it.each(['Empty', 'CompleteCommit', 'CompleteAbort'] as const)('begin a transaction after %s', state => {
    expect(next(addPartitions(inState(state), me, on(0), 9))).toMatchObject({ state: 'Ongoing', startMs: 9 })
  })

  it('join the open one, which goes on from where it began', () => {
    const ongoing = inState('Ongoing', { partitions: on(0), startMs: 3 })
    const joined = next(addPartitions(ongoing, me, on(1), 9))
    expect(joined).toMatchObject({ startMs: 3, updatedMs: 9 })
    expect(joined.partitions).toEqual(on(0, 1))
    expect(addPartitions(joined, me, on(1), 10)).toEqual({ error: errors.none })
  })

  it('are refused to a producer that is not the current one, and while the last transaction is ended', () => {
    const add = (transaction: Transaction, sender = me) => addPartitions(transaction, sender, on(0), 9)
    expect(add(inState('Empty'), { ...me, epoch: 2 })).toEqual({ error: errors.producerFenced })
    expect(add(inState('Empty'), { ...me, producerId: 8 })).toEqual({ error: errors.invalidProducerIdMapping })
    expect(add(inState('PrepareCommit'))).toEqual({ error: errors.concurrentTransactions })
    expect(add(inState('PrepareAbort'))).toEqual({ error: errors.concurrentTransactions })
  })
})

describe('an end', () => {
  it('is prepared and completed, for a commit and an abort', () => {
    const ongoing = inState('Ongoing', { partitions: on(0) })
    for (const [isCommit, prepared, completed] of [
      [true, 'PrepareCommit', 'CompleteCommit'],
      [false, 'PrepareAbort', 'CompleteAbort'],
    ] as const) {
      const ending = next(prepareEnd(ongoing, me, isCommit, 9))
      expect([ending.state, ending.partitions]).toEqual([prepared, on(0)])
      expect(complete(ending, 10)).toMatchObject({ state: completed, partitions: new Map(), epoch: me.epoch })
    }
  })

  it.each([
    ['Empty', true, errors.invalidTxnState],
    ['CompleteCommit', true, errors.none],
    ['CompleteCommit', false, errors.invalidTxnState],
    ['CompleteAbort', false, errors.none],
    ['CompleteAbort', true, errors.invalidTxnState],
    ['PrepareCommit', true, errors.concurrentTransactions],
    ['PrepareCommit', false, errors.invalidTxnState],
    ['PrepareAbort', false, errors.concurrentTransactions],
    ['PrepareAbort', true, errors.invalidTxnState],
  ] as const)('in state %s, with commit %s, is answered with %i', (state, isCommit, error) => {
    expect(prepareEnd(inState(state), me, isCommit, 9)).toEqual({ error })
  })

  it('of the coordinator raises the epoch, so that the producer cannot go on', () => {
    const fenced = prepareFence(inState('Ongoing', { partitions: on(0) }), 9)
    expect(fenced).toMatchObject({ state: 'PrepareAbort', epoch: 4 })
    expect(prepareEnd(complete(fenced, 10), me, true, 11)).toEqual({ error: errors.producerFenced })
  })
})
