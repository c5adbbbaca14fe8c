import { codecNames, unpack, type CodecName } from './codecs'
import { WireError, WireReader } from './fields'

/** Base offset and length. */
const frameBytes = 12

/** From the base offset up to the count of records. */
const headerBytes = 61

const magicAt = 16
const supportedMagic = 2

/** A batch of records, format 2 (Kafka 0.11 on): its header, and the records still packed. */
export interface RecordBatch {
  baseOffset: bigint
  lastOffset: bigint
  /** The whole batch on the wire. */
  sizeBytes: number
  /** −1: unknown. */
  leaderEpoch: number
  codec: CodecName
  /** The time is the broker's, and the same for all: maxTime. */
  isAppendTime: boolean
  isTransactional: boolean
  /** The records are markers of transactions, not data. */
  isControl: boolean
  baseTime: bigint
  maxTime: bigint
  /** −1: none. */
  producerId: bigint
  count: number
  packed: Buffer
}

/** One record; key, value and headers share memory with their batch. */
export interface WireRecord {
  offset: bigint
  /** ms; −1: none. */
  time: number
  key: Buffer | null
  value: Buffer | null
  headersCount: number
  /** The headers as they lie in the record. */
  headers: Buffer
}

/**
 * The whole batches of what was fetched; a cut one at the end is left out.
 *
 * @throws WireError when a batch is in one of the formats before Kafka 0.11, or no batch
 */
export function batchesOf(fetched: Buffer): RecordBatch[] {
  const batches: RecordBatch[] = []
  let at = 0
  while (fetched.length - at > magicAt) {
    const length = fetched.readInt32BE(at + 8)
    const magic = fetched.readInt8(at + magicAt)
    if (magic !== supportedMagic) {
      throw new WireError(`the records are in message format ${magic}, which was written before Kafka 0.11`)
    }
    if (length < headerBytes - frameBytes) throw new WireError(`a batch says that it is ${length} bytes long`)
    if (at + frameBytes + length > fetched.length) break
    batches.push(batchAt(fetched.subarray(at, at + frameBytes + length)))
    at += frameBytes + length
  }
  return batches
}

function batchAt(bytes: Buffer): RecordBatch {
  const baseOffset = bytes.readBigInt64BE(0)
  const attributes = bytes.readInt16BE(21)
  return {
    baseOffset,
    lastOffset: baseOffset + BigInt(bytes.readInt32BE(23)),
    sizeBytes: bytes.length,
    leaderEpoch: bytes.readInt32BE(12),
    codec: codecOf(attributes & 7),
    isAppendTime: (attributes & 8) !== 0,
    isTransactional: (attributes & 16) !== 0,
    isControl: (attributes & 32) !== 0,
    baseTime: bytes.readBigInt64BE(27),
    maxTime: bytes.readBigInt64BE(35),
    producerId: bytes.readBigInt64BE(43),
    count: bytes.readInt32BE(57),
    packed: bytes.subarray(headerBytes),
  }
}

function codecOf(number: number): CodecName {
  const codec = codecNames[number]
  if (!codec) throw new WireError(`the compression ${number} is not known`)
  return codec
}

/** Which records of a batch are wanted: from an offset on, before another one, and so many. */
export interface Wanted {
  offset: bigint
  until: bigint
  recordsMax: number
}

/**
 * Records of a batch, unpacked; default: all. A batch has thousands, so those that are not wanted are passed over.
 *
 * @throws Error when they do not unpack, or are not as many and as long as they say
 */
export async function recordsOf(batch: RecordBatch, wanted?: Wanted): Promise<WireRecord[]> {
  const reader = new WireReader(await unpack(batch.codec, batch.packed))
  if (batch.count > reader.remaining) {
    throw new WireError(`a batch says ${batch.count} records, ${reader.remaining} bytes are there`)
  }
  const first = wanted ? Number(wanted.offset - batch.baseOffset) : 0
  const end = wanted ? Number(wanted.until - batch.baseOffset) : Infinity
  const recordsMax = wanted?.recordsMax ?? Infinity
  const records: WireRecord[] = []
  for (let index = 0; index < batch.count && records.length < recordsMax; index++) {
    const length = reader.varint()
    const next = reader.position + length
    reader.int8()
    const timeDelta = reader.varlong()
    const delta = reader.varint()
    if (delta >= end) break
    if (delta < first) reader.seek(next)
    else records.push(recordAt(reader, batch, { next, timeDelta, delta }))
  }
  return records
}

const noHeaders = Buffer.alloc(0)

/** The rest of a record, whose beginning was read. */
function recordAt(
  reader: WireReader,
  { isAppendTime, maxTime, baseTime, baseOffset }: RecordBatch,
  { next, timeDelta, delta }: { next: number; timeDelta: number; delta: number },
): WireRecord {
  const offset = baseOffset + BigInt(delta)
  const key = reader.varbytes()
  const value = reader.varbytes()
  const headersCount = reader.varint()
  if (next < reader.position || headersCount < 0) throw new WireError(`the record ${offset} is longer than it says`)
  const time = isAppendTime ? Number(maxTime) : Number(baseTime) + timeDelta
  const headers = next === reader.position ? noHeaders : reader.slice(next - reader.position)
  return { offset, time, key, value, headersCount, headers }
}

/** The headers of a record, in their order; names may repeat. At most `max` of them. */
export function headersOf(
  { headers, headersCount }: WireRecord,
  max: number,
): { name: string; value: Buffer | null }[] {
  const reader = new WireReader(headers)
  const found: { name: string; value: Buffer | null }[] = []
  for (let index = 0; index < Math.min(headersCount, max); index++) {
    found.push({ name: reader.varbytes()?.toString('utf8') ?? '', value: reader.varbytes() })
  }
  return found
}
