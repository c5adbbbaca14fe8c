import { errors } from '../wire/errors'
import { batchHeaderBytes, isIntact, readBatchHeader, type BatchHeader } from '../wire/record-batch'
import type { TopicConfig } from './topic-config'

export interface BatchFault {
  code: number
  message: string
}

/** Codec id of zstd, which Produce knows from version 7 on. */
const zstdCodec = 4
const codecMax = 4

/**
 * What is wrong with what a producer sent for one partition, or null; checked in the order of Kafka's own checks. What
 * lies inside compressed records is not looked at here.
 */
export function batchFault(bytes: Buffer, config: TopicConfig, nowMs: number, knowsZstd: boolean): BatchFault | null {
  if (bytes.length < batchHeaderBytes) return corrupt(`${bytes.length} bytes are too few for a record batch.`)
  const header = readBatchHeader(bytes)
  const sizeMax = config.number('max.message.bytes')
  if (bytes.length > sizeMax) {
    const message = `The record batch of ${bytes.length} bytes is larger than max.message.bytes, ${sizeMax}.`
    return { code: errors.messageTooLarge, message }
  }
  if (header.magic !== 2) return corrupt(`Record batches have format 2, not ${header.magic}.`)
  if (header.sizeBytes > bytes.length || header.sizeBytes < batchHeaderBytes) {
    return corrupt(`The record batch says ${header.sizeBytes} bytes, ${bytes.length} were sent.`)
  }
  if (header.sizeBytes < bytes.length) return invalid('There must be exactly one record batch per partition.')
  if (!isIntact(bytes)) return corrupt('The checksum of the record batch is wrong.')
  if (header.codec > codecMax) return unsupported(`There is no compression codec ${header.codec}.`)
  if (header.codec === zstdCodec && !knowsZstd) return unsupported('zstd needs Produce version 7 or later.')
  return countFault(bytes, header) ?? senderFault(header) ?? timestampFault(header, config, nowMs)
}

function countFault(bytes: Buffer, header: BatchHeader): BatchFault | null {
  if (header.recordCount <= 0) return invalid(`A record batch of ${header.recordCount} records cannot be appended.`)
  if (header.lastOffsetDelta !== header.recordCount - 1) {
    return invalid(`The offsets of ${header.recordCount} records do not run from 0 to ${header.lastOffsetDelta}.`)
  }
  if (header.codec !== 0) return null
  const found = countRecords(bytes, header.recordCount)
  return found === header.recordCount
    ? null
    : invalid(`The batch says ${header.recordCount} records but does not hold them.`)
}

/** Walks over the lengths of uncompressed records; -1 when they do not end where the batch does. */
function countRecords(bytes: Buffer, countMax: number): number {
  let at = batchHeaderBytes
  let count = 0
  while (at < bytes.length && count < countMax) {
    let length = 0
    let shift = 0
    let byte = 0x80
    while (byte >= 0x80 && at < bytes.length && shift < 35) {
      byte = bytes[at++]!
      length |= (byte & 0x7f) << shift
      shift += 7
    }
    length = (length >>> 1) ^ -(length & 1)
    if (length < 0) return -1
    at += length
    count++
  }
  return at === bytes.length ? count : -1
}

function senderFault(header: BatchHeader): BatchFault | null {
  if (header.isControl) return invalid('Clients may not write control batches.')
  if (header.isTransactional && header.producerId < 0) return invalid('A transactional batch needs a producer id.')
  if (header.producerId >= 0 && header.baseSequence < 0) return invalid('An idempotent batch needs a sequence.')
  if (header.producerId >= 0 && header.producerEpoch < 0) return invalid('An idempotent batch needs an epoch.')
  return null
}

function timestampFault(header: BatchHeader, config: TopicConfig, nowMs: number): BatchFault | null {
  if (config.usesAppendTime) return null
  const { baseTimestamp, maxTimestamp } = header
  if (maxTimestamp < 0) return null
  if (maxTimestamp - nowMs > config.number('message.timestamp.after.max.ms')) {
    return tooFar(maxTimestamp, 'ahead of', 'message.timestamp.after.max.ms', nowMs)
  }
  if (baseTimestamp >= 0 && nowMs - baseTimestamp > config.number('message.timestamp.before.max.ms')) {
    return tooFar(baseTimestamp, 'behind', 'message.timestamp.before.max.ms', nowMs)
  }
  return null
}

function tooFar(timestamp: number, side: string, name: string, nowMs: number): BatchFault {
  const message = `Timestamp ${timestamp} is further ${side} the broker's time ${nowMs} than ${name} allows.`
  return { code: errors.invalidTimestamp, message }
}

const corrupt = (message: string): BatchFault => ({ code: errors.corruptMessage, message })
const invalid = (message: string): BatchFault => ({ code: errors.invalidRecord, message })
const unsupported = (message: string): BatchFault => ({ code: errors.unsupportedCompressionType, message })
