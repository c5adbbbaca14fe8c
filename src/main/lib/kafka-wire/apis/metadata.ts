import type { WireApi } from './api'

export interface BrokerAddress {
  id: number
  host: string
  port: number
}

export interface PartitionMetadata {
  error: number
  partition: number
  /** −1: no broker leads it. */
  leader: number
  replicas: number[]
  inSync: number[]
}

export interface TopicMetadata {
  error: number
  name: string
  isInternal: boolean
  partitions: PartitionMetadata[]
}

export interface Metadata {
  brokers: BrokerAddress[]
  topics: TopicMetadata[]
}

/** Metadata v7. Topics null: all. Nothing is created by asking. */
export const metadataApi: WireApi<{ topics: string[] | null }, Metadata> = {
  name: 'Metadata',
  key: 3,
  version: 7,
  write: (writer, { topics }) => {
    writer.nullableArray(topics, name => writer.string(name)).boolean(false)
  },
  read(reader) {
    reader.int32()
    const brokers = reader.array(() => {
      const broker = { id: reader.int32(), host: reader.string(), port: reader.int32() }
      reader.nullableString()
      return broker
    })
    reader.nullableString()
    reader.int32()
    const topics = reader.array(() => ({
      error: reader.int16(),
      name: reader.string(),
      isInternal: reader.boolean(),
      partitions: reader.array(() => {
        const error = reader.int16()
        const partition = reader.int32()
        const leader = reader.int32()
        reader.int32()
        const replicas = reader.array(() => reader.int32())
        const inSync = reader.array(() => reader.int32())
        reader.array(() => reader.int32())
        return { error, partition, leader, replicas, inSync }
      }),
    }))
    return { brokers, topics }
  },
}
