import { gunzip, gzip } from 'node:zlib'
import { errors, KafkaError } from '../wire/errors'
import { codecs, type CodecName } from '../wire/record-batch'

/** Records that take more than this uncompressed are refused: a few kilobytes can be made to fill the memory. */
export const uncompressedBytesMax = 128 * 1024 * 1024

const xerialMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0])
/** Magic, version and least compatible version. */
const xerialHeaderBytes = 16
const xerialBlockBytes = 32 * 1024

/** The name of a codec id as batches carry it. */
export function codecName(id: number): CodecName {
  const name = codecs[id]
  if (!name) throw new KafkaError(errors.unsupportedCompressionType, `There is no compression codec ${id}.`)
  return name
}

/**
 * The records of a batch as they were before `codec`. Native packages are loaded when they are first needed.
 *
 * @throws KafkaError 2 when the bytes are not of that codec, 10 when they become larger than `uncompressedBytesMax`
 */
export async function decompress(codec: CodecName, bytes: Buffer): Promise<Buffer> {
  if (codec === 'none') return bytes
  try {
    return bounded(await decompressors[codec](bytes))
  } catch (error) {
    if (error instanceof KafkaError) throw error
    throw new KafkaError(errors.corruptMessage, `The batch is not ${codec}: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

export async function compress(codec: CodecName, bytes: Buffer): Promise<Buffer> {
  return codec === 'none' ? bytes : compressors[codec](bytes)
}

type Transform = (bytes: Buffer) => Promise<Buffer>
type Codecs = { readonly [Name in Exclude<CodecName, 'none'>]: Transform }

const decompressors: Codecs = {
  gzip: bytes =>
    new Promise((resolve, reject) =>
      gunzip(bytes, { maxOutputLength: uncompressedBytesMax }, (error, result) =>
        error ? reject(error) : resolve(result),
      ),
    ),
  snappy: snappyDecompress,
  async lz4(bytes) {
    refuseLarge(lz4ContentBytes(bytes))
    return (await import('lz4-napi')).decompressFrame(bytes)
  },
  async zstd(bytes) {
    refuseLarge(zstdContentBytes(bytes))
    return (await import('@mongodb-js/zstd')).decompress(bytes)
  },
}

const compressors: Codecs = {
  gzip: bytes =>
    new Promise((resolve, reject) => gzip(bytes, (error, result) => (error ? reject(error) : resolve(result)))),
  async snappy(bytes) {
    const { compress: pack } = await import('snappy')
    const parts = [xerialMagic, Buffer.from([0, 0, 0, 1, 0, 0, 0, 1])]
    for (let at = 0; at < bytes.length; at += xerialBlockBytes) {
      const block = Buffer.from(await pack(bytes.subarray(at, at + xerialBlockBytes)))
      const length = Buffer.alloc(4)
      length.writeUInt32BE(block.length)
      parts.push(length, block)
    }
    return Buffer.concat(parts)
  },
  lz4: async bytes => (await import('lz4-napi')).compressFrame(bytes),
  zstd: async bytes => (await import('@mongodb-js/zstd')).compress(bytes),
}

/** Java clients send xerial's framing, the others one bare block. */
async function snappyDecompress(bytes: Buffer): Promise<Buffer> {
  if (!bytes.subarray(0, xerialMagic.length).equals(xerialMagic)) return snappyBlock(bytes)
  const parts: Buffer[] = []
  let size = 0
  for (let at = xerialHeaderBytes; at < bytes.length;) {
    const length = bytes.readUInt32BE(at)
    const end = at + 4 + length
    if (end > bytes.length) throw new Error(`a block of ${length} bytes at position ${at} is cut short`)
    const block = await snappyBlock(bytes.subarray(at + 4, end))
    size += block.length
    refuseLarge(size)
    parts.push(block)
    at = end
  }
  return Buffer.concat(parts)
}

async function snappyBlock(block: Buffer): Promise<Buffer> {
  refuseLarge(snappyContentBytes(block))
  const { uncompress } = await import('snappy')
  return Buffer.from(await uncompress(block, { asBuffer: true }))
}

/** A snappy block begins with the size of its content as an unsigned varint. */
function snappyContentBytes(block: Buffer): number {
  let size = 0
  for (let at = 0; at < Math.min(5, block.length); at++) {
    size += (block[at]! & 0x7f) * 2 ** (7 * at)
    if (block[at]! < 0x80) break
  }
  return size
}

/** The content size of an lz4 frame, or 0 when it does not say. */
function lz4ContentBytes(frame: Buffer): number {
  const hasSize = frame.length >= 14 && (frame[4]! & 0x08) !== 0
  return hasSize ? Number(frame.readBigUInt64LE(6)) : 0
}

/** The content size of a zstd frame, or 0 when it does not say (RFC 8878, 3.1.1.1). */
function zstdContentBytes(frame: Buffer): number {
  if (frame.length < 14) return 0
  const descriptor = frame[4]!
  const isSingleSegment = (descriptor & 0x20) !== 0
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!
  const at = 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes
  const sizeFlag = descriptor >> 6
  if (sizeFlag === 0) return isSingleSegment ? frame[at]! : 0
  if (sizeFlag === 1) return frame.readUInt16LE(at) + 256
  if (sizeFlag === 2) return frame.readUInt32LE(at)
  return at + 8 <= frame.length ? Number(frame.readBigUInt64LE(at)) : 0
}

function bounded(bytes: Buffer): Buffer {
  refuseLarge(bytes.length)
  return bytes
}

function refuseLarge(size: number): void {
  if (size <= uncompressedBytesMax) return
  throw new KafkaError(
    errors.messageTooLarge,
    `The batch takes ${size} bytes uncompressed; ${uncompressedBytesMax} are allowed.`,
  )
}
