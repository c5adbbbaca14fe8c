import type { FastifyInstance } from '../../lib/http'
import { checkAccept } from '../media-types'
import { consumerRoutes } from './consumers'
import type { RouteContext } from './context'
import { produceRoutes } from './produce'
import { topicRoutes } from './topics'

/** All routes of the proxy. */
export function restProxyRoutes(app: FastifyInstance, context: RouteContext): void {
  // Clients ask for committed offsets with the body of a GET.
  app.addHttpMethod('GET', { hasBody: true, overrideExisting: true })
  app.addHook('onRequest', async request => {
    if (!request.routeOptions.url?.endsWith('/records')) checkAccept(request.headers.accept)
  })
  for (const routes of [topicRoutes, produceRoutes, consumerRoutes]) routes(app, context)
}
