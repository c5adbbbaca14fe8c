import { describe, expect, it } from 'vitest'
import { errors } from '../wire/errors'
import { assembleBatch, batchHeaderBytes, buildBatch, readBatchHeader, type BatchOptions } from '../wire/record-batch'
import { TopicConfig } from './topic-config'
import { batchFault } from './validate-batch'

const nowMs = 10_000_000
const batch = (options: BatchOptions = {}, timestamp = nowMs) =>
  buildBatch([{ key: null, value: Buffer.from('value'), timestamp }], options)

/** The batch with other header fields and a right CRC. */
function withFields(fields: Partial<Parameters<typeof assembleBatch>[1]>): Buffer {
  const plain = batch()
  return assembleBatch(plain.subarray(batchHeaderBytes), { ...readBatchHeader(plain), attributes: 0, ...fields })
}

function patched(change: (bytes: Buffer) => void): Buffer {
  const bytes = batch()
  change(bytes)
  return bytes
}

describe('a batch from a producer', () => {
  it.each<[string, Buffer, { [name: string]: string }, number | undefined]>([
    ['is taken when all is well', batch(), {}, undefined],
    ['is taken when it is as large as is allowed', batch(), { 'max.message.bytes': String(batch().length) }, undefined],
    ['is too large by one byte', batch(), { 'max.message.bytes': String(batch().length - 1) }, errors.messageTooLarge],
    ['has no whole header', batch().subarray(0, 60), {}, errors.corruptMessage],
    ['is of an old format', patched(bytes => bytes.writeInt8(1, 16)), {}, errors.corruptMessage],
    ['is cut', batch().subarray(0, -1), {}, errors.corruptMessage],
    ['says a negative size', patched(bytes => bytes.writeInt32BE(-1, 8)), {}, errors.corruptMessage],
    ['has a wrong CRC', patched(bytes => bytes.writeUInt32BE(0, 17)), {}, errors.corruptMessage],
    ['is two', Buffer.concat([batch(), batch()]), {}, errors.invalidRecord],
    ['has no records', withFields({ recordCount: 0 }), {}, errors.invalidRecord],
    ['has a negative count', withFields({ recordCount: -5, lastOffsetDelta: -6 }), {}, errors.invalidRecord],
    ['has gaps in its offsets', withFields({ lastOffsetDelta: 5 }), {}, errors.invalidRecord],
    ['holds fewer records than it says', withFields({ recordCount: 9, lastOffsetDelta: 8 }), {}, errors.invalidRecord],
    ['has an unknown codec', withFields({ attributes: 5 }), {}, errors.unsupportedCompressionType],
    ['has zstd where that is not known', withFields({ attributes: 4 }), {}, errors.unsupportedCompressionType],
    ['is a control batch', batch({ isControl: true }), {}, errors.invalidRecord],
    ['is idempotent without a sequence', batch({ producerId: 1, producerEpoch: 0 }), {}, errors.invalidRecord],
    ['is too far ahead', batch({}, nowMs + 3_600_001), {}, errors.invalidTimestamp],
    ['is as far ahead as is allowed', batch({}, nowMs + 3_600_000), {}, undefined],
    ['is too far behind', batch({}, nowMs - 11), { 'message.timestamp.before.max.ms': '10' }, errors.invalidTimestamp],
    [
      'is ahead where the time of the broker counts',
      batch({}, nowMs * 2),
      { 'message.timestamp.type': 'LogAppendTime' },
      undefined,
    ],
    ['has no time', batch({}, -1), { 'message.timestamp.before.max.ms': '10' }, undefined],
  ])('%s', (_what, bytes, configs, code) => {
    expect(batchFault(bytes, new TopicConfig(configs), nowMs, false)?.code).toBe(code)
  })
})
