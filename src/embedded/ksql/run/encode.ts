import type { Message } from 'kafkajs'
import type { SinkPlan } from '../plan/query-plan'
import { writerOf } from './formats'
import type { SchemaClient } from './formats/schema-client'
import type { Change } from './operators/operator'

/** Turns changes into the records of a sink. */
export interface Encoder {
  prepare(): Promise<void>
  encode(change: Change): Message
}

/** Bytes of a window's start behind a key. */
const windowBytes = 8

export function encoderOf(sink: SinkPlan, sourcePartitions: number, schemas: SchemaClient): Encoder {
  const keys = writerOf('key', sink.topic, sink.keyFormat, sink.key, schemas)
  const values = writerOf('value', sink.topic, sink.valueFormat, sink.value, schemas)
  const isOld = sink.key.length === 1 && sink.key[0]!.name === 'ROWKEY' && sink.keyFormat.name === 'KAFKA'
  const keepsPartition = sink.partitions === sourcePartitions

  const keyOf = ({ key, rawKey, window }: Change): Buffer | null => {
    // KSQL 5.x calls every key a text; handing on its bytes keeps those that are none.
    if (isOld && rawKey) return rawKey
    if (key.length === 0 || key.every(value => value === null)) return null
    const bytes = keys.write(key)
    if (!window) return bytes
    const start = Buffer.alloc(windowBytes)
    start.writeBigInt64BE(BigInt(window.start))
    return Buffer.concat([bytes, start])
  }

  return {
    async prepare() {
      await values.prepare()
      if (sink.key.length > 0) await keys.prepare()
    },
    encode(change) {
      const key = keyOf(change)
      const own = sink.timestampIndex === null ? null : change.row?.[sink.timestampIndex]
      const message: Message = {
        key,
        value: change.row && values.write(change.row),
        timestamp: String(own ?? change.timestamp),
      }
      if (key === null && keepsPartition) message.partition = change.partition
      return message
    },
  }
}
