import type { Kafka } from 'kafkajs'
import { decodeAvro, frameOf } from '../../formats/avro'
import { parseJson, stringifyJson } from '../../formats/json'
import type { Log } from '../../lib/log'
import { StatementError } from '../plan/statement-error'
import { consume, deleteGroups, topicEnds, withAdmin } from './consume'
import type { SchemaClient } from './formats/schema-client'
import { transientGroup } from './names'

export interface PrintOptions {
  topic: string
  fromBeginning: boolean
  /** Every so manieth record only. */
  interval: number | null
  limit: number | null
  kafka: Kafka
  schemas: SchemaClient
  log: Log
  signal: AbortSignal
  write(text: string): Promise<void>
}

type FormatGuess = 'AVRO' | 'JSON' | 'KAFKA_STRING' | 'NULL'

/** PRINT: the records of a topic as text, in formats that are guessed from the first one. */
export async function print(options: PrintOptions): Promise<void> {
  const { kafka, topic, fromBeginning, signal, log, write, interval, schemas } = options
  const topics = await withAdmin(kafka, admin => admin.listTopics())
  if (!topics.includes(topic))
    throw new StatementError(
      `Could not find topic '${topic}', or the KSQL user does not have permissions to list the topic.`,
    )
  const ends = await topicEnds(kafka, topic, signal)
  const positions = new Map(ends.map(({ partition, low, high }) => [partition, fromBeginning ? low : high]))
  const groupId = `${transientGroup}_PRINT_${Math.random().toString(36).slice(2)}`
  const ending = new AbortController()
  const stop = () => ending.abort()
  signal.addEventListener('abort', stop, { once: true })
  let seen = 0
  let left = options.limit ?? Infinity
  let formats: { key: FormatGuess; value: FormatGuess } | undefined
  try {
    await consume({
      kafka,
      groupId,
      topic,
      positions,
      commits: false,
      signal: ending.signal,
      log,
      async take({ messages, partition }) {
        for (const { key, value, timestamp } of messages) {
          if (left <= 0) break
          if (interval && seen++ % interval !== 0) continue
          if (!formats) {
            formats = { key: await guess(key, schemas), value: await guess(value, schemas) }
            await write(`Key format: ${formats.key}\nValue format: ${formats.value}\n`)
          }
          const time = new Date(Number(timestamp))
            .toISOString()
            .replace('T', ' ')
            .replace('Z', ' Z')
            .replaceAll('-', '/')
          const texts = [await show(key, formats.key, schemas), await show(value, formats.value, schemas)]
          await write(`rowtime: ${time}, key: ${texts[0]}, value: ${texts[1]}, partition: ${partition}\n`)
          left--
        }
        if (left <= 0) ending.abort()
      },
    })
  } finally {
    signal.removeEventListener('abort', stop)
    await deleteGroups(kafka, [groupId], log)
  }
}

async function guess(bytes: Buffer | null, schemas: SchemaClient): Promise<FormatGuess> {
  if (bytes === null) return 'NULL'
  if (bytes.length >= 5 && bytes[0] === 0 && (await schemas.byId(bytes.readInt32BE(1)))) return 'AVRO'
  try {
    parseJson(bytes.toString('utf8'))
    return 'JSON'
  } catch {
    // Not JSON: then text is what is left.
    return 'KAFKA_STRING'
  }
}

async function show(bytes: Buffer | null, format: FormatGuess, schemas: SchemaClient): Promise<string> {
  if (bytes === null) return '<null>'
  if (format !== 'AVRO') return bytes.toString('utf8')
  try {
    const { id, body } = frameOf(bytes)
    const schema = await schemas.byId(id)
    return schema ? stringifyJson(decodeAvro(schema, body)) : `<no schema ${id}>`
  } catch (error) {
    return `<${(error as Error).message}>`
  }
}
