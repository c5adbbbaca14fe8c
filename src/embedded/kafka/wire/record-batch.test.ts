import { describe, expect, it } from 'vitest'
import {
  batchHeaderBytes,
  buildBatch,
  decodeRecords,
  isIntact,
  placeBatch,
  readBatchHeader,
  stampAppendTime,
} from './record-batch'
import { WireError } from './reader'

/** What kcat 1.7 with librdkafka 2.0.2 sent for `k1:v1` and `k2:v2`, each with a header `h1=x`. */
const fromLibrdkafka = Buffer.from(
  '000000000000000000000051000000000229666a50000000000001000001a20fe496cc000001a20fe496ccffffffffffffffffffffffffffff' +
    '000000021e000000046b310476310204683102781e000002046b32047632020468310278',
  'hex',
)

/** What Kafka 4.3.1's console producer sent for `jk:jv`: idempotent, and compressed with snappy. */
const fromJava = Buffer.from(
  '0000000000000000000000520000000002efcb50d6000200000000000001a20fe4a352000001a20fe4a35200000000000000010000000000000000' +
    '000182534e415050590000000001000000010000000d0b2814000000046a6b046a7600',
  'hex',
)

describe('batches of other clients', () => {
  it('are intact and read as they were meant: librdkafka', () => {
    expect(isIntact(fromLibrdkafka)).toBe(true)
    const header = readBatchHeader(fromLibrdkafka)
    expect(header).toMatchObject({
      baseOffset: 0,
      magic: 2,
      codec: 0,
      recordCount: 2,
      lastOffsetDelta: 1,
      producerId: -1,
    })
    expect(header.sizeBytes).toBe(fromLibrdkafka.length)
    const records = decodeRecords(header, fromLibrdkafka.subarray(batchHeaderBytes))
    expect(records).toEqual([
      {
        offset: 0,
        timestamp: 0x1a20fe496cc,
        key: Buffer.from('k1'),
        value: Buffer.from('v1'),
        headers: [{ key: 'h1', value: Buffer.from('x') }],
      },
      {
        offset: 1,
        timestamp: 0x1a20fe496cc,
        key: Buffer.from('k2'),
        value: Buffer.from('v2'),
        headers: [{ key: 'h1', value: Buffer.from('x') }],
      },
    ])
  })

  it('are intact and read as they were meant: Java', () => {
    expect(isIntact(fromJava)).toBe(true)
    expect(readBatchHeader(fromJava)).toMatchObject({
      codec: 2,
      producerId: 1,
      producerEpoch: 0,
      baseSequence: 0,
      recordCount: 1,
    })
  })

  it('are built byte for byte the same', () => {
    const headers = [{ key: 'h1', value: Buffer.from('x') }]
    const timestamp = 0x1a20fe496cc
    const built = buildBatch([
      { key: Buffer.from('k1'), value: Buffer.from('v1'), timestamp, headers },
      { key: Buffer.from('k2'), value: Buffer.from('v2'), timestamp, headers },
    ])
    expect(built.toString('hex')).toBe(fromLibrdkafka.toString('hex'))
  })
})

describe('a batch', () => {
  const record = (value: string | null, timestamp = 1000) => ({
    key: null,
    value: value === null ? null : Buffer.from(value),
    timestamp,
  })

  it('keeps its CRC when it gets its place in the log', () => {
    const batch = buildBatch([record('a')])
    placeBatch(batch, 2 ** 33 + 5, 3)
    expect(isIntact(batch)).toBe(true)
    expect(readBatchHeader(batch)).toMatchObject({ baseOffset: 2 ** 33 + 5, leaderEpoch: 3 })
  })

  it('gets a new CRC with the time of the broker, which is then the time of each record', () => {
    const batch = buildBatch([record('a', 1), record('b', 2)])
    stampAppendTime(batch, 77)
    const header = readBatchHeader(batch)
    expect(isIntact(batch)).toBe(true)
    expect(header).toMatchObject({ isLogAppendTime: true, maxTimestamp: 77 })
    expect(decodeRecords(header, batch.subarray(batchHeaderBytes)).map(({ timestamp }) => timestamp)).toEqual([77, 77])
  })

  it('keeps keys, nulls, empty values and times that go back', () => {
    const batch = buildBatch([record(null, 5000), record('', 1000), record('x'.repeat(300), 9000)])
    const header = readBatchHeader(batch)
    expect(header.maxTimestamp).toBe(9000)
    const records = decodeRecords(header, batch.subarray(batchHeaderBytes))
    expect(records.map(({ value, timestamp }) => [value?.length ?? null, timestamp])).toEqual([
      [null, 5000],
      [0, 1000],
      [300, 9000],
    ])
  })

  it('may have holes where compaction took records out', () => {
    const batch = buildBatch([{ ...record('a'), offsetDelta: 2 }], { baseOffset: 10, lastOffsetDelta: 4 })
    const header = readBatchHeader(batch)
    expect(header).toMatchObject({ lastOffsetDelta: 4, recordCount: 1 })
    expect(decodeRecords(header, batch.subarray(batchHeaderBytes))[0]!.offset).toBe(12)
  })

  it.each([
    ['a cut record', (batch: Buffer) => batch.subarray(0, -1)],
    ['bytes behind the last record', (batch: Buffer) => Buffer.concat([batch, Buffer.from([0])])],
    ['an impossible length', (batch: Buffer) => (batch.writeUInt8(0x7e, batchHeaderBytes), batch)],
  ])('with %s is refused', (_what, change) => {
    const batch = change(buildBatch([record('value')]))
    expect(() => decodeRecords(readBatchHeader(batch), batch.subarray(batchHeaderBytes))).toThrow(WireError)
  })

  it('with a changed byte is not intact', () => {
    const batch = buildBatch([record('value')])
    batch[batch.length - 1]! ^= 1
    expect(isIntact(batch)).toBe(false)
  })
})
