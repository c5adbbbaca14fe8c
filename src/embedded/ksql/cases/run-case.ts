import type { KafkaMessage, Message } from 'kafkajs'
import { parseAvro, type AvroSchema } from '../../formats/avro'
import type { Value } from '../functions/value'
import { emptyCatalog, type Catalog, type PersistentQuery, type Source } from '../plan/catalog'
import { applyCommand } from '../plan/command'
import { factsFrom, withTopic, type TopicFact } from '../plan/facts'
import type { SinkPlan } from '../plan/query-plan'
import { planStatement } from '../plan/statements'
import { decoderOf } from '../run/decode'
import { encoderOf } from '../run/encode'
import { readerOf, writerOf } from '../run/formats'
import type { SchemaClient } from '../run/formats/schema-client'
import { buildPipeline } from '../run/pipeline'
import { memoryStores, type StateChange } from '../run/state/store'
import { parseStatements, showProblem } from '../syntax/parse'

/** A case as its file has it: statements, what goes in, and what must come out or be said. */
export interface Case {
  name: string
  /** Topics that are there; `t` and `u` with one partition each when absent. */
  topics?: Record<string, TopicFact>
  /** Avro schemas that are registered, by subject. */
  schemas?: Record<string, object>
  properties?: Record<string, string>
  statements: string[]
  inputs?: Input[]
  /** Every record that queries write, in order. */
  outputs?: Output[]
  /** The message with which the statements are refused. */
  error?: string
}

/** A text is taken for the bytes as they are; all else is written in the format of the topic's source. */
interface Input {
  topic: string
  key?: unknown
  value: unknown
  /** ms since 1970-01-01 UTC. */
  timestamp?: number
  partition?: number
}

export interface Output {
  topic: string
  /** A key of one column as such, of several as object; null: none. */
  key: unknown
  value: unknown
  /** Compared when the case has it. */
  timestamp?: number
  /** Start of the key's window. */
  window?: number
}

/** A case that writes more than this goes in a circle. */
const recordsMax = 1_000

/**
 * Runs a case through the planner, the formats and the operators, without a broker.
 *
 * @param restarts whether each query loses its memory after each record, and goes on from its changelog
 * @throws StatementError when the statements are refused
 */
export async function runCase(
  { topics, schemas, properties, statements, inputs }: Case,
  restarts: boolean,
): Promise<Output[]> {
  const registry = memoryRegistry(schemas ?? {})
  const world = topics ?? { t: { partitions: 1, replicas: 1 }, u: { partitions: 1, replicas: 1 } }
  const catalog = plan(statements.join('\n'), world, schemas ?? {}, properties ?? {})
  const outputs: Output[] = []
  const waiting: TopicRecord[] = []
  const offsets = new Map<string, number>()
  const write = (record: Omit<TopicRecord, 'offset'>) => {
    const place = `${record.topic}-${record.partition}`
    const offset = offsets.get(place) ?? 0
    offsets.set(place, offset + 1)
    waiting.push({ ...record, offset })
  }
  const tasks = await Promise.all([...catalog.queries.values()].map(query => task(query, registry, restarts)))
  for (const input of inputs ?? []) {
    write(await encoded(input, catalog, registry))
    for (let record = waiting.shift(); record; record = waiting.shift()) {
      for (const { query, process } of tasks.filter(({ query }) => query.plan.source.topic === record?.topic)) {
        for (const message of await process(record)) {
          const sink = query.plan.sink!
          outputs.push(await decoded(message, sink, query.plan.window !== null, registry))
          if (outputs.length > recordsMax) throw new Error(`The case writes more than ${recordsMax} records.`)
          write({ topic: sink.topic, partition: message.partition ?? 0, ...bytesOf(message) })
        }
      }
    }
  }
  return outputs
}

interface TopicRecord {
  topic: string
  partition: number
  offset: number
  key: Buffer | null
  value: Buffer | null
  timestamp: string
}

function plan(
  text: string,
  topics: { [name: string]: TopicFact },
  schemas: { [subject: string]: object },
  properties: { [name: string]: string },
): Catalog {
  const { statements, problem } = parseStatements(text)
  if (problem) throw new Error(showProblem(problem))
  const texts = Object.fromEntries(
    Object.entries(schemas).map(([subject, schema]) => [subject, JSON.stringify(schema)]),
  )
  let catalog = emptyCatalog
  let facts = factsFrom({ topics, schemas: texts })
  for (const [number, statement] of statements.entries()) {
    const planned = planStatement(statement, { catalog, facts, properties, number, startOffsets: null })
    if ('warning' in planned) continue
    const { command } = planned
    catalog = applyCommand(catalog, command)
    if ('topic' in command && command.topic) facts = withTopic(facts, command.topic.name, command.topic)
  }
  return catalog
}

async function task(query: PersistentQuery, registry: SchemaClient, restarts: boolean) {
  const { source, sink } = query.plan
  const ignore = () => {}
  const decoder = decoderOf(source, registry, ignore)
  const encoder = encoderOf(sink!, source.partitions, registry)
  await encoder.prepare()
  const written: Message[] = []
  const changelog: StateChange[] = []
  const start = () => {
    const stores = memoryStores()
    for (const change of changelog) stores.restore(change)
    const context = { stores, report: ignore }
    return { stores, pipeline: buildPipeline(query.plan, context, change => written.push(encoder.encode(change))) }
  }
  let running = start()
  return {
    query,
    async process({ key, value, timestamp, partition, offset }: TopicRecord): Promise<Message[]> {
      const message: KafkaMessage = { key, value, timestamp, offset: String(offset), attributes: 0, headers: {} }
      await decoder.prepare([message])
      const change = decoder.decode(message, partition)
      if (change) running.pipeline.process(change)
      changelog.push(...running.stores.drain())
      if (restarts) running = start()
      return written.splice(0)
    },
  }
}

async function encoded(input: Input, catalog: Catalog, registry: SchemaClient): Promise<Omit<TopicRecord, 'offset'>> {
  const { topic, key = null, value, timestamp = 0, partition = 0 } = input
  const source = [...catalog.sources.values()].find(source => source.topic === topic)
  if (!source) throw new Error(`No source reads the topic ${topic}.`)
  return {
    topic,
    partition,
    timestamp: String(timestamp),
    key: await bytes('key', key, source, registry),
    value: await bytes('value', value, source, registry),
  }
}

async function bytes(part: 'key' | 'value', content: unknown, source: Source, registry: SchemaClient) {
  if (content === null) return null
  if (typeof content === 'string') return Buffer.from(content)
  const columns = source[part]
  const format = part === 'key' ? source.keyFormat : source.valueFormat
  if (format.name === 'JSON') return Buffer.from(JSON.stringify(content))
  const writer = writerOf(part, source.topic, format, columns, registry)
  await writer.prepare()
  const fields = typeof content === 'object' ? (content as { [name: string]: Value }) : null
  return writer.write(columns.map(({ name }) => (fields ? (fields[name] ?? null) : (content as Value))))
}

const windowBytes = 8

async function decoded(message: Message, sink: SinkPlan, isWindowed: boolean, registry: SchemaClient): Promise<Output> {
  const { key, value, timestamp } = bytesOf(message)
  const end = key && isWindowed ? key.length - windowBytes : undefined
  const keys = await fieldsOf('key', key && key.subarray(0, end), sink, registry)
  const values = await fieldsOf('value', value, sink, registry)
  return {
    topic: sink.topic,
    key: keys && (sink.key.length === 1 ? Object.values(keys)[0] : keys),
    value: values,
    timestamp: Number(timestamp),
    ...(key && end !== undefined ? { window: Number(key.readBigInt64BE(end)) } : {}),
  }
}

async function fieldsOf(part: 'key' | 'value', bytes: Buffer | null, sink: SinkPlan, registry: SchemaClient) {
  if (bytes === null) return null
  const format = part === 'key' ? sink.keyFormat : sink.valueFormat
  // The text itself, so that a case sees which fields there are and how they are called.
  if (part === 'value' && format.name === 'JSON') return JSON.parse(bytes.toString('utf8')) as object
  const columns = sink[part]
  const reader = readerOf(part, sink.topic, format, columns, registry)
  await reader.prepare([bytes])
  const values = reader.read(bytes)
  return Object.fromEntries(columns.map(({ name }, index) => [name, values[index] ?? null]))
}

function bytesOf({ key, value, timestamp }: Message) {
  return { key: key as Buffer | null, value: value as Buffer | null, timestamp: timestamp ?? '0' }
}

/** A registry in memory: ids count from 1. */
function memoryRegistry(initial: { [subject: string]: object }): SchemaClient {
  const schemas: AvroSchema[] = []
  const latest = new Map<string, string>()
  const register = (subject: string, text: string) => {
    latest.set(subject, text)
    return schemas.push(parseAvro(text))
  }
  for (const [subject, schema] of Object.entries(initial)) register(subject, JSON.stringify(schema))
  return {
    byId: async id => schemas[id - 1] ?? null,
    latest: async subject => latest.get(subject) ?? null,
    register: async (subject, text) => register(subject, text),
    remove: async subject => void latest.delete(subject),
  }
}
