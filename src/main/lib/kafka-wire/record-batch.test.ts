import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { snappyCompress } from '../../../embedded/lib/codecs'
import { batchesOf, headersOf, recordsOf } from './record-batch'
import { batchBytes, varint } from './testing'

const records = [
  { key: Buffer.from('k'), value: Buffer.from('v'), time: 1_000, headers: [['a', Buffer.from('1')] as const] },
  { key: null, value: null, time: 999, headers: [] },
]

async function first(bytes: Buffer) {
  return recordsOf(batchesOf(bytes)[0]!)
}

describe('a record batch', () => {
  it('gives its records with offsets, times and headers', async () => {
    const [batch] = batchesOf(batchBytes({ baseOffset: 2n ** 60n, records, baseTime: 1_000n }))
    expect(batch).toMatchObject({ baseOffset: 2n ** 60n, lastOffset: 2n ** 60n + 1n, codec: 'none', isControl: false })
    const [one, two] = await recordsOf(batch!)
    expect(one).toMatchObject({ offset: 2n ** 60n, time: 1_000, key: Buffer.from('k'), value: Buffer.from('v') })
    expect(headersOf(one!, 10)).toEqual([{ name: 'a', value: Buffer.from('1') }])
    expect(two).toMatchObject({ offset: 2n ** 60n + 1n, time: 999, key: null, value: null, headersCount: 0 })
  })

  it('has the broker’s time where that is used', async () => {
    const [one] = await first(batchBytes({ records, baseTime: 1_000n, maxTime: 5_000n, attributes: 8 }))
    expect(one?.time).toBe(5_000)
  })

  it.each([
    ['gzip', 1, async (bytes: Buffer) => gzipSync(bytes)],
    ['snappy in blocks', 2, snappyCompress],
    ['snappy bare', 2, async (bytes: Buffer) => Buffer.from(await (await import('snappy')).compress(bytes))],
    ['lz4', 3, async (bytes: Buffer) => (await import('lz4-napi')).compressFrame(bytes)],
    ['zstd', 4, async (bytes: Buffer) => (await import('@mongodb-js/zstd')).compress(bytes)],
  ])('unpacks %s', async (_name, codec, pack) => {
    const many = Array.from({ length: 3_000 }, (_, index) => ({ value: Buffer.from(`value ${index}`) }))
    const found = await first(await packed(batchBytes({ records: many, attributes: codec }), pack))
    expect(found).toHaveLength(3_000)
    expect(found.at(-1)?.value?.toString()).toBe('value 2999')
  })

  it('that is cut off at the end of an answer is left for the next one', () => {
    const bytes = batchBytes({ records })
    expect(batchesOf(Buffer.concat([bytes, bytes.subarray(0, 40)]))).toHaveLength(1)
    expect(batchesOf(bytes.subarray(0, bytes.length - 1))).toEqual([])
    expect(batchesOf(Buffer.alloc(0))).toEqual([])
  })

  it('in a format before Kafka 0.11 is refused by name', () => {
    const bytes = batchBytes({ records })
    bytes.writeInt8(1, 16)
    expect(() => batchesOf(bytes)).toThrow('message format 1')
  })

  it.each([
    ['a codec that is not known', (bytes: Buffer) => bytes.writeInt16BE(7, 21), 'compression 7'],
    ['a length of nothing', (bytes: Buffer) => bytes.writeInt32BE(3, 8), '3 bytes long'],
    ['more records than bytes', (bytes: Buffer) => bytes.writeInt32BE(2 ** 30, 57), 'records'],
    ['a record that is longer than the batch', (bytes: Buffer) => varint(5_000).copy(bytes, 61), 'are left'],
    ['a key of a negative length', (bytes: Buffer) => bytes.writeInt32BE(3, 57), 'are left'],
    ['bytes that are no gzip', (bytes: Buffer) => bytes.writeInt16BE(1, 21), 'header'],
  ])('with %s is refused', async (_name, damage, reason) => {
    const bytes = batchBytes({ records })
    damage(bytes)
    await expect((async () => first(bytes))()).rejects.toThrow(reason)
  })
})

/** The batch with its records packed. */
async function packed(batch: Buffer, pack: (bytes: Buffer) => Promise<Buffer>): Promise<Buffer> {
  const whole = Buffer.concat([batch.subarray(0, 61), await pack(batch.subarray(61))])
  whole.writeInt32BE(whole.length - 12, 8)
  return whole
}
