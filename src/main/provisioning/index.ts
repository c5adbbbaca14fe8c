import type { Kafka } from 'kafkajs'
import { projectFile } from '../lib/files'
import type { HttpEndpoint } from '../lib/http'
import { kafkaProblem, type KafkaConnection } from '../lib/kafka'
import type { Log } from '../lib/log'
import type { Schemas } from '../lib/schemas'
import { createProvisioner, type Provisioner } from './provisioner'
import type { DatabaseEndpoint, TransformerControl } from './step'
import { steps } from './steps'

export type { Provisioner } from './provisioner'
export type { TransformerControl } from './step'

export interface PipelineProvisioning {
  kafka: Kafka
  connection: KafkaConnection
  registry: HttpEndpoint | null
  connect: HttpEndpoint | null
  ksql: HttpEndpoint | null
  postgres: DatabaseEndpoint | null
  transformer: TransformerControl
  arrivalTopics: string[]
  schemas: Schemas
  readOnly: boolean
  log: Log
  onChange(): void
  onApplied(id: string): void
}

/** The pipeline's steps on one cluster. */
export function pipelineProvisioner(options: PipelineProvisioning): Provisioner {
  const stationsSql = projectFile('resources/postgres/stations.sql')
  const ksqlScript = projectFile('schemas/turnstile-summary.ksql')
  const { registry, connect, ksql, postgres, transformer, arrivalTopics, schemas, log } = options
  return createProvisioner({
    steps,
    readOnly: options.readOnly,
    onChange: options.onChange,
    onApplied: options.onApplied,
    async open() {
      const admin = options.kafka.admin()
      try {
        await admin.connect()
      } catch (error) {
        await admin.disconnect().catch(() => undefined)
        throw kafkaProblem(options.connection, 'connecting', error)
      }
      const services = { admin, registry, connect, ksql, postgres, transformer }
      return {
        context: { ...services, arrivalTopics, schemas, stationsSql, ksqlScript, log },
        close: () => admin.disconnect(),
      }
    },
  })
}
