import { stringifyJson } from '../../formats/json'
import type { FastifyInstance } from '../../lib/http'
import type { Stores } from '../state/stores'
import { alterOffsets, resetOffsets } from '../worker/offset-changes'
import { notFound } from '../worker/request-error'
import type { Herder } from '../worker/herder'
import { connectorInfo, connectorOffsets, connectorStatus, requireConfig, taskInfos, taskStatus } from './answers'
import { readConfigBody, readCreation, readOffsetChanges, readPatch } from './bodies'

interface ByName {
  Params: { name: string }
}
interface ByTask {
  Params: { name: string; task: string }
}

/** /connectors and all below it. */
export function connectorRoutes(app: FastifyInstance, herder: () => Herder, stores: Stores): void {
  app.get<{ Querystring: { expand?: string | string[] } }>('/connectors', async request => {
    const names = [...stores.configs.connectors.keys()]
    const expand = [request.query.expand ?? []].flat()
    if (expand.length === 0) return names
    return Object.fromEntries(names.map(name => [name, expanded(stores, name, expand)]))
  })

  app.post('/connectors', async (request, reply) => {
    const { name, config, target } = readCreation(request.body)
    await herder().create(name, config, target)
    reply.code(201).header('location', locationOf(request.headers.host, name))
    return connectorInfo(stores, name)
  })

  app.get<ByName>('/connectors/:name', async ({ params }) => connectorInfo(stores, params.name))
  app.delete<ByName>('/connectors/:name', async ({ params }, reply) => {
    await herder().remove(params.name)
    return reply.code(204).send()
  })

  app.get<ByName>('/connectors/:name/config', async ({ params }) => requireConfig(stores, params.name))
  app.put<ByName>('/connectors/:name/config', async ({ params, body, headers }, reply) => {
    const isNew = await herder().putConfig(params.name, readConfigBody(body))
    if (isNew) reply.code(201).header('location', locationOf(headers.host, params.name))
    return connectorInfo(stores, params.name)
  })
  app.patch<ByName>('/connectors/:name/config', async ({ params, body }) => {
    await herder().patchConfig(params.name, readPatch(body))
    return connectorInfo(stores, params.name)
  })

  stateRoutes(app, herder, stores)
  taskRoutes(app, herder, stores)
  offsetRoutes(app, stores)
}

function stateRoutes(app: FastifyInstance, herder: () => Herder, stores: Stores): void {
  app.get<ByName>('/connectors/:name/status', async ({ params }) => connectorStatus(stores, params.name))

  app.post<ByName & { Querystring: { includeTasks?: string; onlyFailed?: string } }>(
    '/connectors/:name/restart',
    async ({ params: { name }, query }, reply) => {
      const onlyFailed = query.onlyFailed === 'true'
      const isWanted = (state: string | undefined) => !onlyFailed || state === 'FAILED'
      const tasks = query.includeTasks === 'true' ? [...(stores.statuses.tasks.get(name) ?? [])] : []
      const which = {
        connector: isWanted(stores.statuses.connectors.get(name)?.state),
        tasks: tasks.filter(([, { state }]) => isWanted(state)).map(([id]) => id),
      }
      await herder().restart(name, which)
      if (query.includeTasks !== 'true' && !onlyFailed) return reply.code(204).send()
      return reply.code(202).send(restarting(connectorStatus(stores, name), which))
    },
  )

  app.put<ByName>('/connectors/:name/pause', async ({ params }, reply) => {
    await herder().setTarget(params.name, 'PAUSED')
    return reply.code(202).send()
  })
  app.put<ByName>('/connectors/:name/resume', async ({ params }, reply) => {
    await herder().setTarget(params.name, 'STARTED')
    return reply.code(202).send()
  })
  app.put<ByName>('/connectors/:name/stop', async ({ params }, reply) => {
    await herder().setTarget(params.name, 'STOPPED')
    return reply.code(204).send()
  })

  app.get<ByName>('/connectors/:name/topics', async ({ params: { name } }) => ({
    [name]: { topics: [...(stores.statuses.topics.get(name) ?? [])] },
  }))
  app.put<ByName>('/connectors/:name/topics/reset', async ({ params: { name } }, reply) => {
    for (const topic of [...(stores.statuses.topics.get(name) ?? [])]) stores.setTopic(name, topic, null)
    return reply.code(202).send()
  })
}

function taskRoutes(app: FastifyInstance, herder: () => Herder, stores: Stores): void {
  app.get<ByName>('/connectors/:name/tasks', async ({ params }) => taskInfos(stores, params.name))
  app.get<ByTask>('/connectors/:name/tasks/:task/status', async ({ params: { name, task } }) =>
    taskStatus(stores, name, taskNumber(task)),
  )
  app.post<ByTask>('/connectors/:name/tasks/:task/restart', async ({ params: { name, task } }, reply) => {
    const id = taskNumber(task)
    if (!stores.configs.connectors.has(name)) throw notFound(`Unknown connector: ${name}`)
    if (id >= (stores.configs.tasks.get(name) ?? []).length) throw notFound(`Unknown task: ${name}-${id}`)
    await herder().restart(name, { connector: false, tasks: [id] })
    return reply.code(204).send()
  })
}

function offsetRoutes(app: FastifyInstance, stores: Stores): void {
  app.get<ByName>('/connectors/:name/offsets', async ({ params }, reply) => {
    // Offsets may be beyond what a double holds.
    return reply.type('application/json').send(stringifyJson(connectorOffsets(stores, params.name)))
  })
  app.patch<ByName>('/connectors/:name/offsets', async ({ params, body }) => ({
    message: await alterOffsets(stores, params.name, readOffsetChanges(body)),
  }))
  app.delete<ByName>('/connectors/:name/offsets', async ({ params }) => ({
    message: await resetOffsets(stores, params.name),
  }))
}

function expanded(stores: Stores, name: string, expand: string[]): object {
  return {
    ...(expand.includes('status') ? { status: statusOrNothing(stores, name) } : {}),
    ...(expand.includes('info') ? { info: connectorInfo(stores, name) } : {}),
  }
}

/** A connector that has just been made may have none yet. */
function statusOrNothing(stores: Stores, name: string): object | null {
  return stores.statuses.connectors.has(name) ? connectorStatus(stores, name) : null
}

/** The status as it is answered when a restart has been asked for: what is to be restarted is RESTARTING. */
function restarting(status: object, which: { connector: boolean; tasks: number[] }): object {
  const { connector, tasks } = status as { connector: object; tasks: { id: number }[] }
  return {
    ...status,
    connector: which.connector ? { ...connector, state: 'RESTARTING' } : connector,
    tasks: tasks.map(task => (which.tasks.includes(task.id) ? { ...task, state: 'RESTARTING' } : task)),
  }
}

function taskNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw notFound('HTTP 404 Not Found')
  return Number(text)
}

function locationOf(host: string | undefined, name: string): string {
  return `http://${host ?? 'localhost'}/connectors/${encodeURIComponent(name)}`
}
