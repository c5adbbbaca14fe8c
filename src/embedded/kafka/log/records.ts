import { batchHeaderBytes, decodeRecords, type BatchHeader, type Record } from '../wire/record-batch'
import { codecName, decompress } from './codecs'

/**
 * The records of one batch, whatever its codec.
 *
 * @throws KafkaError 2 when the payload is not what the header says; WireError when a record is cut short
 */
export async function recordsOf(header: BatchHeader, batch: Buffer): Promise<Record[]> {
  const payload = batch.subarray(batchHeaderBytes, header.sizeBytes)
  return decodeRecords(header, header.codec === 0 ? payload : await decompress(codecName(header.codec), payload))
}
