import type { RunningService, ServiceOptions } from '../lib/service'
import { findBinaries } from './binaries'
import { database, ensureCluster, syncCluster } from './cluster'
import { runInitScripts } from './init-scripts'
import { choosePlace } from './place'
import { waitUntilUnused } from './postmaster-pid'
import { startServer } from './server'

export interface PostgresOptions extends ServiceOptions {
  /** A folder of our own; the cluster is made in it at the first start. */
  dataDir: string
  /** SQL files that are run once in a new database. */
  initScripts?: string[]
}

/**
 * Starts PostgreSQL on loopback with the database `cta`, whose owner is `cta_admin`, password `chicago`. The server ends
 * with this process however that ends.
 *
 * @throws ProblemError port-in-use, data-dir-in-use, data-dir-other-version, data-dir-not-writable,
 *   data-dir-not-reachable, postgres-binaries-missing, postgres-as-root, postgres-init-failed, postgres-start-failed
 */
export async function startPostgres({
  port,
  log,
  dataDir,
  initScripts = [],
}: PostgresOptions): Promise<RunningService> {
  const place = await choosePlace(dataDir, findBinaries(), log)
  await waitUntilUnused(place.clusterDir, log)
  const isNew = await ensureCluster(place, log)
  const server = await startServer(place, port, log)
  const endpoint = `postgresql://${database.user}:${database.password}@127.0.0.1:${server.port}/${database.name}`
  try {
    await runInitScripts(initScripts, endpoint, dataDir, log)
  } catch (error) {
    await server.stop()
    throw error
  }
  const stopping = new AbortController()
  const syncing = isNew ? syncCluster(place, log, stopping.signal) : Promise.resolve()
  syncing.catch((error: unknown) => log.warn({ err: error }, 'The new cluster could not be written to disk at once.'))
  void server.ended.then(code => {
    if (!stopping.signal.aborted) log.error({ code }, 'PostgreSQL has ended by itself.')
  })
  return {
    name: 'postgres',
    port: server.port,
    endpoint,
    async stop() {
      stopping.abort()
      await server.stop()
      await syncing.catch(() => {}) // Reported above.
    },
  }
}
