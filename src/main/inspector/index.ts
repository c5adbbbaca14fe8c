import type { HttpEndpoint } from '../lib/http'
import { createKafka, type KafkaConnection } from '../lib/kafka'
import type { Log } from '../lib/log'
import type { OwnConsumer } from '../lib/own-consumer'
import { createConnectReader, type ConnectReader } from './connect'
import { createGroups, type Groups } from './groups'
import { createKsql, type Ksql } from './ksql'
import { logEnds } from './log-ends'
import { createPipelineReader, type PipelineReader } from './pipeline'
import { createRecords, type Records } from './records'
import { createSchemaReader, type SchemaReader } from './schemas'
import { createTopics, type Topics } from './topics'
import { workerHost } from './worker/host'

/** Where the inspector looks: any cluster of the profile. Null: the profile has no such service. */
export interface InspectorOptions {
  kafka: KafkaConnection
  registry: HttpEndpoint | null
  connect: HttpEndpoint | null
  ksql: HttpEndpoint | null
  /** The consumers of this app itself. */
  own(): readonly OwnConsumer[]
  /** Nothing is created, changed or written. */
  readOnly: boolean
  log: Log
  now(): number
}

/** What the panes ask for. Nothing is read before somebody looks. */
export interface Inspector {
  topics: Topics
  records: Records
  schemas: SchemaReader
  connect: ConnectReader
  groups: Groups
  ksql: Ksql
  pipeline: PipelineReader
  close(): Promise<void>
}

/** Puts the inspector together; it connects when it is first asked. */
export function createInspector(options: InspectorOptions): Inspector {
  const { registry, connect, readOnly, log, now } = options
  const kafka = createKafka(options.kafka, log)
  const ends = logEnds(kafka, now)
  const host = workerHost({ worker: { kafka: options.kafka, registry: options.registry }, log })
  const groups = createGroups({ kafka, connection: options.kafka, ends, own: options.own, now })
  const inspector: Inspector = {
    topics: createTopics(host, kafka, options.kafka),
    records: createRecords(host),
    schemas: createSchemaReader({ registry, kafka: () => createKafka(options.kafka, log), now }),
    connect: createConnectReader({ connect, isReadOnly: readOnly, now }),
    groups,
    ksql: createKsql({ endpoint: options.ksql, isReadOnly: readOnly, now }),
    pipeline: createPipelineReader({
      topics: { watch: signal => inspector.topics.watch(signal) },
      groups,
      ends,
      connect: connect && { overview: signal => inspector.connect.overview(signal) },
      ksql: options.ksql && { overview: () => inspector.ksql.overview() },
      own: options.own,
      now,
    }),
    async close() {
      await Promise.all([groups.close(), ends.close(), host.close()])
    },
  }
  return inspector
}
