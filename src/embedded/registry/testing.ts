import { serveHttp } from '../lib/http'
import { silentLog } from '../lib/log'
import type { RunningService } from '../lib/service'
import { registryRoutes } from './routes'
import { registryContentType } from './routes/content-types'
import { createSchemaParser } from './schemas'
import { createRegistryStore, type EntryLog } from './store'

/** For tests: a log in memory; entries come back in a later turn, as from a broker. */
export function memoryLog(entries: [string, string | null][] = []) {
  let apply: (key: string, value: string | null) => void = () => {}
  const log: EntryLog & { fail?: Error } = {
    async append(key, value) {
      await new Promise(resolve => setImmediate(resolve))
      if (log.fail) throw log.fail
      entries.push([key, value])
      apply(key, value)
    },
  }
  return { log, entries, follow: (to: typeof apply) => (apply = to) }
}

const open: RunningService[] = []

/** Stops all that startInMemory has started: for afterEach. */
export async function stopAll(): Promise<void> {
  for (const service of open.splice(0)) await service.stop()
}

/** For tests: the registry over a log in memory, and a way to call it. */
export async function startInMemory(memory = memoryLog()) {
  const store = createRegistryStore(memory.log, silentLog())
  for (const [key, value] of memory.entries) store.apply(key, value)
  memory.follow(store.apply)
  const service = await serveHttp({
    name: 'registry',
    port: 0,
    log: silentLog(),
    contentType: registryContentType,
    routes: app => registryRoutes(app, { store, parse: createSchemaParser() }),
    errorBody: (status, message) => ({ error_code: status, message }),
  })
  open.push(service)
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const sent = { method, ...(text === undefined ? {} : { body: text }) }
    const response = await fetch(service.endpoint + path, {
      ...sent,
      headers: { 'content-type': registryContentType, ...headers },
    })
    const answer = await response.text()
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      body: answer === '' ? undefined : JSON.parse(answer),
    }
  }
  return { call, memory }
}
