import { Client as PgClient } from 'pg'
import type { ServiceName } from '../../shared/contract/services'
import { call, garbled, type HttpEndpoint } from '../lib/http'
import { createKafka, kafkaProblem } from '../lib/kafka'
import { silentLog } from '../lib/log'
import { messageOf, ProblemError } from '../lib/problem'
import type { Endpoints } from './profile'
import { serviceTitles } from './titles'

/** A service that has not answered its probe by then counts as failed. */
export const probeMsMax = 5_000

/** Asks a service whether it does its work. Resolves when it does. */
export type Probe = (endpoints: Endpoints, signal: AbortSignal) => Promise<void>

/** One per service; each uses what the pipeline uses of it, so that a stranger on the port is told apart. */
export const probes: Record<ServiceName, Probe> = {
  kafka: probeKafka,
  registry: httpProbe('registry', '/subjects', Array.isArray),
  restProxy: httpProbe('restProxy', '/topics', Array.isArray),
  connect: httpProbe('connect', '/connectors', Array.isArray),
  ksql: httpProbe('ksql', '/info', json => typeof json === 'object' && json !== null && 'KsqlServerInfo' in json),
  postgres: probePostgres,
}

function httpProbe(
  name: keyof Endpoints & ('registry' | 'restProxy' | 'connect' | 'ksql'),
  path: string,
  fits: (json: unknown) => boolean,
): Probe {
  return async (endpoints, signal) => {
    const service = endpoints[name]
    // A service that the profile lacks is never asked: its health is absent.
    if (!service) return
    const endpoint: HttpEndpoint = { title: serviceTitles[name], ...service }
    const answer = await call(endpoint, 'GET', path, { timeoutMs: probeMsMax, signal })
    if (!fits(answer.json)) throw garbled(endpoint, `GET ${path}`, answer)
  }
}

async function probeKafka({ kafka }: Endpoints): Promise<void> {
  const admin = createKafka(kafka, silentLog(), { retries: 0 }).admin()
  try {
    await admin.connect()
    const { controller } = await admin.describeCluster()
    if (controller === null) throw new Error('the cluster has no controller')
  } catch (error) {
    throw kafkaProblem(kafka, 'describing the cluster', error)
  } finally {
    // The connection may never have been: nothing to close then.
    await admin.disconnect().catch(() => undefined)
  }
}

async function probePostgres({ postgres }: Endpoints): Promise<void> {
  if (!postgres) return
  const client = new PgClient({
    connectionString: postgres.url,
    connectionTimeoutMillis: probeMsMax,
    query_timeout: probeMsMax,
  })
  // A server that ends in the middle of a query emits this beside the rejection.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('SELECT 1')
  } catch (error) {
    const { host } = new URL(postgres.url)
    throw new ProblemError(
      {
        code: 'postgres-unavailable',
        where: `PostgreSQL, ${host}`,
        message: `PostgreSQL cannot be used: ${messageOf(error)}.`,
        tip: 'Check that the server runs and that the profile has its address, user and password; it is tried again by itself.',
      },
      { cause: error },
    )
  } finally {
    await client.end().catch(() => undefined)
  }
}
