import type { FastifyInstance } from '../../lib/http'
import { RequestError } from '../worker/request-error'

const allMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** Declares routes; for their paths, every other method is answered with 405. */
export function withOtherMethods(app: FastifyInstance, declare: () => void): void {
  const known = new Map<string, string[]>()
  let isDeclaring = true
  app.addHook('onRoute', ({ url, method }) => {
    if (isDeclaring) known.set(url, [...(known.get(url) ?? []), ...[method].flat()])
  })
  declare()
  isDeclaring = false
  for (const [url, methods] of known) {
    app.route({
      url,
      method: allMethods.filter(method => !methods.includes(method)),
      handler: async () => {
        throw new RequestError(405, 'HTTP 405 Method Not Allowed')
      },
    })
  }
}
