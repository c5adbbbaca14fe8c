/**
 * The end marker of a transaction: a control batch of one record (KIP-98).
 *
 *     key: version int16, type int16 (0 aborts, 1 commits) · value: version int16, coordinator epoch int32
 *
 * https://github.com/apache/kafka/blob/trunk/clients/src/main/resources/common/message/EndTxnMarker.json
 */
import { batchHeaderBytes, buildBatch, decodeRecords, type BatchHeader } from './record-batch'

export interface EndMarker {
  isCommit: boolean
  coordinatorEpoch: number
}

export interface MarkerOptions extends EndMarker {
  producerId: number
  producerEpoch: number
  timestamp: number
}

const abortType = 0
const commitType = 1

/** The batch that ends a producer's transaction in one partition. */
export function buildMarker({
  isCommit,
  coordinatorEpoch,
  timestamp,
  producerId,
  producerEpoch,
}: MarkerOptions): Buffer {
  const key = Buffer.alloc(4)
  key.writeInt16BE(isCommit ? commitType : abortType, 2)
  const value = Buffer.alloc(6)
  value.writeInt32BE(coordinatorEpoch, 2)
  return buildBatch([{ key, value, timestamp }], {
    producerId,
    producerEpoch,
    isTransactional: true,
    isControl: true,
  })
}

/** What a control record's key says; null for control records of other kinds. */
export function isCommitKey(key: Buffer | null): boolean | null {
  if (key === null || key.length < 4) return null
  const type = key.readInt16BE(2)
  return type === commitType ? true : type === abortType ? false : null
}

/** The marker in a control batch, or null when it holds something else. */
export function readMarker(header: BatchHeader, batch: Buffer): EndMarker | null {
  if (!header.isControl || header.codec !== 0) return null
  const [record] = decodeRecords(header, batch.subarray(batchHeaderBytes))
  const isCommit = isCommitKey(record?.key ?? null)
  if (isCommit === null) return null
  const value = record!.value
  return { isCommit, coordinatorEpoch: value && value.length >= 6 ? value.readInt32BE(2) : -1 }
}
