import type { WireApi } from './api'

/** Times that stand for a place. */
export const offsetTimes = { latest: -1n, earliest: -2n } as const

export interface OffsetsRequest {
  /** The end is then that of the last transaction that is decided. */
  committedOnly: boolean
  topics: { topic: string; partitions: { partition: number; time: bigint }[] }[]
}

export interface OffsetsResponse {
  /** Offset −1: no record has that time or a later one. */
  topics: { topic: string; partitions: { partition: number; error: number; offset: bigint }[] }[]
}

/** ListOffsets v2. */
export const listOffsetsApi: WireApi<OffsetsRequest, OffsetsResponse> = {
  name: 'ListOffsets',
  key: 2,
  version: 2,
  write: (writer, { committedOnly, topics }) => {
    writer.int32(-1).int8(committedOnly ? 1 : 0)
    writer.array(topics, ({ topic, partitions }) => {
      writer.string(topic).array(partitions, ({ partition, time }) => writer.int32(partition).int64(time))
    })
  },
  read(reader) {
    reader.int32()
    const topics = reader.array(() => ({
      topic: reader.string(),
      partitions: reader.array(() => {
        const partition = reader.int32()
        const error = reader.int16()
        reader.int64()
        return { partition, error, offset: reader.int64() }
      }),
    }))
    return { topics }
  },
}
