import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startConnect } from '../../src/embedded/connect'
import { startKafka } from '../../src/embedded/kafka'
import { delay } from '../../src/embedded/lib/cancellation'
import { kafkaClient } from '../../src/embedded/lib/kafka-client'
import { silentLog } from '../../src/embedded/lib/log'
import type { RunningService } from '../../src/embedded/lib/service'
import { startPostgres } from '../../src/embedded/postgres'
import { startRegistry } from '../../src/embedded/registry'

const log = silentLog()
const json = 'org.apache.kafka.connect.json.JsonConverter'

export const className = 'io.confluent.connect.jdbc.JdbcSourceConnector'

/** A Connect worker with its neighbours, the database with the stations table among them. */
export type ConnectStack = Awaited<ReturnType<typeof startConnectStack>>

/** A record as a consumer sees it. */
export interface Read {
  key: Buffer | null
  value: Buffer | null
}

export async function startConnectStack() {
  const folder = mkdtempSync(join(tmpdir(), 'elevated-connect-'))
  const startDatabase = (port: number) =>
    startPostgres({ port, log, dataDir: join(folder, 'postgres'), initScripts: ['resources/postgres/stations.sql'] })
  const startBroker = (port: number) => startKafka({ port, log, dataDir: join(folder, 'kafka') })
  const [kafka, database] = await Promise.all([startBroker(0), startDatabase(0)])
  const registry = await startRegistry({ port: 0, log, kafka: kafka.endpoint })
  const aliases = { postgres: `127.0.0.1:${database.port}`, 'postgres:5432': `127.0.0.1:${database.port}` }
  const startWorker = () => startConnect({ port: 0, log, kafka: kafka.endpoint, registry: registry.endpoint, aliases })
  const stack = {
    kafka: kafka as RunningService,
    registry,
    postgres: database as RunningService,
    connect: await startWorker(),

    /** Ends the worker, and starts it anew when `meanwhile` is over. */
    async restartWorker(meanwhile = async () => {}): Promise<void> {
      await stack.connect.stop()
      await meanwhile()
      stack.connect = await startWorker()
    },

    /** Ends the broker, and starts it anew when `meanwhile` is over. */
    async restartBroker(meanwhile: () => Promise<void>): Promise<void> {
      await stack.kafka.stop()
      await meanwhile()
      stack.kafka = await startBroker(kafka.port)
    },

    async restartDatabase(): Promise<void> {
      await stack.postgres.stop()
      stack.postgres = await startDatabase(database.port)
    },

    async call(method: string, path: string, body?: unknown) {
      const response = await fetch(stack.connect.endpoint + path, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
    },

    create: (name: string, more: Record<string, unknown> = {}) =>
      stack.call('POST', '/connectors', { name, config: connectorConfig(name, more) }),

    async sql(text: string): Promise<void> {
      const client = new pg.Client(stack.postgres.endpoint)
      await client.connect()
      await client.query(text)
      await client.end()
    },

    /** All records of a topic, once there are at least `count`. */
    records: (topic: string, count: number) => readTopic(kafka.endpoint, topic, count),

    /** The same as JSON. */
    values: async (topic: string, count: number) =>
      (await readTopic(kafka.endpoint, topic, count)).map(
        record => JSON.parse(record.value!.toString()) as Record<string, unknown>,
      ),

    /** The status, once the first task is in this state. */
    async taskState(name: string, state: string) {
      await eventually(`${name} is ${state}`, async () => {
        const { status, body } = await stack.call('GET', `/connectors/${name}/status`)
        return status === 200 && body.tasks[0]?.state === state
      })
      return (await stack.call('GET', `/connectors/${name}/status`)).body
    },

    async stop(): Promise<void> {
      for (const service of [stack.connect, registry, stack.postgres, stack.kafka]) await service.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return stack
}

/** A configuration as the course's programs send it; topics begin with the name. Undefined leaves a key out. */
export function connectorConfig(name: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const merged: Record<string, unknown> = {
    'connector.class': className,
    'key.converter': json,
    'key.converter.schemas.enable': 'false',
    'value.converter': json,
    'value.converter.schemas.enable': 'false',
    'batch.max.rows': '500',
    'connection.url': 'jdbc:postgresql://postgres:5432/cta',
    'connection.user': 'cta_admin',
    'connection.password': 'chicago',
    'table.whitelist': 'stations',
    mode: 'incrementing',
    'incrementing.column.name': 'stop_id',
    'topic.prefix': `${name}.`,
    'poll.interval.ms': 50,
    ...more,
  }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined))
}

async function readTopic(brokers: string, topic: string, count: number): Promise<Read[]> {
  const client = kafkaClient({ clientId: 'test', brokers, log })
  const admin = client.admin()
  await admin.connect()
  await eventually(`${count} records in ${topic}`, async () => {
    if (!(await admin.listTopics()).includes(topic)) return false
    const offsets = await admin.fetchTopicOffsets(topic)
    return offsets.reduce((sum, offset) => sum + Number(offset.high), 0) >= count
  })
  await admin.disconnect()
  const consumer = client.consumer({ groupId: `test-${topic}-${Math.random()}`, maxWaitTimeInMs: 50 })
  const read: Read[] = []
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await consumer.run({ eachMessage: async ({ message }) => void read.push(message) })
  await eventually(`reading ${topic}`, async () => read.length >= count)
  await consumer.disconnect()
  return read
}

/** Asks until the answer is yes. */
export async function eventually(what: string, check: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await check()) return
    await delay(25)
  }
  throw new Error(`${what}: it did not come true`)
}
