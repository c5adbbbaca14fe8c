import { describe, expect, it } from 'vitest'
import { manualClock } from '../../lib/clock'
import { kafkaClient } from '../../lib/kafka-client'
import { silentLog } from '../../lib/log'
import { createRecordBuffer } from './buffer'
import { instanceConfig } from './config'
import { createInstances } from './instances'

const log = silentLog()
/** Nothing listens there, and nothing needs to: an instance connects when it is read from. */
const kafka = kafkaClient({ clientId: 'test', brokers: '127.0.0.1:1', log })

describe('consumer instances that nobody asks for', () => {
  it('are destroyed after five minutes without a question', () => {
    const clock = manualClock()
    const instances = createInstances({ kafka, admin: () => Promise.reject(new Error('not asked')), clock, log })
    const name = instances.create('g', instanceConfig({}))
    clock.advance(299_999)
    expect(instances.get('g', name).group).toBe('g')
    clock.advance(299_999)
    instances.get('g', name)
    clock.advance(300_000)
    expect(() => instances.get('g', name)).toThrow('Consumer instance not found')
  })

  it('are at most a thousand', () => {
    const instances = createInstances({
      kafka,
      admin: () => Promise.reject(new Error('not asked')),
      clock: manualClock(),
      log,
    })
    for (let count = 0; count < 1_000; count++) instances.create('g', instanceConfig({ name: String(count) }))
    expect(() => instances.create('g', instanceConfig({}))).toThrow('1000 instances already')
  })
})

describe('the record buffer', () => {
  const record = (offset: number, bytes = 10) => ({
    topic: 't',
    partition: offset % 2,
    offset: String(offset),
    key: null,
    value: Buffer.alloc(bytes),
  })
  const offsets = (records: { offset: string }[]) => records.map(({ offset }) => Number(offset))

  it('gives records in order, as many as fit and at least one', async () => {
    const buffer = createRecordBuffer()
    const taken: number[] = []
    const gone = buffer.put([record(0), record(1), record(2, 100), record(3)], ({ offset }) =>
      taken.push(Number(offset)),
    )
    expect(offsets(buffer.take(25))).toEqual([0, 1])
    expect(offsets(buffer.take(25))).toEqual([2])
    expect(offsets(buffer.take(25))).toEqual([3])
    expect(buffer.take(25)).toEqual([])
    await gone
    expect(taken).toEqual([0, 1, 2, 3])
  })

  it('tells whoever put them when the last has been taken or dropped', async () => {
    const buffer = createRecordBuffer()
    const taken: number[] = []
    const gone = buffer.put([record(0), record(1), record(2)], ({ offset }) => taken.push(Number(offset)))
    buffer.drop({ topic: 't', partition: 0 })
    expect(offsets(buffer.take(100))).toEqual([1])
    await gone
    expect(taken).toEqual([1])
    await buffer.put([], () => {})
  })

  it('wakes who waits, or lets them go after a while', async () => {
    const buffer = createRecordBuffer()
    await buffer.wait(1)
    const waiting = buffer.wait(60_000)
    void buffer.put([record(0)], () => {})
    await waiting
    await buffer.wait(60_000)
  })
})
