import type { KafkaMessage } from 'kafkajs'
import type { Value } from '../functions/value'
import type { Source } from '../plan/catalog'
import { readerOf } from './formats'
import type { SchemaClient } from './formats/schema-client'
import type { Change, OperatorContext } from './operators/operator'

/** Turns the records of a source's topic into changes. */
export interface Decoder {
  /** Fetches what decode() needs for these. */
  prepare(messages: KafkaMessage[]): Promise<void>
  /** Null for a record that cannot be read; it has been reported. */
  decode(message: KafkaMessage, partition: number): Change | null
}

export function decoderOf(source: Source, schemas: SchemaClient, report: OperatorContext['report']): Decoder {
  const isOld = source.dialect === 'old'
  const keys = readerOf('key', source.topic, source.keyFormat, source.key, schemas)
  const values = readerOf('value', source.topic, source.valueFormat, source.value, schemas)
  const nullKey: Value[] = source.key.map(() => null)
  const timeIndex = timestampIndex(source)

  const keyOf = (bytes: Buffer | null): Value[] => {
    if (bytes === null || source.key.length === 0) return nullKey
    return isOld ? [bytes.toString('utf8')] : keys.read(bytes)
  }

  return {
    async prepare(messages) {
      await values.prepare(messages.map(({ value }) => value))
      if (!isOld && source.key.length > 0) await keys.prepare(messages.map(({ key }) => key))
    },
    decode({ key: keyBytes, value, offset, timestamp }, partition) {
      try {
        const key = keyOf(keyBytes)
        const time = Number(timestamp)
        const change = { key, rawKey: keyBytes, old: null, timestamp: time, partition, window: null }
        if (value === null) return { ...change, row: null }
        const row = [...key, ...values.read(value)]
        const own = timeIndex === null ? null : row[timeIndex]
        if (own !== null && own !== undefined) change.timestamp = Number(own)
        row.push(change.timestamp, partition, Number(offset))
        return { ...change, row }
      } catch (error) {
        report(error, `the record at offset ${offset} of ${source.topic}-${partition}`)
        return null
      }
    },
  }
}

function timestampIndex({ timestamp, key, value }: Source): number | null {
  if (!timestamp) return null
  const index = [...key, ...value].findIndex(({ name }) => name === timestamp.column)
  return index < 0 ? null : index
}
