import type { KafkaMessage } from 'kafkajs'
import type { CityRecord } from '../../shared/city/fold'
import {
  arrivalTopicPrefix,
  stationsTableTopic,
  turnstileSummaryTopic,
  turnstileTopic,
  weatherTopic,
} from '../../shared/city/names'
import type { RecordRef } from '../../shared/city/types'
import { decodeAvro, schemaIdOf } from './avro-value'
import type { SchemaReader } from './schema-cache'
import {
  arrivalShape,
  checked,
  countShape,
  stationRowShape,
  timestampKey,
  turnstileShape,
  weatherShape,
} from './record-shapes'

type Readers = (id: number) => SchemaReader | undefined

/** How the records of a topic are read. `avro`: its schemas must be loaded before. */
interface TopicDecoder {
  reads(topic: string): boolean
  avro: boolean
  decode(message: Bytes, record: RecordRef, readers: Readers): CityRecord
}

interface Bytes {
  key: Buffer | null
  value: Buffer | null
}

/** One entry per kind of topic that the city is made of. */
const decoders: TopicDecoder[] = [
  {
    reads: topic => topic.startsWith(arrivalTopicPrefix),
    avro: true,
    decode: (message, record, readers) => ({
      kind: 'arrival',
      value: checked(arrivalShape, 'arrival', avroValue(message, readers)),
      at: keyTime(message, readers),
      record,
    }),
  },
  {
    reads: topic => topic === turnstileTopic,
    avro: true,
    decode: (message, record, readers) => ({
      kind: 'turnstile',
      value: checked(turnstileShape, 'turnstile entry', avroValue(message, readers)),
      at: keyTime(message, readers),
      record,
    }),
  },
  {
    reads: topic => topic === weatherTopic,
    avro: true,
    decode: (message, record, readers) => ({
      kind: 'weather',
      value: checked(weatherShape, 'weather', avroValue(message, readers)),
      at: keyTime(message, readers),
      record,
    }),
  },
  {
    reads: topic => topic === turnstileSummaryTopic,
    avro: false,
    decode: (message, record) => ({ kind: 'summary', value: summaryValue(message), record }),
  },
  {
    reads: topic => topic === stationsTableTopic,
    avro: false,
    decode: (message, record) => ({
      kind: 'stationRow',
      value: checked(stationRowShape, 'station', jsonOf(message.value, 'value')),
      record,
    }),
  },
]

/** Whether a topic is one that the city is made of. */
export function isCityTopic(topic: string): boolean {
  return decoders.some(decoder => decoder.reads(topic))
}

/** The ids of schemas that these messages need and that `loaded` does not have. */
export function neededSchemas(topic: string, messages: readonly Bytes[], loaded: Readers): Set<number> {
  const needed = new Set<number>()
  if (!decoders.find(decoder => decoder.reads(topic))?.avro) return needed
  for (const { key, value } of messages) {
    for (const bytes of [key, value]) {
      const id = bytes === null ? undefined : schemaIdOf(bytes)
      if (id !== undefined && !loaded(id)) needed.add(id)
    }
  }
  return needed
}

/** Reads a message of a city topic; whatever cannot be understood becomes `undecoded` with the reason. Never throws. */
export function decodeMessage(
  topic: string,
  partition: number,
  message: Pick<KafkaMessage, 'key' | 'value' | 'offset'>,
  readers: Readers,
): CityRecord {
  const record: RecordRef = { topic, partition, offset: message.offset }
  try {
    const decoder = decoders.find(candidate => candidate.reads(topic))
    if (!decoder) throw new Error(`no reader for the topic ${topic}`)
    return decoder.decode(message, record, readers)
  } catch (error) {
    return { kind: 'undecoded', reason: (error as Error).message, record }
  }
}

/** The simulated time of a record's Avro key, if it has one. */
function keyTime({ key }: Pick<Bytes, 'key'>, readers: Readers): number {
  if (key === null) throw new Error('the record has no key')
  return checked(timestampKey, 'key', decodeAvro(key, 'key', readers)).timestamp
}

function avroValue({ value }: Bytes, readers: Readers): unknown {
  if (value === null) throw new Error('the record has no value')
  return decodeAvro(value, 'value', readers)
}

/**
 * A row of the summary, in any of ksqlDB's dialects: the station stands in the value, or in the key as text, number or
 * object; the count's column may have a name of its own. Names are compared without case, as ksqlDB does.
 */
function summaryValue({ key, value }: Bytes) {
  const row = upperCased(jsonOf(value, 'value'))
  const count = row.COUNT ?? row.KSQL_COL_1 ?? row.KSQL_COL_0
  const station = row.STATION_ID ?? stationOfKey(key)
  return checked(countShape, 'summary', { station_id: Number(station), count })
}

function stationOfKey(key: Buffer | null): unknown {
  const json = jsonOf(key, 'key')
  if (typeof json !== 'object') return json
  const row = upperCased(json)
  return row.STATION_ID ?? row.ID
}

function upperCased(json: unknown): Record<string, unknown> {
  if (typeof json !== 'object' || json === null) throw new Error('the value is not a JSON object')
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name.toUpperCase(), value]))
}

function jsonOf(bytes: Buffer | null, what: string): unknown {
  if (bytes === null) throw new Error(`the record has no ${what}`)
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    throw new Error(`the ${what} is not JSON: ${(error as Error).message}`, { cause: error })
  }
}
