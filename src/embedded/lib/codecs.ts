import { CompressionCodecs, CompressionTypes } from 'kafkajs'

/** Xerial's framing around snappy blocks, which Kafka's Java clients write: magic, version 1, compatible from 1. */
const xerialHeader = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1])

/** Bytes of the magic that tell a framed block from a raw one, which librdkafka writes. */
const xerialMagicBytes = 8

/** Bytes of input that one snappy block holds, as Kafka's Java client cuts them. */
const xerialBlockBytes = 32 * 1024

/**
 * Teaches kafkajs snappy, lz4 and zstd; it brings gzip only. The native packages are loaded when a batch needs them
 * first, so that a service which never meets one starts without them.
 */
export function registerCodecs(): void {
  CompressionCodecs[CompressionTypes.Snappy] = () => ({
    compress: (encoder: { buffer: Buffer }) => snappyCompress(encoder.buffer),
    decompress: snappyDecompress,
  })
  CompressionCodecs[CompressionTypes.LZ4] = () => ({
    compress: async (encoder: { buffer: Buffer }) => (await import('lz4-napi')).compressFrame(encoder.buffer),
    decompress: async (buffer: Buffer) => (await import('lz4-napi')).decompressFrame(buffer),
  })
  CompressionCodecs[CompressionTypes.ZSTD] = () => ({
    compress: async (encoder: { buffer: Buffer }) => (await import('@mongodb-js/zstd')).compress(encoder.buffer),
    decompress: async (buffer: Buffer) => (await import('@mongodb-js/zstd')).decompress(buffer),
  })
}

/** Snappy in xerial's framing. */
export async function snappyCompress(input: Buffer): Promise<Buffer> {
  const { compress } = await import('snappy')
  const parts = [xerialHeader]
  for (let at = 0; at < input.length; at += xerialBlockBytes) {
    const block = Buffer.from(await compress(input.subarray(at, at + xerialBlockBytes)))
    const length = Buffer.alloc(4)
    length.writeUInt32BE(block.length)
    parts.push(length, block)
  }
  return Buffer.concat(parts)
}

/**
 * Snappy with or without xerial's framing.
 *
 * @throws Error when a block says that it is longer than what follows, or does not decompress
 */
export async function snappyDecompress(input: Buffer): Promise<Buffer> {
  const { uncompress } = await import('snappy')
  const raw = async (block: Buffer) => Buffer.from(await uncompress(block, { asBuffer: true }))
  if (!input.subarray(0, xerialMagicBytes).equals(xerialHeader.subarray(0, xerialMagicBytes))) return raw(input)
  const parts: Buffer[] = []
  let at = xerialHeader.length
  while (at < input.length) {
    if (at + 4 > input.length) throw new Error(`snappy: a block length is cut off at position ${at}`)
    const length = input.readUInt32BE(at)
    at += 4
    if (at + length > input.length) {
      throw new Error(`snappy: a block at position ${at} says ${length} bytes, ${input.length - at} are left`)
    }
    parts.push(await raw(input.subarray(at, at + length)))
    at += length
  }
  return Buffer.concat(parts)
}
