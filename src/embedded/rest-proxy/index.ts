import { parseJson } from '../formats/json'
import { systemClock } from '../lib/clock'
import { serveHttp } from '../lib/http'
import { kafkaClient } from '../lib/kafka-client'
import type { RunningService, ServiceOptions } from '../lib/service'
import { createProxyKafka } from './kafka'
import { createInstances } from './consumers/instances'
import { kafkaFailure } from './errors'
import { kafkaContentType } from './media-types'
import { createRegistryClient } from './registry-client'
import { restProxyRoutes } from './routes'

export interface RestProxyOptions extends ServiceOptions {
  /** host:port of the broker. */
  kafka: string
  /** URL of the Schema Registry. */
  registry: string
}

/**
 * A REST Proxy, version 2 of the API: topics, partitions, offsets and brokers, producing Avro, JSON and binary records,
 * and consumer instances.
 *
 * Not done: jsonschema and protobuf records (415); versions 1 and 3 (404).
 *
 * @throws ProblemError port-in-use
 */
export async function startRestProxy({
  port,
  log,
  kafka: brokers,
  registry: url,
}: RestProxyOptions): Promise<RunningService> {
  const client = kafkaClient({ clientId: 'rest-proxy', brokers, log })
  const clock = systemClock()
  const kafka = createProxyKafka(client, clock)
  const instances = createInstances({ kafka: client, admin: kafka.admin, clock, log })
  const registry = createRegistryClient(url)
  return serveHttp({
    name: 'restProxy',
    port,
    log,
    contentType: kafkaContentType,
    parseBody: parseJson,
    routes: app => restProxyRoutes(app, { kafka, registry, instances }),
    errorBody: (status, message, error) =>
      status === 500 && error ? kafkaFailure(error) : { error_code: status, message },
    async onStop() {
      registry.close()
      await instances.close()
      await kafka.close()
    },
  })
}
