import type { Producer } from 'kafkajs'
import { systemClock } from '../lib/clock'
import { serveHttp, MalformedJson } from '../lib/http'
import { javaProducer, kafkaClient } from '../lib/kafka-client'
import type { RunningService, ServiceOptions } from '../lib/service'
import { genericError } from './errors'
import { errorCodes } from './plan/statement-error'
import { infoRoutes } from './routes/info'
import { ksqlRoute } from './routes/ksql'
import { queryRoutes } from './routes/query'
import { withAdmin } from './run/consume'
import { startEngine } from './run/engine'
import { schemaClient } from './run/formats/schema-client'
import type { Server } from './server'

/**
 * ksqlDB over HTTP: streams and tables over topics of `kafka`, with schemas from `registry`. All that it must remember is
 * in topics, so `dataDir` holds nothing.
 *
 * @param options.kafka host:port
 * @param options.registry URL
 * @throws ProblemError port-in-use; Error when the broker does not answer
 */
export async function startKsql(
  options: ServiceOptions & { kafka: string; registry: string; dataDir: string },
): Promise<RunningService> {
  const { log } = options
  const stopping = new AbortController()
  const kafka = kafkaClient({ clientId: 'ksql', brokers: options.kafka, log })
  const schemas = schemaClient(options.registry)
  const [clusterId, engine] = await Promise.all([
    withAdmin(kafka, admin => admin.describeCluster()).then(({ clusterId }) => clusterId),
    startEngine({ kafka, schemas, clock: systemClock(), log, signal: stopping.signal }),
  ])
  let producer: Promise<Producer> | undefined
  let ids = 0
  let service: RunningService | undefined
  const server: Server = {
    engine,
    log,
    clusterId,
    port: () => service?.port ?? options.port,
    producer: () => (producer ??= connected(javaProducer(kafka, { allowAutoTopicCreation: false }))),
    pushQueries: new Map(),
    nextId: () => ++ids,
    stopping: stopping.signal,
  }
  try {
    const http = await serveHttp({
      name: 'ksql',
      port: options.port,
      log,
      contentType: 'application/vnd.ksql.v1+json',
      routes(app) {
        infoRoutes(app, server)
        ksqlRoute(app, server)
        queryRoutes(app, server)
      },
      errorBody: (status, message, error) =>
        genericError(error instanceof MalformedJson ? errorCodes.badRequest : status * 100, message),
      async onStop() {
        await (await producer)?.disconnect()
        await engine.stop()
      },
    })
    service = {
      ...http,
      stop() {
        stopping.abort(new Error('ksqlDB is stopping'))
        return http.stop()
      },
    }
    return service
  } catch (error) {
    await engine.stop()
    throw error
  }
}

async function connected(producer: Producer): Promise<Producer> {
  await producer.connect()
  return producer
}
