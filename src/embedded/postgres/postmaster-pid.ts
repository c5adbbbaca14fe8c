import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { delay } from '../lib/cancellation'
import type { Log } from '../lib/log'
import { ProblemError } from '../lib/problem'
import { runCommand } from './command'

/** A server whose stack was killed ends within this time, as its guard tells it to. */
const endingMsMax = 3_000
const lookAgainMs = 50

/** What a running server writes into its data directory. */
export interface PostmasterPid {
  pid: number
  port: number | null
}

/**
 * Lines of postmaster.pid: pid, data directory, start time, port, socket directory, listen address, shared memory key,
 * status. A server that has just begun has written fewer. (PostgreSQL: src/include/utils/pidfile.h)
 */
export function parsePostmasterPid(text: string): PostmasterPid | null {
  const lines = text.split('\n')
  const pid = Number.parseInt(lines[0] ?? '', 10)
  if (!(pid > 0)) return null
  const port = Number.parseInt(lines[3] ?? '', 10)
  return { pid, port: port > 0 ? port : null }
}

/**
 * Makes sure that no server uses the cluster: one that is ending is waited for. PostgreSQL itself takes over the file
 * of a dead server, but not if the number now belongs to another program of the same user, as happens after a reboot
 * and in containers: that file is removed here.
 *
 * @throws ProblemError data-dir-in-use
 */
export async function waitUntilUnused(clusterDir: string, log: Log, waitMs = endingMsMax): Promise<void> {
  const until = Date.now() + waitMs
  for (;;) {
    const found = read(clusterDir)
    if (!found || !isAlive(found.pid)) return
    if (!(await isPostgres(found.pid))) {
      log.info(
        { pid: found.pid },
        'The lock file of a server that has gone is removed; its number is another program now.',
      )
      rmSync(join(clusterDir, 'postmaster.pid'), { force: true })
      return
    }
    if (Date.now() >= until) throw inUse(clusterDir, found)
    await delay(lookAgainMs)
  }
}

export function inUse(clusterDir: string, found: PostmasterPid | null): ProblemError {
  const who = found ? ` (process ${found.pid}${found.port ? `, port ${found.port}` : ''})` : ''
  return new ProblemError({
    code: 'data-dir-in-use',
    where: `postgres, ${clusterDir}`,
    message: `Another PostgreSQL server${who} is running on this data directory.`,
    tip: 'Stop the other stack, or start this one with a directory of its own: --data-dir DIR.',
  })
}

export function read(clusterDir: string): PostmasterPid | null {
  try {
    return parsePostmasterPid(readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres')
    } catch {
      return false // It has ended meanwhile.
    }
  }
  if (process.platform === 'win32') return true
  const { stdout } = await runCommand('/bin/ps', ['-p', String(pid), '-o', 'comm='], { timeoutMs: 2_000 })
  return /postgres/.test(stdout)
}
