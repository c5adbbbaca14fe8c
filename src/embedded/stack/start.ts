import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startConnect } from '../connect'
import { startKafka } from '../kafka'
import { startKsql } from '../ksql'
import type { Log } from '../lib/log'
import { ProblemError, type Problem } from '../lib/problem'
import type { RunningService, ServiceName } from '../lib/service'
import { startPostgres } from '../postgres'
import { startRegistry } from '../registry'
import { startRestProxy } from '../rest-proxy'
import type { Endpoints, StackMessage } from './messages'
import type { StackOptions } from './options'

export interface RunningStack {
  endpoints: Endpoints
  /** Stops all services, the last started first. Safe to call twice. */
  stop(): Promise<void>
}

/**
 * Starts the six services. Kafka and PostgreSQL come first, side by side; then the registry, whose address the other
 * three need. From there on they meet only at their ports.
 *
 * @throws ProblemError of the first service that cannot start; those already started are stopped
 */
export async function startStack(
  options: StackOptions,
  log: Log,
  tell: (message: StackMessage) => void,
): Promise<RunningStack> {
  const started: RunningService[] = []
  const stop = () => stopAll(started)
  const start = (name: ServiceName, run: (port: number, log: Log) => Promise<RunningService>) =>
    startOne(name, options, log, tell, run).then(service => {
      started.push(service)
      return service
    })
  const dataDir = (name: string) => join(options.dataDir, name)
  try {
    makeDataDir(options.dataDir)
    const [kafka, postgres] = await allOrFirstError([
      start('kafka', (port, log) => startKafka({ port, log, dataDir: dataDir('kafka') })),
      start('postgres', (port, log) =>
        startPostgres({ port, log, dataDir: dataDir('postgres'), initScripts: options.initScripts }),
      ),
    ])
    const registry = await start('registry', (port, log) => startRegistry({ port, log, kafka: kafka.endpoint }))
    const neighbours = { kafka: kafka.endpoint, registry: registry.endpoint }
    const aliases = composeNames(postgres, registry)
    await allOrFirstError([
      start('restProxy', (port, log) => startRestProxy({ port, log, ...neighbours })),
      start('connect', (port, log) => startConnect({ port, log, ...neighbours, aliases })),
      start('ksql', (port, log) => startKsql({ port, log, ...neighbours, dataDir: dataDir('ksql') })),
    ])
  } catch (error) {
    await stop()
    throw error
  }
  const endpoints = Object.fromEntries(started.map(service => [service.name, service.endpoint])) as Endpoints
  return { endpoints, stop }
}

/** The names that the compose file gives the services, as connector configs spell them. */
function composeNames(postgres: RunningService, registry: RunningService): Record<string, string> {
  return {
    postgres: `127.0.0.1:${postgres.port}`,
    'postgres:5432': `127.0.0.1:${postgres.port}`,
    'schema-registry:8081': `127.0.0.1:${registry.port}`,
  }
}

/** Starts one service on its port, or on a free one when its standard port is taken. */
async function startOne(
  name: ServiceName,
  options: StackOptions,
  log: Log,
  tell: (message: StackMessage) => void,
  run: (port: number, log: Log) => Promise<RunningService>,
): Promise<RunningService> {
  const { port, chosen } = options.ports[name]
  const ownLog = log.child({ service: name })
  tell({ event: 'service', name, state: 'starting' })
  try {
    let note: string | null = null
    const service = await run(port, ownLog).catch((error: unknown) => {
      if (chosen || port === 0 || !(error instanceof ProblemError) || error.problem.code !== 'port-in-use') throw error
      note = `Port ${port} is taken by another program, so ${name} has a free one.`
      return run(0, ownLog)
    })
    if (note) log.warn({ service: name, port: service.port }, note)
    tell({ event: 'service', name, state: 'ready', endpoint: service.endpoint, note })
    ownLog.info({ port: service.port }, 'The service is ready.')
    return service
  } catch (error) {
    tell({ event: 'service', name, state: 'failed', problem: asProblem(name, error) })
    throw error
  }
}

/** Waits for all, so that what did start can be stopped, then throws the first error. */
async function allOrFirstError<T extends readonly Promise<RunningService>[]>(
  promises: [...T],
): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises)
  return Promise.all(promises)
}

async function stopAll(started: RunningService[]): Promise<void> {
  // Clients before the broker that they are connected to.
  for (const service of [...started].reverse()) await service.stop()
}

function makeDataDir(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true })
  } catch (error) {
    throw new ProblemError(
      {
        code: 'data-dir-not-writable',
        where: dir,
        message: `The data directory cannot be made: ${(error as Error).message}.`,
        tip: 'Give a directory that this account may write, with --data-dir DIR.',
      },
      { cause: error },
    )
  }
}

/** Any failure as something a person can act on. */
export function asProblem(where: string, error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'unexpected', where, message, tip: 'The log has the details; please report this if it happens again.' }
}
