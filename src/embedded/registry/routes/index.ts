import { HttpError, type FastifyInstance } from '../../lib/http'
import { compatibilityRoutes } from './compatibility'
import { acceptedTypes } from './content-types'
import type { RouteContext } from './context'
import { metadataRoutes } from './metadata'
import { schemaRoutes } from './schemas'
import { settingRoutes } from './settings'
import { subjectRoutes } from './subjects'

/** All routes of the registry, over its state. */
export function registryRoutes(app: FastifyInstance, context: RouteContext): void {
  app.addHook('preParsing', async request => {
    const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
    if (type === '' || acceptedTypes.includes(type) || request.method === 'GET') return
    throw new HttpError(415, { error_code: 415, message: `HTTP 415 Unsupported Media Type: ${type}` })
  })
  for (const routes of [metadataRoutes, subjectRoutes, schemaRoutes, compatibilityRoutes, settingRoutes]) {
    routes(app, context)
  }
}
