import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startKafka } from '../../src/embedded/kafka'
import { silentLog } from '../../src/embedded/lib/log'
import type { RunningService } from '../../src/embedded/lib/service'

/** The broker that is judged. */
export interface JudgedBroker {
  /** host:port */
  bootstrap: string
  /** Stops and starts it on the same port and data; null for a broker that is not ours. */
  restart: (() => Promise<void>) | null
  close(): Promise<void>
}

/** CONFORMANCE_BOOTSTRAP, or a broker of our own in this process on a free port with a folder that goes with it. */
export async function openBroker(): Promise<JudgedBroker> {
  const given = process.env.CONFORMANCE_BOOTSTRAP
  if (given) return { bootstrap: given, restart: null, close: async () => {} }
  const dataDir = await mkdtemp(join(tmpdir(), 'conformance-'))
  let running: RunningService = await startKafka({ port: 0, dataDir, log: silentLog() })
  return {
    bootstrap: running.endpoint,
    async restart() {
      const { port } = running
      await running.stop()
      running = await startKafka({ port, dataDir, log: silentLog() })
    },
    async close() {
      await running.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** A name that nobody has used on this broker before. */
export function uniqueName(what: string): string {
  return `conformance-${what}-${randomUUID().slice(0, 8)}`
}
