import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Client } from 'pg'
import type { Log } from '../lib/log'
import { ProblemError } from '../lib/problem'

const connectMsMax = 5_000
const scriptMsMax = 60_000

/**
 * Runs each SQL script once per database, as PostgreSQL's image runs what lies in /docker-entrypoint-initdb.d. What has
 * run is noted in the data directory after it is committed, so a script may run again after a crash: it must bear that.
 *
 * @throws ProblemError postgres-init-failed
 */
export async function runInitScripts(scripts: string[], url: string, dataDir: string, log: Log): Promise<void> {
  const ledger = join(dataDir, 'init-scripts')
  const done = new Set(existsSync(ledger) ? readFileSync(ledger, 'utf8').split('\n') : [])
  for (const script of scripts) {
    const text = readScript(script)
    const entry = `${basename(script)} ${createHash('sha256').update(text).digest('hex')}`
    if (done.has(entry)) continue
    await runScript(script, text, url)
    done.add(entry)
    writeFileSync(ledger, [...done].filter(line => line !== '').join('\n') + '\n')
    log.info({ script: basename(script) }, 'Ran an init script in the new database.')
  }
}

async function runScript(script: string, text: string, url: string): Promise<void> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: connectMsMax,
    query_timeout: scriptMsMax,
  })
  // A server that ends in the middle emits this beside the rejection.
  client.on('error', () => undefined)
  try {
    await client.connect()
    // Several statements in one simple query are one transaction.
    await client.query(text)
  } catch (error) {
    throw failed(script, error as Error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

function readScript(script: string): string {
  try {
    return readFileSync(script, 'utf8')
  } catch (error) {
    throw failed(script, error as Error)
  }
}

function failed(script: string, error: Error): ProblemError {
  return new ProblemError(
    {
      code: 'postgres-init-failed',
      where: script,
      message: `The init script could not be run: ${error.message}.`,
      tip: 'Mend the script, or start without it, and start again; what it had changed was undone.',
    },
    { cause: error },
  )
}
