import type { FastifyInstance } from '../../lib/http'
import { checkAccept } from '../media-types'
import { consumerRoutes } from './consumers'
import type { RouteContext } from './context'
import { produceRoutes } from './produce'
import { topicRoutes } from './topics'

/** All routes of the proxy. */
export function restProxyRoutes(app: FastifyInstance, context: RouteContext): void {
  app.addHook('onRequest', async request => checkAccept(request.headers.accept))
  for (const routes of [topicRoutes, produceRoutes, consumerRoutes]) routes(app, context)
}
