import type { FastifyInstance } from '../../lib/http'
import { deleteSubject, deleteVersion, register, versionName, versionNamed, type AskedIdentity } from '../commands'
import { registryError } from '../errors'
import { schemaRequest } from '../schemas'
import { identityOf, versionsOf } from '../state'
import { registryContentType } from './content-types'
import { flag, member, page, param, subjectPrefix, type RouteContext } from './context'
import { versionShape } from './shapes'

/** `/subjects`: lists, versions, registration, look-up, deletion. */
export function subjectRoutes(app: FastifyInstance, { store, parse }: RouteContext): void {
  app.get('/subjects', request => {
    const state = store.state()
    const deletedOnly = flag(request, 'deletedOnly')
    const deleted = deletedOnly || flag(request, 'deleted')
    const prefix = subjectPrefix(request)
    const subjects = [...state.subjects.keys()]
      .filter(subject => subject.startsWith(prefix))
      .filter(subject => {
        const hasLive = versionsOf(state, subject, { deleted: false }).length > 0
        return deletedOnly ? !hasLive : deleted || hasLive
      })
    return page(request, subjects.sort())
  })

  app.post('/subjects/:subject', request => {
    const subject = param(request, 'subject')
    const state = store.state()
    const versions = versionsOf(state, subject, { deleted: flag(request, 'deleted') })
    if (versions.length === 0) throw registryError('subjectNotFound', subject)
    const identity = identityOf(parse(schemaRequest(request.body), state))
    const found = versions.findLast(version => identityOf(version) === identity)
    if (!found) throw registryError('schemaNotFound')
    return versionShape(found)
  })

  app.delete('/subjects/:subject', request =>
    store.change(state => deleteSubject(state, param(request, 'subject'), flag(request, 'permanent'))),
  )

  app.get('/subjects/:subject/versions', request => {
    const subject = param(request, 'subject')
    const deletedOnly = flag(request, 'deletedOnly')
    const versions = versionsOf(store.state(), subject, { deleted: deletedOnly || flag(request, 'deleted') }).filter(
      version => !deletedOnly || version.deleted,
    )
    if (versions.length === 0) throw registryError('subjectNotFound', subject)
    return page(
      request,
      versions.map(version => version.version),
    )
  })

  app.post('/subjects/:subject/versions', async request => {
    const schema = schemaRequest(request.body)
    const asked = askedIdentity(member(request, 'id'), member(request, 'version'))
    const version = await store.change(state => register(state, parse, param(request, 'subject'), schema, asked))
    return { id: version.id }
  })

  app.get('/subjects/:subject/versions/:version', request => {
    const name = versionName(param(request, 'version'))
    const deleted = flag(request, 'deleted')
    return versionShape(versionNamed(store.state(), param(request, 'subject'), name, { deleted }))
  })

  app.get('/subjects/:subject/versions/:version/schema', (request, reply) => {
    const name = versionName(param(request, 'version'))
    const deleted = flag(request, 'deleted')
    reply.type(registryContentType)
    return reply.send(versionNamed(store.state(), param(request, 'subject'), name, { deleted }).schema)
  })

  app.get('/subjects/:subject/versions/:version/referencedby', request => {
    const state = store.state()
    const name = versionName(param(request, 'version'))
    const { subject, version } = versionNamed(state, param(request, 'subject'), name, { deleted: true })
    const refers = [...state.byId].filter(([, versions]) =>
      versions.some(
        other => !other.deleted && other.references.some(to => to.subject === subject && to.version === version),
      ),
    )
    return refers.map(([id]) => id).sort((a, b) => a - b)
  })

  app.delete('/subjects/:subject/versions/:version', request => {
    const name = versionName(param(request, 'version'))
    const permanent = flag(request, 'permanent')
    return store.change(state => deleteVersion(state, param(request, 'subject'), name, permanent))
  })
}

/** Clients send 0 or -1 for "choose yourself". */
function askedIdentity(id: unknown, version: unknown): AskedIdentity {
  const asked: AskedIdentity = {}
  if (typeof id === 'number' && id > 0) asked.id = id
  if (typeof version === 'number' && version > 0) asked.version = version
  return asked
}
