import type { WireApi } from './api'

export interface LogDirsRequest {
  /** Null: all of the broker's partitions. */
  topics: { topic: string; partitions: number[] }[] | null
}

export interface LogDirsResponse {
  dirs: {
    error: number
    topics: { topic: string; partitions: { partition: number; bytes: bigint; isFuture: boolean }[] }[]
  }[]
}

/** DescribeLogDirs v1: what the asked broker has on its own disks. */
export const logDirsApi: WireApi<LogDirsRequest, LogDirsResponse> = {
  name: 'DescribeLogDirs',
  key: 35,
  version: 1,
  write: (writer, { topics }) => {
    writer.nullableArray(topics, ({ topic, partitions }) => {
      writer.string(topic).array(partitions, partition => writer.int32(partition))
    })
  },
  read(reader) {
    reader.int32()
    const dirs = reader.array(() => {
      const error = reader.int16()
      reader.string()
      const topics = reader.array(() => ({
        topic: reader.string(),
        partitions: reader.array(() => {
          const partition = reader.int32()
          const bytes = reader.int64()
          reader.int64()
          return { partition, bytes, isFuture: reader.boolean() }
        }),
      }))
      return { error, topics }
    })
    return { dirs }
  },
}
