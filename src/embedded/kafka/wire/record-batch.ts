/**
 * Record batches of message format 2, by position. https://kafka.apache.org/documentation/#recordbatch
 *
 *     0 baseOffset int64 · 8 batchLength int32 (bytes after itself) · 12 partitionLeaderEpoch int32 · 16 magic int8
 *     17 crc uint32 (CRC-32C of all that follows) · 21 attributes int16 · 23 lastOffsetDelta int32
 *     27 baseTimestamp int64 · 35 maxTimestamp int64 · 43 producerId int64 · 51 producerEpoch int16
 *     53 baseSequence int32 · 57 record count int32 · 61 records, compressed as the attributes say
 *
 * The CRC begins behind baseOffset and leader epoch, so a broker sets those two without a new one.
 */
import { checksum } from './crc'
import { Reader, WireError } from './reader'
import { halves, uvarintLength, varintLength, varlongLength, zigzag } from './varint'
import { Writer } from './writer'

export const batchHeaderBytes = 61
/** baseOffset and batchLength, which batchLength does not count. */
export const batchPrefixBytes = 12
const crcFrom = 21

export const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const
export type CodecName = (typeof codecs)[number]

export interface BatchHeader {
  baseOffset: number
  /** Of the whole batch, prefix included. */
  sizeBytes: number
  leaderEpoch: number
  magic: number
  crc: number
  /** Codec id as the attributes have it; 5 to 7 exist in no codec list. */
  codec: number
  isLogAppendTime: boolean
  isTransactional: boolean
  isControl: boolean
  /** baseTimestamp is the time from which on tombstones of this batch may be dropped. */
  hasDeleteHorizon: boolean
  lastOffsetDelta: number
  baseTimestamp: number
  maxTimestamp: number
  /** -1: none. */
  producerId: number
  producerEpoch: number
  /** -1: none. */
  baseSequence: number
  recordCount: number
}

export interface RecordHeader {
  key: string
  value: Buffer | null
}

export interface Record {
  offset: number
  /** Milliseconds since 1970. */
  timestamp: number
  key: Buffer | null
  value: Buffer | null
  headers: RecordHeader[]
}

/** The fixed fields of the batch at `at`. Reads positions only: check `size` and `isIntact` before believing them. */
export function readBatchHeader(buffer: Buffer, at = 0): BatchHeader {
  if (buffer.length - at < batchHeaderBytes)
    throw new WireError(`a batch of ${buffer.length - at} bytes has no whole header`)
  const attributes = buffer.readInt16BE(at + 21)
  return {
    baseOffset: readInt64(buffer, at),
    sizeBytes: batchPrefixBytes + buffer.readInt32BE(at + 8),
    leaderEpoch: buffer.readInt32BE(at + 12),
    magic: buffer.readInt8(at + 16),
    crc: buffer.readUInt32BE(at + 17),
    codec: attributes & 7,
    isLogAppendTime: (attributes & 8) !== 0,
    isTransactional: (attributes & 16) !== 0,
    isControl: (attributes & 32) !== 0,
    hasDeleteHorizon: (attributes & 64) !== 0,
    lastOffsetDelta: buffer.readInt32BE(at + 23),
    baseTimestamp: readInt64(buffer, at + 27),
    maxTimestamp: readInt64(buffer, at + 35),
    producerId: readInt64(buffer, at + 43),
    producerEpoch: buffer.readInt16BE(at + 51),
    baseSequence: buffer.readInt32BE(at + 53),
    recordCount: buffer.readInt32BE(at + 57),
  }
}

/** Does the CRC match? `batch` is one whole batch. */
export function isIntact(batch: Buffer): boolean {
  return checksum(batch.subarray(crcFrom)) === batch.readUInt32BE(17)
}

/** Gives the batch its place in the log; the CRC stays valid. */
export function placeBatch(batch: Buffer, baseOffset: number, leaderEpoch: number): void {
  writeInt64(batch, 0, baseOffset)
  batch.writeInt32BE(leaderEpoch, 12)
}

/** Makes the broker's time the time of all records of the batch, with a new CRC. */
export function stampAppendTime(batch: Buffer, now: number): void {
  batch.writeInt16BE(batch.readInt16BE(21) | 8, 21)
  writeInt64(batch, 35, now)
  batch.writeUInt32BE(checksum(batch.subarray(crcFrom)), 17)
}

export interface NewRecord {
  key: Buffer | null
  value: Buffer | null
  timestamp: number
  headers?: RecordHeader[]
  /** Relative to the batch's base offset; the record's index when not given. */
  offsetDelta?: number
}

export interface BatchOptions {
  baseOffset?: number
  leaderEpoch?: number
  producerId?: number
  producerEpoch?: number
  baseSequence?: number
  isTransactional?: boolean
  isControl?: boolean
  isLogAppendTime?: boolean
  /** Larger than the last record's when records behind it were compacted away. */
  lastOffsetDelta?: number
  /** When given, tombstones may be dropped from this time on. */
  deleteHorizonMs?: number
  maxTimestamp?: number
}

/** An uncompressed batch of `newRecords`, at least one of them unless the options say where it ends. */
export function buildBatch(newRecords: readonly NewRecord[], options: BatchOptions = {}): Buffer {
  const baseTimestamp = options.deleteHorizonMs ?? newRecords[0]?.timestamp ?? 0
  const writer = new Writer(batchHeaderBytes + 64 * newRecords.length)
  newRecords.forEach((record, index) => writeRecord(writer, record, record.offsetDelta ?? index, baseTimestamp))
  const last = newRecords.at(-1)
  const attributes =
    (options.isLogAppendTime ? 8 : 0) |
    (options.isTransactional ? 16 : 0) |
    (options.isControl ? 32 : 0) |
    (options.deleteHorizonMs === undefined ? 0 : 64)
  return assembleBatch(writer.toBuffer(), {
    attributes,
    recordCount: newRecords.length,
    lastOffsetDelta: options.lastOffsetDelta ?? last?.offsetDelta ?? newRecords.length - 1,
    baseTimestamp,
    maxTimestamp: options.maxTimestamp ?? newRecords.reduce((max, record) => Math.max(max, record.timestamp), -1),
    baseOffset: options.baseOffset ?? 0,
    leaderEpoch: options.leaderEpoch ?? 0,
    producerId: options.producerId ?? -1,
    producerEpoch: options.producerEpoch ?? -1,
    baseSequence: options.baseSequence ?? -1,
  })
}

export interface BatchFields {
  attributes: number
  recordCount: number
  lastOffsetDelta: number
  baseTimestamp: number
  maxTimestamp: number
  baseOffset: number
  leaderEpoch: number
  producerId: number
  producerEpoch: number
  baseSequence: number
}

/** A whole batch, CRC included, around `payload`: records as the attributes' codec has them. */
export function assembleBatch(payload: Buffer, fields: BatchFields): Buffer {
  const batch = Buffer.allocUnsafe(batchHeaderBytes + payload.length)
  placeBatch(batch, fields.baseOffset, fields.leaderEpoch)
  batch.writeInt32BE(batch.length - batchPrefixBytes, 8)
  batch.writeInt8(2, 16)
  batch.writeInt16BE(fields.attributes, 21)
  batch.writeInt32BE(fields.lastOffsetDelta, 23)
  writeInt64(batch, 27, fields.baseTimestamp)
  writeInt64(batch, 35, fields.maxTimestamp)
  writeInt64(batch, 43, fields.producerId)
  batch.writeInt16BE(fields.producerEpoch, 51)
  batch.writeInt32BE(fields.baseSequence, 53)
  batch.writeInt32BE(fields.recordCount, 57)
  payload.copy(batch, batchHeaderBytes)
  batch.writeUInt32BE(checksum(batch.subarray(crcFrom)), 17)
  return batch
}

/**
 * The records of one batch.
 *
 * @param payload what follows the header, uncompressed: `batch.subarray(batchHeaderBytes)` when the codec is none
 * @throws WireError when a record is cut short or the count is wrong
 */
export function decodeRecords(header: BatchHeader, payload: Buffer): Record[] {
  const reader = new Reader(payload)
  const found: Record[] = []
  for (let index = 0; index < header.recordCount; index++) found.push(readRecord(reader, header))
  if (reader.remaining > 0)
    throw new WireError(`${reader.remaining} bytes after the last of ${header.recordCount} records`)
  return found
}

function readRecord(reader: Reader, header: BatchHeader): Record {
  const length = reader.varint()
  const end = reader.position + length
  if (length < 0 || length > reader.remaining) throw new WireError(`a record of ${length} bytes in ${reader.remaining}`)
  reader.skip(1)
  const timestampDelta = reader.varlong()
  const offset = header.baseOffset + reader.varint()
  const key = readNullableBytes(reader)
  const value = readNullableBytes(reader)
  const count = reader.varint()
  if (count < 0 || count > reader.remaining)
    throw new WireError(`a record with ${count} headers in ${reader.remaining} bytes`)
  const headers: RecordHeader[] = []
  for (let index = 0; index < count; index++) {
    headers.push({ key: reader.text(reader.varint()), value: readNullableBytes(reader) })
  }
  if (reader.position !== end)
    throw new WireError(`a record of ${length} bytes ends at ${reader.position - end} from its end`)
  const timestamp = header.isLogAppendTime ? header.maxTimestamp : header.baseTimestamp + timestampDelta
  return { offset, timestamp, key, value, headers }
}

function readNullableBytes(reader: Reader): Buffer | null {
  const length = reader.varint()
  return length < 0 ? null : reader.slice(length)
}

function writeRecord(writer: Writer, record: NewRecord, offsetDelta: number, baseTimestamp: number): void {
  const timestampDelta = record.timestamp - baseTimestamp
  const headers = record.headers ?? []
  const length =
    1 +
    varlongLength(timestampDelta) +
    varintLength(offsetDelta) +
    nullableLength(record.key) +
    nullableLength(record.value) +
    varintLength(headers.length) +
    headers.reduce((sum, { key, value }) => sum + textLength(key) + nullableLength(value), 0)
  writer.varint(length)
  writer.int8(0)
  writer.varlong(timestampDelta)
  writer.varint(offsetDelta)
  writeNullableBytes(writer, record.key)
  writeNullableBytes(writer, record.value)
  writer.varint(headers.length)
  for (const { key, value } of headers) {
    const byteLength = Buffer.byteLength(key)
    writer.varint(byteLength)
    writer.text(key, byteLength)
    writeNullableBytes(writer, value)
  }
}

function writeNullableBytes(writer: Writer, bytes: Buffer | null): void {
  writer.varint(bytes === null ? -1 : bytes.length)
  if (bytes !== null) writer.bytes(bytes)
}

function nullableLength(bytes: Buffer | null): number {
  return bytes === null ? 1 : uvarintLength(zigzag(bytes.length)) + bytes.length
}

function textLength(text: string): number {
  const length = Buffer.byteLength(text)
  return varintLength(length) + length
}

function readInt64(buffer: Buffer, at: number): number {
  return buffer.readInt32BE(at) * 0x1_0000_0000 + buffer.readUInt32BE(at + 4)
}

function writeInt64(buffer: Buffer, at: number, value: number): void {
  const { high, low } = halves(value)
  buffer.writeInt32BE(high, at)
  buffer.writeUInt32BE(low, at + 4)
}
