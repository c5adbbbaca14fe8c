import { expect, it } from 'vitest'
import { WireError } from '../wire/reader'
import { keyBytes, readTransaction, valueBytes } from './records'
import { newTransaction, transactionStates, type Transaction } from './transaction'

const open: Transaction = {
  ...newTransaction('payments', 4_000_000_000, 60_000, 1_700_000_000_000),
  epoch: 2,
  state: 'Ongoing',
  partitions: new Map([
    ['a', new Set([0, 3])],
    ['b', new Set([1])],
  ]),
  startMs: 1_700_000_000_001,
}

it.each(transactionStates)('a transaction in state %s is read as it was written', state => {
  const transaction = { ...open, state, partitions: state === 'Empty' ? new Map() : open.partitions }
  expect(readTransaction(keyBytes('payments'), valueBytes(transaction))).toEqual({ id: 'payments', transaction })
})

it('a record has the bytes that Kafka writes', () => {
  expect(keyBytes('t').toString('hex')).toBe('0000000174')
  const empty: Transaction = { ...newTransaction('t', 1, 60_000, 2), epoch: 0 }
  expect(valueBytes(empty).toString('hex')).toBe(
    '0000' + '0000000000000001' + '0000' + '0000ea60' + '00' + 'ffffffff' + '0000000000000002' + 'ffffffffffffffff',
  )
})

it('a value of version 1 is read, with the producer id before it', () => {
  const bytes =
    '0001' +
    '0000000000000001' +
    '0003' +
    '0000ea60' +
    '01' +
    '02' +
    '0261' +
    '0200000005' +
    '00' +
    '0000000000000002' +
    '0000000000000003' +
    '01' +
    '00' +
    '08' +
    '0000000000000009'
  expect(readTransaction(keyBytes('t'), Buffer.from(bytes, 'hex'))?.transaction).toMatchObject({
    producerId: 1,
    epoch: 3,
    state: 'Ongoing',
    partitions: new Map([['a', new Set([5])]]),
    previousProducerId: 9,
    startMs: 3,
  })
})

it('a tombstone has no transaction, and a record of a kind that is not known is passed over', () => {
  expect(readTransaction(keyBytes('t'), null)).toEqual({ id: 't', transaction: null })
  expect(readTransaction(Buffer.from('0001', 'hex'), null)).toBeNull()
})

it('a value that is cut short, in another version, or in a state that there is not, is told', () => {
  const value = valueBytes(open)
  expect(() => readTransaction(keyBytes('t'), value.subarray(0, 20))).toThrow(WireError)
  const newer = Buffer.from(value)
  newer.writeInt16BE(2, 0)
  expect(() => readTransaction(keyBytes('t'), newer)).toThrow('version 2')
  const odd = Buffer.from(value)
  odd.writeInt8(9, 16)
  expect(() => readTransaction(keyBytes('t'), odd)).toThrow('state 9')
})
