import type { FastifyInstance, FastifyRequest } from '../../lib/http'
import { registryError } from '../errors'
import { schemaTypes, versionsOf, type Version } from '../state'
import { registryContentType } from './content-types'
import { flag, page, param, subjectPrefix, type RouteContext } from './context'
import { schemaShape, versionShape } from './shapes'

/** `/schemas`: by id, the types that we parse, and the list of all. */
export function schemaRoutes(app: FastifyInstance, { store }: RouteContext): void {
  /** All versions with the id; soft-deleted ones resolve too, because messages with their id are still about. */
  const withId = (request: FastifyRequest): Version[] => {
    const id = param(request, 'id')
    const versions = /^\d+$/.test(id) ? store.state().byId.get(Number(id)) : undefined
    if (!versions) throw registryError('schemaNotFound', id)
    return versions
  }
  const seen = (request: FastifyRequest) =>
    withId(request).filter(version => flag(request, 'deleted') || !version.deleted)

  app.get('/schemas', request => {
    const state = store.state()
    const deleted = flag(request, 'deleted')
    const prefix = subjectPrefix(request)
    const subjects = [...state.subjects.keys()].filter(subject => subject.startsWith(prefix)).sort()
    const versions = subjects.flatMap(subject => {
      const all = versionsOf(state, subject, { deleted })
      return flag(request, 'latestOnly') ? all.slice(-1) : all
    })
    return page(request, versions).map(versionShape)
  })

  app.get('/schemas/types', () => ['JSON', 'AVRO'].filter(type => (schemaTypes as readonly string[]).includes(type)))

  app.get('/schemas/ids/:id', request => ({
    ...schemaShape(withId(request)[0]!),
    ...(flag(request, 'fetchMaxId') ? { maxId: store.state().idMax } : {}),
  }))

  app.get('/schemas/ids/:id/schema', (request, reply) =>
    reply.type(registryContentType).send(withId(request)[0]!.schema),
  )

  app.get('/schemas/ids/:id/subjects', request => [...new Set(seen(request).map(version => version.subject))])

  app.get('/schemas/ids/:id/versions', request => seen(request).map(({ subject, version }) => ({ subject, version })))
}
