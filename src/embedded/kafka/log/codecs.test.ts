import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { errors } from '../wire/errors'
import { codecs } from '../wire/record-batch'
import { codecName, compress, decompress, uncompressedBytesMax } from './codecs'

const text = Buffer.from('the blue line leaves at noon '.repeat(4000))
const refused = expect.objectContaining({ name: 'KafkaError' })
const tooLarge = expect.objectContaining({ code: errors.messageTooLarge })

describe.each(codecs)('%s', codec => {
  it('gives back what it was given', async () => {
    const packed = await compress(codec, text)
    expect((await decompress(codec, packed)).equals(text)).toBe(true)
    if (codec !== 'none') expect(packed.length).toBeLessThan(text.length / 5)
  })

  it('refuses what is not its own', async () => {
    if (codec === 'none') return
    await expect(decompress(codec, Buffer.alloc(40, 0xa5))).rejects.toEqual(refused)
    await expect(decompress(codec, (await compress(codec, text)).subarray(0, 30))).rejects.toEqual(refused)
  })
})

describe('a bomb', () => {
  it('of gzip ends at the bound', async () => {
    const bomb = gzipSync(Buffer.alloc(uncompressedBytesMax + 1), { level: 1 })
    await expect(decompress('gzip', bomb)).rejects.toBeDefined()
  })

  it('of snappy, lz4 or zstd is refused by the size that it says', async () => {
    // 2^31 - 1 as a varint; an lz4 header with content size; a zstd header with an 8-byte content size.
    await expect(decompress('snappy', Buffer.from('ffffffff0700', 'hex'))).rejects.toEqual(tooLarge)
    await expect(decompress('lz4', Buffer.from('04224d186840ffffff7f0000000000', 'hex'))).rejects.toEqual(tooLarge)
    await expect(decompress('zstd', Buffer.from('28b52ffdc000ffffff7f000000000000', 'hex'))).rejects.toEqual(tooLarge)
  })
})

it('has a name for each codec and an error for others', () => {
  expect(codecs.map((_, id) => codecName(id))).toEqual(codecs)
  expect(() => codecName(5)).toThrow(expect.objectContaining({ code: errors.unsupportedCompressionType }))
})
