import { beforeEach, describe, expect, it } from 'vitest'
import { manualClock } from '../../lib/clock'
import { silentLog } from '../../lib/log'
import { memoryPartition, turn, type MemoryPartition } from '../groups/testing'
import { errors, KafkaError } from '../wire/errors'
import { openTransactions, type TransactionCoordinator } from './index'

const stateTopic = '__transaction_state'
const diskFull = () => new KafkaError(errors.kafkaStorageError)

let clock: ReturnType<typeof manualClock>
let topics: Map<string, MemoryPartition[]>
let coordinator: TransactionCoordinator
let ended: string[]
let ids: number
let takeProducerId: () => Promise<number>

async function open(): Promise<void> {
  coordinator = await openTransactions({
    topics: {
      get: name => (topics.has(name) ? { partitions: topics.get(name)! } : undefined),
      ensureInternal(name, { partitionCount }) {
        const partitions = Array.from({ length: partitionCount }, (_, index) => memoryPartition(name, index))
        topics.set(name, partitions)
        return { partitions }
      },
      partition: (name, index) => topics.get(name)?.[index],
      takeProducerId: () => takeProducerId(),
    },
    onMarker: ({ topicName, index }, producerId, isCommit) =>
      ended.push(`${topicName}-${index} ${producerId} ${isCommit ? 'commit' : 'abort'}`),
    clock,
    log: silentLog(),
    config: { topicPartitions: 1, timeoutMsMax: 60_000, idExpirationMs: 1e9 },
  })
}

beforeEach(async () => {
  clock = manualClock(1_000_000)
  topics = new Map([['a', [memoryPartition('a', 0), memoryPartition('a', 1)]]])
  ended = []
  ids = 0
  takeProducerId = async () => ++ids
  await open()
})

const begin = async (id = 't', timeoutMs = 10_000) => coordinator.initProducer(id, timeoutMs, null)
const add = (sender: { producerId: number; epoch: number }, ...indexes: number[]) =>
  coordinator.addPartitions('t', sender, new Map([['a', new Set(indexes)]]))
const partition = (index: number) => topics.get('a')![index]!
const markersIn = (index: number) =>
  partition(index)
    .records.filter(({ isControl }) => isControl)
    .map(({ key, producerEpoch }) => `${key![3] === 1 ? 'commit' : 'abort'} at epoch ${producerEpoch}`)
const stateOf = (id = 't') => coordinator.get(id)?.state

describe('a transaction', () => {
  it('ends in all of its partitions', async () => {
    const me = await begin()
    expect(me).toEqual({ error: 0, producerId: 1, epoch: 0 })
    expect(await add(me, 0, 1)).toBe(0)
    expect(coordinator.check('t', me, 'a', 1)).toBe(0)
    expect(await coordinator.end('t', me, true)).toBe(0)
    expect([markersIn(0), markersIn(1)]).toEqual([['commit at epoch 0'], ['commit at epoch 0']])
    expect(ended).toEqual(['a-0 1 commit', 'a-1 1 commit'])
    expect(stateOf()).toBe('CompleteCommit')
    expect(coordinator.check('t', me, 'a', 1)).toBe(errors.transactionAbortable)
  })

  it('ends where its topic was deleted meanwhile', async () => {
    const me = await begin()
    await add(me, 0)
    topics.delete('a')
    expect(await coordinator.end('t', me, true)).toBe(0)
    expect(stateOf()).toBe('CompleteCommit')
  })

  it('is aborted when its time is up, and its producer is fenced', async () => {
    const me = await begin()
    await add(me, 0)
    clock.advance(9_999)
    await turn()
    expect(markersIn(0)).toEqual([])
    clock.advance(1)
    await turn()
    expect(markersIn(0)).toEqual(['abort at epoch 1'])
    expect(await coordinator.end('t', me, true)).toBe(errors.producerFenced)
    expect(coordinator.check('t', me, 'a', 0)).toBe(errors.producerFenced)
    expect(await begin()).toEqual({ error: 0, producerId: 1, epoch: 2 })
  })

  it('that an earlier producer left open is aborted before the next one begins', async () => {
    const earlier = await begin()
    await add(earlier, 0)
    expect(await begin()).toEqual({ error: 0, producerId: 1, epoch: 2 })
    expect(markersIn(0)).toEqual(['abort at epoch 1'])
    expect(await add(earlier, 1)).toBe(errors.producerFenced)
  })

  it('is asked for again while its change is on the way to the disk', async () => {
    const me = await begin()
    const release = topics.get(stateTopic)![0]!.hold()
    const first = add(me, 0)
    expect(await add(me, 1)).toBe(errors.concurrentTransactions)
    expect(await begin()).toMatchObject({ error: errors.concurrentTransactions, producerId: -1 })
    release()
    expect(await first).toBe(0)
  })
})

describe('a request', () => {
  it('for an id that there is not, or without one, is refused', async () => {
    const me = { producerId: 1, epoch: 0 }
    expect(await coordinator.end('t', me, true)).toBe(errors.invalidProducerIdMapping)
    expect(coordinator.check('t', me, 'a', 0)).toBe(errors.invalidProducerIdMapping)
    expect(await coordinator.end('', me, true)).toBe(errors.invalidRequest)
    expect(await begin('')).toMatchObject({ error: errors.invalidRequest })
  })

  it.each([0, -1, 60_001])('with a timeout of %i ms is refused', async timeoutMs => {
    expect(await begin('t', timeoutMs)).toMatchObject({ error: errors.invalidTransactionTimeout })
    expect(topics.has(stateTopic)).toBe(false)
  })
})

describe('a disk that takes no more', () => {
  it('leaves the transaction as it was when the decision cannot be kept', async () => {
    const me = await begin()
    await add(me, 0)
    const release = topics.get(stateTopic)![0]!.hold()
    const end = coordinator.end('t', me, true)
    await turn()
    release(diskFull())
    expect(await end).toBe(errors.notCoordinator)
    expect([stateOf(), markersIn(0)]).toEqual(['Ongoing', []])
    expect(await coordinator.end('t', me, true)).toBe(0)
    expect(markersIn(0)).toEqual(['commit at epoch 0'])
  })

  it('gets the marker once it takes it, since the end is decided', async () => {
    const me = await begin()
    await add(me, 0)
    const release = partition(0).hold()
    const end = coordinator.end('t', me, true)
    await turn()
    release(diskFull())
    expect(await end).toBe(0)
    expect([stateOf(), ended]).toEqual(['PrepareCommit', []])
    expect(await add(me, 1)).toBe(errors.concurrentTransactions)
    clock.advance(1_000)
    await turn()
    expect([stateOf(), ended]).toEqual(['CompleteCommit', ['a-0 1 commit']])
  })
})

describe('a disk that takes no more, for what nobody waits for', () => {
  it('is asked once a second for the abort of a transaction whose time is up', async () => {
    const me = await begin()
    await add(me, 0)
    const state = topics.get(stateTopic)![0]!
    const before = state.records.length
    const release = state.hold()
    clock.advance(10_000)
    release(diskFull())
    await turn()
    expect(state.records).toHaveLength(before + 1)
    clock.advance(999)
    await turn()
    expect(state.records).toHaveLength(before + 1)
    clock.advance(1)
    await turn()
    expect(markersIn(0)).toEqual(['abort at epoch 1'])
  })

  it('does not keep an id whose epochs are used up for ever, when there is no producer id for it', async () => {
    await begin()
    const { key, value } = topics.get(stateTopic)![0]!.records.at(-1)!
    const spent = Buffer.from(value!)
    spent.writeInt16BE(32_766, 10)
    topics
      .get(stateTopic)![0]!
      .records.push({ ...topics.get(stateTopic)![0]!.records[0]!, key, value: spent, offset: 1 })
    await coordinator.close()
    await open()
    takeProducerId = () => Promise.reject(diskFull())
    expect(await begin()).toMatchObject({ error: errors.kafkaStorageError })
    takeProducerId = async () => ++ids
    expect(await begin()).toEqual({ error: 0, producerId: 2, epoch: 0 })
  })
})

describe('after a restart', () => {
  it('ids are known, and their producers go on', async () => {
    const me = await begin()
    await add(me, 0)
    await coordinator.close()
    await open()
    expect(await coordinator.end('t', me, true)).toBe(0)
    expect(markersIn(0)).toEqual(['commit at epoch 0'])
  })

  it('an end that was decided and not done is done, in all partitions', async () => {
    const me = await begin()
    await add(me, 0, 1)
    const release = partition(1).hold()
    void coordinator.end('t', me, true)
    await turn()
    const left = topics.get(stateTopic)![0]!.records.length
    release(diskFull())
    await coordinator.close()
    topics.get(stateTopic)![0]!.records.length = left
    ended = []
    await open()
    expect(ended).toEqual(['a-0 1 commit', 'a-1 1 commit'])
    expect(stateOf()).toBe('CompleteCommit')
  })

  it('the time of an open one goes on from when it began', async () => {
    const me = await begin()
    await add(me, 0)
    await coordinator.close()
    clock.advance(9_000)
    await open()
    clock.advance(1_000)
    await turn()
    expect(markersIn(0)).toEqual(['abort at epoch 1'])
  })
})

it('an id that nobody has used for long is forgotten, also after a restart', async () => {
  await begin()
  clock.advance(1e9 + 3_600_000)
  await turn()
  expect(coordinator.all()).toEqual([])
  await coordinator.close()
  await open()
  expect(coordinator.all()).toEqual([])
})

it('a coordinator that is closed refuses, and its timers are quiet', async () => {
  const me = await begin()
  await add(me, 0)
  await coordinator.close()
  clock.advance(100_000)
  await turn()
  expect(markersIn(0)).toEqual([])
  expect(await coordinator.end('t', me, true)).toBe(errors.notCoordinator)
})
