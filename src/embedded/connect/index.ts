import { serveHttp } from '../lib/http'
import { javaProducer, kafkaClient } from '../lib/kafka-client'
import { ProblemError } from '../lib/problem'
import type { RunningService, ServiceOptions } from '../lib/service'
import { addressesOf } from './http/addresses'
import { adjustableLog } from './http/log-level'
import { withOtherMethods } from './http/other-methods'
import { connectorRoutes } from './http/routes'
import { workerRoutes } from './http/worker-routes'
import { openStores, type Stores } from './state/stores'
import { startHerder, type Herder } from './worker/herder'
import { RequestError } from './worker/request-error'

export interface ConnectOptions extends ServiceOptions {
  /** host:port of the broker. */
  kafka: string
  /** URL of the registry; configurations call it `schema-registry:8081`, as a compose file does. */
  registry: string
  /** host:port or host as connector configurations spell it, to host:port of where that really is. */
  aliases: Record<string, string>
}

/**
 * Starts a Connect worker on loopback: connectors over HTTP, their configurations, offsets and states in Kafka. Stored
 * connectors go on where they were.
 *
 * @throws ProblemError port-in-use, kafka-not-reachable
 */
export async function startConnect(options: ConnectOptions): Promise<RunningService> {
  const { port, log: below, kafka: brokers } = options
  const logger = adjustableLog(below)
  const log = logger.log
  const kafka = kafkaClient({ clientId: 'connect', brokers, log })
  const now = () => Date.now()
  const admin = kafka.admin()
  const producer = javaProducer(kafka, { allowAutoTopicCreation: true })
  let stores: Stores | undefined
  let herder: Herder | undefined
  const close = async () => {
    await herder?.close()
    await stores?.close()
    await Promise.allSettled([producer.disconnect(), admin.disconnect()])
  }
  try {
    await Promise.all([admin.connect(), producer.connect()]).catch(error => {
      throw notReachable(brokers, error)
    })
    const [opened, cluster] = await Promise.all([openStores(kafka, log, now), admin.describeCluster()])
    stores = opened
    const info = { version: '4.1.0', commit: 'embedded', kafka_cluster_id: cluster.clusterId }
    const current = () => herder ?? fail(new RequestError(503, 'The worker is starting.'))
    const service = await serveHttp({
      name: 'connect',
      port,
      log,
      contentType: 'application/json',
      routes: app =>
        withOtherMethods(app, () => {
          workerRoutes(app, current, info, logger)
          connectorRoutes(app, current, opened)
        }),
      errorBody: (status, message, error) => ({
        error_code: status,
        message: status === 404 && !error ? 'HTTP 404 Not Found' : message,
      }),
      onStop: close,
    })
    const addresses = addressesOf({ 'schema-registry:8081': new URL(options.registry).host, ...options.aliases })
    herder = startHerder({ id: `127.0.0.1:${service.port}`, stores, producer, admin, addresses, log, now })
    return service
  } catch (error) {
    await close()
    throw error
  }
}

function fail(error: Error): never {
  throw error
}

function notReachable(brokers: string, cause: unknown): ProblemError {
  return new ProblemError(
    {
      code: 'kafka-not-reachable',
      where: `connect, ${brokers}`,
      message: `connect cannot start: Kafka does not answer at ${brokers}: ${(cause as Error).message}`,
      tip: 'Start Kafka first, or check its address.',
    },
    { cause },
  )
}
