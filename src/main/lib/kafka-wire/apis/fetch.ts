import type { WireApi } from './api'

export interface FetchRequest {
  /** The broker answers at once when 0; else it waits so long for at least one byte. */
  waitMs: number
  bytesMax: number
  partitionBytesMax: number
  /** Leaves out what is not decided yet, and names what was taken back. */
  committedOnly: boolean
  topic: string
  partitions: { partition: number; offset: bigint }[]
}

export interface AbortedTransaction {
  producerId: bigint
  firstOffset: bigint
}

export interface FetchedPartition {
  partition: number
  error: number
  /** The end, and the end of what is decided. */
  highWatermark: bigint
  lastStableOffset: bigint
  logStart: bigint
  aborted: AbortedTransaction[]
  /** Whole batches, the last one perhaps cut; the first may begin before the offset that was asked for. */
  records: Buffer
}

const noRecords = Buffer.alloc(0)

/** Fetch v10, without a session: each request says all. */
export const fetchApi: WireApi<FetchRequest, FetchedPartition[]> = {
  name: 'Fetch',
  key: 1,
  version: 10,
  write: (writer, request) => {
    writer.int32(-1).int32(request.waitMs).int32(1).int32(request.bytesMax)
    writer.int8(request.committedOnly ? 1 : 0)
    writer.int32(0).int32(-1)
    writer.array([request], ({ topic, partitions, partitionBytesMax }) => {
      writer.string(topic).array(partitions, ({ partition, offset }) => {
        writer.int32(partition).int32(-1).int64(offset).int64(-1n).int32(partitionBytesMax)
      })
    })
    writer.int32(0)
  },
  read(reader) {
    reader.int32()
    const error = reader.int16()
    reader.int32()
    const found = reader.array(() => {
      reader.string()
      return reader.array((): FetchedPartition => ({
        partition: reader.int32(),
        error: reader.int16(),
        highWatermark: reader.int64(),
        lastStableOffset: reader.int64(),
        logStart: reader.int64(),
        aborted: reader.array(() => ({ producerId: reader.int64(), firstOffset: reader.int64() })),
        records: reader.bytes() ?? noRecords,
      }))
    })
    return found.flat().map(partition => (error === 0 ? partition : { ...partition, error }))
  },
}
