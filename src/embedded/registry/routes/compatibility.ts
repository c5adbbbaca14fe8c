import type { FastifyInstance, FastifyRequest } from '../../lib/http'
import { versionName, versionNamed } from '../commands'
import { comparedVersions, compatibilityMessages } from '../compatibility'
import { registryError } from '../errors'
import { schemaRequest } from '../schemas'
import { levelOf, versionsOf, type Version } from '../state'
import { flag, param, type RouteContext } from './context'

/** `/compatibility`: would this schema be taken, and if not, why. */
export function compatibilityRoutes(app: FastifyInstance, { store, parse }: RouteContext): void {
  const answer = (request: FastifyRequest, earlier: Version[]) => {
    const state = store.state()
    const schema = parse(schemaRequest(request.body), state)
    const level = levelOf(state, param(request, 'subject'))
    const messages = compatibilityMessages(schema, earlier, level, parse, state)
    return { is_compatible: messages.length === 0, ...(flag(request, 'verbose') ? { messages } : {}) }
  }

  app.post('/compatibility/subjects/:subject/versions', request => {
    const state = store.state()
    const subject = param(request, 'subject')
    return answer(request, comparedVersions(levelOf(state, subject), versionsOf(state, subject, { deleted: false })))
  })

  app.post('/compatibility/subjects/:subject/versions/:version', request => {
    const state = store.state()
    const subject = param(request, 'subject')
    const name = versionName(param(request, 'version'))
    if (versionsOf(state, subject, { deleted: false }).length > 0) {
      return answer(request, [versionNamed(state, subject, name, { deleted: false })])
    }
    if (name !== 'latest') throw registryError('versionNotFound', String(name))
    return answer(request, [])
  })
}
