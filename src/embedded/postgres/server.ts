import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import type { Writable } from 'node:stream'
import { within } from '../lib/cancellation'
import { listenOnLoopback } from '../lib/listener'
import type { Log } from '../lib/log'
import { ProblemError } from '../lib/problem'
import { plainEnvironment, runCommand, splitLines } from './command'
import { guarded } from './guard'
import type { Place } from './place'
import { inUse, read } from './postmaster-pid'
import { readServerLine } from './server-line'

/** Recovery after a crash of the machine can take long; longer than this is reported. */
const readyMsMax = 60_000

/** After a fast stop, an immediate one is asked for, and then the server is killed: it recovers at its next start. */
const stopMsMax = { fast: 2_000, immediate: 1_000, killed: 1_000 }

export interface Server {
  port: number
  /** Resolves when the server has ended, with its exit code (null: by a signal). */
  ended: Promise<number | null>
  stop(): Promise<void>
}

/**
 * Starts the server and waits until it takes connections.
 *
 * @param port 0 takes a free one
 * @throws ProblemError port-in-use, data-dir-in-use, postgres-start-failed
 */
export async function startServer(place: Place, port: number, log: Log): Promise<Server> {
  const free = await freePort(port)
  const { child, pipe } = spawnServer(place, free)
  const ended = new Promise<number | null>(resolve => {
    child.once('exit', code => {
      pipe?.destroy()
      resolve(code)
    })
    child.once('error', () => resolve(null))
  })
  const stop = once(() => stopServer(place, child, pipe, ended, log))
  try {
    await within(readyMsMax, 'the start of PostgreSQL', untilReady(place, child, free, log))
    return { port: free, ended, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/**
 * A port that nobody listens on, on either loopback address. PostgreSQL itself would go on with one of the two, and
 * does not take a free one for 0.
 */
async function freePort(port: number): Promise<number> {
  const probe = await listenOnLoopback('postgres', createServer(), port)
  await probe.close()
  return probe.port
}

function spawnServer(place: Place, port: number): { child: ChildProcess; pipe: Writable | null } {
  const { binaries, account, clusterDir } = place
  const args = serverArguments(clusterDir, port)
  const environment = { env: plainEnvironment(), cwd: '/' }
  if (process.platform === 'win32') {
    // Without a shell: on Windows a child that is not detached ends with us.
    const child = spawn(binaries.postgres, args, { env: plainEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] })
    return { child, pipe: null }
  }
  const { command, args: guardArgs } = guarded(binaries.postgres, args)
  const child = spawn(command, guardArgs, {
    ...environment,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    // A session of its own: Ctrl-C in a terminal reaches us alone, and we stop the services in their order.
    detached: true,
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  })
  const pipe = child.stdio[3] as Writable
  pipe.on('error', () => {}) // The other end is gone when the server ends by itself; `ended` tells.
  return { child, pipe }
}

/** Settings for a small server that a person has to themselves; data stays safe (fsync is on). */
export function serverArguments(clusterDir: string, port: number): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1,::1',
    port,
    unix_socket_directories: '',
    max_connections: 60,
    shared_buffers: '16MB',
    max_wal_size: '128MB',
    jit: 'off',
    // Without helper processes for reading, which a database of this size never uses.
    io_method: 'sync',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '',
    log_checkpoints: 'off',
    // Statements may hold passwords.
    log_min_error_statement: 'panic',
    // The whole log goes to our own.
    logging_collector: 'off',
  }
  return ['-D', clusterDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** Follows stderr for as long as the server runs; resolves at the line that says that it is ready. */
function untilReady(place: Place, child: ChildProcess, port: number, log: Log): Promise<void> {
  let fatal = ''
  return new Promise((resolve, reject) => {
    const onLine = (text: string) => {
      const line = readServerLine(text)
      switch (line.kind) {
        case 'ready':
          return resolve()
        case 'port-taken':
          return reject(portTaken(port))
        case 'directory-taken':
          return reject(inUse(place.clusterDir, read(place.clusterDir)))
        case 'fatal':
          fatal = line.message
          return log.error({}, line.message)
        case 'warning':
          return log.warn({}, line.message)
        case 'detail':
          return log.debug({}, line.message)
      }
    }
    child.stderr!.setEncoding('utf8').on('data', splitLines(onLine))
    child.once('error', error => reject(startFailed(error.message)))
    child.once('close', code => reject(startFailed(fatal || `it ended with exit code ${code}`)))
  })
}

async function stopServer(
  { binaries, clusterDir, account }: Place,
  child: ChildProcess,
  pipe: Writable | null,
  ended: Promise<number | null>,
  log: Log,
): Promise<void> {
  const hasEnded = (ms: number) => within(ms, 'PostgreSQL', ended).then(isTrue, isFalse)
  if (pipe) pipe.destroy()
  else {
    const args = ['stop', '-D', clusterDir, '-m', 'fast']
    await runCommand(binaries.pgCtl, args, { account, timeoutMs: stopMsMax.fast }).catch(isFalse)
  }
  if (await hasEnded(stopMsMax.fast)) return
  log.warn({}, 'PostgreSQL does not stop in time; it is told to stop at once and recovers at its next start.')
  child.kill('SIGQUIT')
  if (await hasEnded(stopMsMax.immediate)) return
  killGroup(child)
  if (!(await hasEnded(stopMsMax.killed))) log.error({ pid: child.pid }, 'PostgreSQL could not be ended.')
}

/** The guard and the server have a process group of their own. */
function killGroup(child: ChildProcess): void {
  if (!child.pid) return
  if (process.platform === 'win32') child.kill('SIGKILL')
  else process.kill(-child.pid, 'SIGKILL')
}

function portTaken(port: number): ProblemError {
  return new ProblemError({
    code: 'port-in-use',
    where: `postgres, 127.0.0.1:${port}`,
    message: `postgres cannot start: port ${port} is taken by another program.`,
    tip: 'Stop that program, or choose another port with --ports postgres=PORT (or --ports auto).',
  })
}

function startFailed(message: string): ProblemError {
  return new ProblemError({
    code: 'postgres-start-failed',
    where: 'postgres',
    message: `PostgreSQL did not start: ${message}`,
    tip: 'The log has all that it said. If its files are damaged, move the data directory away to begin anew.',
  })
}

function isTrue(): boolean {
  return true
}

function isFalse(): boolean {
  return false
}

function once<T>(run: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => (result ??= run())
}
