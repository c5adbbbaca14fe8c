import type { WireApi } from './api'

/** Kinds of resources that have configs. */
const topicResource = 2

export interface ConfigsRequest {
  topics: string[]
  /** Null: all. */
  names: string[] | null
}

export interface ConfigEntry {
  name: string
  value: string | null
  isReadOnly: boolean
  /** 1 topic, 2 this broker, 3 all brokers, 4 the broker's file, 5 default. */
  source: number
  isSensitive: boolean
}

export interface TopicConfigs {
  error: number
  errorText: string | null
  topic: string
  configs: ConfigEntry[]
}

/** DescribeConfigs v1, of topics. */
export const describeConfigsApi: WireApi<ConfigsRequest, TopicConfigs[]> = {
  name: 'DescribeConfigs',
  key: 32,
  version: 1,
  write: (writer, { topics, names }) => {
    writer.array(topics, topic => {
      writer
        .int8(topicResource)
        .string(topic)
        .nullableArray(names, name => writer.string(name))
    })
    writer.boolean(false)
  },
  read(reader) {
    reader.int32()
    return reader.array(() => {
      const error = reader.int16()
      const errorText = reader.nullableString()
      reader.int8()
      const topic = reader.string()
      const configs = reader.array(() => {
        const entry = {
          name: reader.string(),
          value: reader.nullableString(),
          isReadOnly: reader.boolean(),
          source: reader.int8(),
          isSensitive: reader.boolean(),
        }
        reader.array(() => {
          reader.string()
          reader.nullableString()
          reader.int8()
        })
        return entry
      })
      return { error, errorText, topic, configs }
    })
  },
}
