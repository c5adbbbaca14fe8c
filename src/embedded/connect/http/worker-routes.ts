import type { FastifyInstance } from '../../lib/http'
import { connectorDefinitionsJson, definitionsJson, validationJson } from '../config/validation-json'
import { classOf, type Herder } from '../worker/herder'
import { findPlugin, isNamed, plugins } from '../worker/plugins'
import { badRequest, notFound } from '../worker/request-error'
import { readConfigBody } from './bodies'
import type { AdjustableLog } from './log-level'

interface ByPlugin {
  Params: { plugin: string }
}
interface ByLogger {
  Params: { logger: string }
}

export interface WorkerInfo {
  version: string
  commit: string
  kafka_cluster_id: string
}

/** /, /health, /connector-plugins and /admin. */
export function workerRoutes(
  app: FastifyInstance,
  herder: () => Herder,
  info: WorkerInfo,
  logger: AdjustableLog,
): void {
  app.get('/', async () => info)
  app.get('/health', async () => ({
    status: 'healthy',
    message: 'Worker has completed startup and is ready to handle requests.',
  }))

  app.get<{ Querystring: { connectorsOnly?: string } }>('/connector-plugins', async ({ query }) =>
    plugins
      .filter(({ type }) => type === 'source' || query.connectorsOnly === 'false')
      .map(({ className, type, version }) => ({ class: className, type, version })),
  )
  app.get<ByPlugin>('/connector-plugins/:plugin/config', async ({ params }) => {
    const plugin = findPlugin(params.plugin)
    if (!plugin) throw notFound(`Unknown plugin ${params.plugin}.`)
    return plugin.type === 'source' ? connectorDefinitionsJson(plugin.definitions) : definitionsJson(plugin.definitions)
  })
  app.put<ByPlugin>('/connector-plugins/:plugin/config/validate', async ({ params, body }) => {
    const config = readConfigBody(body)
    const className = classOf(config)
    if (!isNamed(className, params.plugin) && !isNamed(params.plugin, className)) {
      throw badRequest(`Included connector type ${className} does not match request type ${params.plugin}`)
    }
    return validationJson(await herder().validate(className, config))
  })

  app.get('/admin/loggers', async () => ({ root: logger.describe('root') }))
  app.get<ByLogger>('/admin/loggers/:logger', async ({ params }) => logger.describe(params.logger))
  app.put<ByLogger>('/admin/loggers/:logger', async ({ params, body }) =>
    logger.setLevel(params.logger, readConfigBody(body).level, Date.now()),
  )
}
