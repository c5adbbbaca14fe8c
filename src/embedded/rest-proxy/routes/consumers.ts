import type { FastifyInstance } from '../../lib/http'
import { restError } from '../errors'

/** `/consumers`: said to be absent, so that nobody looks for a mistake of his own. */
export function consumerRoutes(app: FastifyInstance): void {
  app.all('/consumers/*', () => {
    throw restError('consumersNotImplemented')
  })
}
