import { describe, expect, it } from 'vitest'
import { snappyCompress, snappyDecompress } from './codecs'

describe('snappy', () => {
  it.each([0, 1, 32 * 1024, 32 * 1024 + 1, 200_000])('gives %d bytes back', async length => {
    const input = Buffer.alloc(length, 'elevated ')
    expect((await snappyDecompress(await snappyCompress(input))).equals(input)).toBe(true)
  })

  it('reads blocks without framing, as librdkafka writes them', async () => {
    // Length 3, then a literal of 3 bytes.
    expect((await snappyDecompress(Buffer.from('0308616263', 'hex'))).toString()).toBe('abc')
  })

  it.each([
    ['a block length that is cut off', (whole: Buffer) => whole.subarray(0, 18), 'cut off at position 16'],
    ['a block that is cut off', (whole: Buffer) => whole.subarray(0, -1), 'at position 20 says'],
  ])('refuses %s', async (_, damage, message) => {
    await expect(snappyDecompress(damage(await snappyCompress(Buffer.from('abc'))))).rejects.toThrow(message)
  })
})
