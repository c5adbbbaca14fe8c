import { gunzip } from 'node:zlib'

/** A batch that becomes larger than this is not unpacked: a small one may hide gigabytes. */
const unpackedBytesMax = 256 * 1024 * 1024

/** The names of the codecs, by their number in a batch's attributes. */
export const codecNames = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
export type CodecName = (typeof codecNames)[number]

/** One entry per codec. The native packages are loaded when a batch needs them first. */
const unpackers: Record<CodecName, (packed: Buffer) => Promise<Buffer> | Buffer> = {
  none: packed => packed,
  gzip: packed =>
    new Promise((resolve, reject) =>
      gunzip(packed, { maxOutputLength: unpackedBytesMax }, (error, bytes) => (error ? reject(error) : resolve(bytes))),
    ),
  snappy: unpackSnappy,
  lz4: async packed => (await import('lz4-napi')).decompressFrame(packed),
  zstd: async packed => (await import('@mongodb-js/zstd')).decompress(packed),
}

/** @throws Error when the bytes are not of that codec, or become too many */
export async function unpack(codec: CodecName, packed: Buffer): Promise<Buffer> {
  return unpackers[codec](packed)
}

/** The magic of Xerial's framing around snappy blocks, which Java clients write; librdkafka writes a bare block. */
const xerialMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0])
const xerialHeaderBytes = 16

async function unpackSnappy(packed: Buffer): Promise<Buffer> {
  const { uncompress } = await import('snappy')
  const raw = async (block: Buffer) => Buffer.from(await uncompress(block, { asBuffer: true }))
  if (!packed.subarray(0, xerialMagic.length).equals(xerialMagic)) return raw(packed)
  const blocks: Buffer[] = []
  let bytes = 0
  for (let at = xerialHeaderBytes; at < packed.length;) {
    const length = at + 4 <= packed.length ? packed.readUInt32BE(at) : Infinity
    if (at + 4 + length > packed.length) throw new Error(`a block of snappy at ${at} is cut off`)
    const block = await raw(packed.subarray(at + 4, at + 4 + length))
    bytes += block.length
    if (bytes > unpackedBytesMax) throw new Error(`the batch becomes larger than ${unpackedBytesMax} bytes`)
    blocks.push(block)
    at += 4 + length
  }
  return Buffer.concat(blocks)
}
