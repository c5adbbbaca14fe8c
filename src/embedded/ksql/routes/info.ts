import { HttpError, type FastifyInstance } from '../../lib/http'
import { genericError } from '../errors'
import { settingNamed } from '../plan/settings'
import { errorCodes } from '../plan/statement-error'
import { withAdmin } from '../run/consume'
import type { Server } from '../server'

/**
 * A release of ksqlDB, not a version of ours: clients tell by it what the server can do. The answers here are those that
 * 0.29 gives; what of it is absent is refused by name.
 */
const version = '0.29.0'

/** GET /, /info, /healthcheck, /status, /is_valid_property, /clusterStatus, /v1/metadata. */
export function infoRoutes(app: FastifyInstance, { engine, clusterId, port }: Server): void {
  app.get('/', async (_, reply) => reply.redirect('/info', 307))
  app.get('/info', async () => ({
    KsqlServerInfo: { version, kafkaClusterId: clusterId, ksqlServiceId: 'default_', serverStatus: 'RUNNING' },
  }))
  app.get('/healthcheck', async (_, reply) => {
    const kafka = await withAdmin(engine.kafka, admin => admin.describeCluster()).then(
      () => true,
      () => false,
    )
    const details = { metastore: { isHealthy: true }, kafka: { isHealthy: kafka }, commandRunner: { isHealthy: true } }
    return reply.code(kafka ? 200 : 503).send({ isHealthy: kafka, details, serverState: 'READY' })
  })
  app.get('/status', async () => ({
    commandStatuses: Object.fromEntries([...engine.statuses()].map(([id, { status }]) => [id, status])),
  }))
  app.get('/status/:type/:entity/:action', async request => {
    const { type, entity, action } = request.params as { type: string; entity: string; action: string }
    const status = engine.status(`${type}/${entity}/${action}`)
    if (!status) throw new HttpError(404, genericError(errorCodes.notFound, 'Command not found'))
    return status
  })
  app.get('/is_valid_property/:name', async request => {
    const { name } = request.params as { name: string }
    if (settingNamed(name) === null) {
      throw new HttpError(
        400,
        genericError(
          errorCodes.badRequest,
          `One or more properties overrides set locally are prohibited by the KSQL server: [${name}]`,
        ),
      )
    }
    return true
  })
  app.get('/clusterStatus', async () => ({
    clusterStatus: {
      [`localhost:${port()}`]: {
        hostAlive: true,
        lastStatusUpdateMs: engine.clock.now(),
        activeStandbyPerQuery: {},
        hostStoreLags: { stateStoreLags: {}, updateTimeMs: engine.clock.now() },
      },
    },
  }))
  const metadata = { scope: { path: [], clusters: { 'kafka-cluster': clusterId, 'ksql-cluster': 'default_' } }, id: '' }
  app.get('/v1/metadata', async () => metadata)
  app.get('/v1/metadata/id', async () => metadata)
}
