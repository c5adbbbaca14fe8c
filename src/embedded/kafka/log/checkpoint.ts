/**
 * What can be derived from a segment's log file, kept beside it as `<segment>.index` so that opening it need not read it
 * all. It covers the first `logBytes` of the log; what follows is scanned. Any doubt (missing, cut, wrong checksum, a
 * log that is shorter) makes us scan the log from its start, so the file is never repaired and needs no sync.
 *
 * Version 2, big endian:
 *
 *     magic "ELIX" · version uint16 · logBytes float64 · nextOffset float64 · maxTimestamp float64
 *     firstTimestamp float64 · entry count uint32 · entries (offset, position, timestampBefore as float64)
 *     producer count uint32 · producers (id float64, epoch int16, lastWriteMs float64, batch count uint16,
 *     batches (firstSequence, lastSequence, baseOffset, lastOffset, timestamp as float64), coordinatorEpoch int32)
 *     open transaction count uint32 · open transactions (producer id, firstOffset as float64)
 *     aborted transaction count uint32 · aborted transactions (producer id, firstOffset, markerOffset as float64)
 *     CRC-32C uint32 of all before it
 *
 * Version 1 has no coordinatorEpoch and ends behind the producers; it is read, and means a log without transactions.
 * To change the format: raise the version; a reader that knows no way from an older one rebuilds the file, so nothing
 * has to be migrated.
 */
import { checksum } from '../wire/crc'
import { Reader } from '../wire/reader'
import { Writer } from '../wire/writer'
import type { ProducerEntry } from './producer-state'
import { SparseIndex } from './sparse-index'
import type { EndedTransaction, OpenTransaction } from './transaction-state'

const magic = 0x454c4958
const formatVersion = 2
const versionWithoutTransactions = 1

export interface Checkpoint {
  /** Bytes of the log that this covers. */
  logBytes: number
  /** The offset behind the last record of those bytes. */
  nextOffset: number
  /** Largest timestamp of those bytes; -1 when there is none. */
  maxTimestamp: number
  /** Timestamp of the first batch; -1 when there is none. */
  firstTimestamp: number
  index: SparseIndex
  /** The partition's producers after those bytes. */
  producers: ProducerEntry[]
  /** Transactions that are open behind those bytes. */
  open: OpenTransaction[]
  /** Transactions that a marker in those bytes aborts. */
  aborted: EndedTransaction[]
}

export function encodeCheckpoint(checkpoint: Checkpoint): Buffer {
  const { index, producers } = checkpoint
  const writer = new Writer(64 + 24 * index.length)
  writer.uint32(magic)
  writer.uint16(formatVersion)
  writer.float64(checkpoint.logBytes)
  writer.float64(checkpoint.nextOffset)
  writer.float64(checkpoint.maxTimestamp)
  writer.float64(checkpoint.firstTimestamp)
  writer.uint32(index.length)
  for (let at = 0; at < index.length; at++) {
    const { offset, position, timestampBefore } = index.entry(at)
    writer.float64(offset)
    writer.float64(position)
    writer.float64(timestampBefore)
  }
  writer.uint32(producers.length)
  for (const producer of producers) writeProducer(writer, producer)
  writer.uint32(checkpoint.open.length)
  for (const transaction of checkpoint.open) writeOpen(writer, transaction)
  writer.uint32(checkpoint.aborted.length)
  for (const transaction of checkpoint.aborted) {
    writeOpen(writer, transaction)
    writer.float64(transaction.markerOffset)
  }
  writer.uint32(checksum(writer.toBuffer()))
  return writer.toBuffer()
}

/** Null when the bytes are not a whole checkpoint of a version that is read. */
export function decodeCheckpoint(bytes: Buffer): Checkpoint | null {
  if (bytes.length < 50) return null
  const end = bytes.length - 4
  if (checksum(bytes.subarray(0, end)) !== bytes.readUInt32BE(end)) return null
  const reader = new Reader(bytes, 0, end)
  if (reader.uint32() !== magic) return null
  const version = reader.uint16()
  if (version !== formatVersion && version !== versionWithoutTransactions) return null
  const logBytes = reader.float64()
  const nextOffset = reader.float64()
  const maxTimestamp = reader.float64()
  const firstTimestamp = reader.float64()
  const index = new SparseIndex()
  for (let count = reader.uint32(); count > 0; count--) index.add(reader.float64(), reader.float64(), reader.float64())
  const producers: ProducerEntry[] = []
  for (let count = reader.uint32(); count > 0; count--) producers.push(readProducer(reader, version))
  const open: OpenTransaction[] = []
  const aborted: EndedTransaction[] = []
  if (version !== versionWithoutTransactions) {
    for (let count = reader.uint32(); count > 0; count--) open.push(readOpen(reader))
    for (let count = reader.uint32(); count > 0; count--) {
      aborted.push({ ...readOpen(reader), markerOffset: reader.float64() })
    }
  }
  return { logBytes, nextOffset, maxTimestamp, firstTimestamp, index, producers, open, aborted }
}

function writeOpen(writer: Writer, { producerId, firstOffset }: OpenTransaction): void {
  writer.float64(producerId)
  writer.float64(firstOffset)
}

function readOpen(reader: Reader): OpenTransaction {
  return { producerId: reader.float64(), firstOffset: reader.float64() }
}

function writeProducer(writer: Writer, producer: ProducerEntry): void {
  writer.float64(producer.producerId)
  writer.int16(producer.epoch)
  writer.float64(producer.lastWriteMs)
  writer.uint16(producer.batches.length)
  for (const batch of producer.batches) {
    writer.float64(batch.firstSequence)
    writer.float64(batch.lastSequence)
    writer.float64(batch.baseOffset)
    writer.float64(batch.lastOffset)
    writer.float64(batch.timestamp)
  }
  writer.int32(producer.coordinatorEpoch)
}

function readProducer(reader: Reader, version: number): ProducerEntry {
  const producer: ProducerEntry = {
    producerId: reader.float64(),
    epoch: reader.int16(),
    lastWriteMs: reader.float64(),
    coordinatorEpoch: -1,
    batches: [],
    sinceOffset: -1,
    older: null,
  }
  for (let count = reader.uint16(); count > 0; count--) {
    producer.batches.push({
      firstSequence: reader.float64(),
      lastSequence: reader.float64(),
      baseOffset: reader.float64(),
      lastOffset: reader.float64(),
      timestamp: reader.float64(),
    })
  }
  if (version !== versionWithoutTransactions) producer.coordinatorEpoch = reader.int32()
  return producer
}
