import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { jsonEvent, start, type Started } from '../support/process'

const program = fileURLToPath(new URL('broker-process.mts', import.meta.url))
const readyMs = 60_000

/** A broker in a process of its own, on one port and one folder through all of its lives. */
export interface MortalBroker {
  readonly bootstrap: string
  /** Ends it with SIGKILL and starts it again. */
  killAndRestart(): Promise<void>
  close(): Promise<void>
}

export async function mortalBroker(): Promise<MortalBroker> {
  const dataDir = mkdtempSync(join(tmpdir(), 'elevated-crash-'))
  let port = 0
  let running: Started
  const begin = async () => {
    running = start(process.execPath, ['--import', 'tsx', program, dataDir, String(port)])
    port = (await running.line(jsonEvent<{ port: number }>('ready'), readyMs)).port
  }
  await begin()
  return {
    bootstrap: `127.0.0.1:${port}`,
    async killAndRestart() {
      await running.stop('SIGKILL')
      await begin()
    },
    async close() {
      await running.stop('SIGKILL')
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
