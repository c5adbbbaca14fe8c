import { codecName, compress } from '../log/codecs'
import { recordsOf } from '../log/records'
import { errors, KafkaError } from '../wire/errors'
import {
  assembleBatch,
  batchHeaderBytes,
  buildBatch,
  codecs,
  readBatchHeader,
  type CodecName,
} from '../wire/record-batch'
import { WireError } from '../wire/reader'
import type { TopicConfig } from './topic-config'

/** Must the records themselves be read before the batch may be appended? Else its bytes are taken as they are. */
export function needsPreparation(bytes: Buffer, config: TopicConfig): boolean {
  return config.isCompacted || targetCodec(config, codecName(readBatchHeader(bytes).codec)) !== null
}

/**
 * The batch as it is stored: with the topic's codec, and with a key in every record when the topic is compacted.
 *
 * @throws KafkaError 87 when a record has no key, 2 when the records cannot be read
 */
export async function prepareBatch(bytes: Buffer, config: TopicConfig): Promise<Buffer> {
  const header = readBatchHeader(bytes)
  const records = await recordsOf(header, bytes).catch((error: unknown) => {
    throw error instanceof WireError ? new KafkaError(errors.invalidRecord, error.message, { cause: error }) : error
  })
  if (config.isCompacted && records.some(record => record.key === null)) {
    throw new KafkaError(errors.invalidRecord, 'Compacted topic cannot accept message without key.')
  }
  const target = targetCodec(config, codecName(header.codec))
  if (target === null) return bytes
  const plain = buildBatch(records.map((record, index) => ({ ...record, offsetDelta: index })))
  const payload = await compress(target, plain.subarray(batchHeaderBytes))
  const attributes = (bytes.readInt16BE(21) & ~7) | codecs.indexOf(target)
  const { baseTimestamp } = readBatchHeader(plain)
  return assembleBatch(payload, { ...header, baseTimestamp, attributes })
}

/** The codec to store with when it is not the batch's own; null to keep the bytes. */
function targetCodec(config: TopicConfig, current: CodecName): CodecName | null {
  const wanted = config.text('compression.type')
  if (wanted === 'producer') return null
  const target = wanted === 'uncompressed' ? 'none' : (wanted as CodecName)
  return target === current ? null : target
}
