import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Endpoints as StackEndpoints, StackMessage } from '../../embedded'
import { backoff } from '../lib/backoff'
import { delay } from '../lib/cancellation'
import { projectRoot } from '../lib/files'
import type { Log } from '../lib/log'
import { ProblemError, type Problem } from '../lib/problem'
import { forkNode, type ForkStack, type StackChild } from './stack-child'
import { stackLines } from './stack-lines'

/** Waiting times before a stack that died is started again. */
const restartFirstMs = 500
const restartMaxMs = 10_000

/** A stack that lived this long had no trouble to start: waiting begins with the first time again. */
const healthyMsMin = 30_000

/** A stack that does not end by itself within this time is killed. What it acknowledged is in its files. */
const stopMsMax = 3_000

export interface StackProcess {
  /** The addresses, from the first start on; they stay the same when the stack is started again. */
  readonly endpoints: StackEndpoints
  stop(): Promise<void>
}

export interface StackProcessOptions {
  dataDir: string
  /** The value of --ports; undefined takes the standard ports. */
  ports?: string
  /** How a process is started here; default: Node's way. */
  fork?: ForkStack
  log: Log
  onMessage(message: StackMessage): void
  /** Ends a stack that is still starting. */
  signal?: AbortSignal
  /** The stack has died unasked; it is being started again. */
  onDeath(problem: Problem): void
  /** What is run; default: the stack of this installation. */
  entry?: StackEntry
  /** Time before the first restart, ms. */
  restartFirstMs?: number
}

interface StackEntry {
  file: string
  /** Flags for Node. */
  execArgv: string[]
}

/**
 * Starts the embedded stack in a process of its own and keeps it running.
 *
 * @throws ProblemError of the service that could not start the first time
 */
export async function startStackProcess(options: StackProcessOptions): Promise<StackProcess> {
  const stopping = new AbortController()
  let current = spawnStack(options, options.ports)
  const endpoints = await readyUnless(options.signal, current)
  const keepRunning = async () => {
    const wait = backoff({ firstMs: options.restartFirstMs ?? restartFirstMs, maxMs: restartMaxMs })
    let startedAt = Date.now()
    for (;;) {
      const code = await current.ended
      if (stopping.signal.aborted) return
      if (Date.now() - startedAt > healthyMsMin) wait.reset()
      options.log.error({ code }, 'the embedded stack has ended by itself')
      options.onDeath(stackDied(code))
      await delay(wait.next(), stopping.signal)
      startedAt = Date.now()
      // Clients know the addresses, so it comes back on the same ports.
      current = spawnStack(options, portsOf(endpoints))
      current.ready.catch(error => options.log.error({ err: error }, 'the embedded stack did not start again'))
    }
  }
  const keeping = keepRunning().catch(error => {
    if (!stopping.signal.aborted) throw error
  })
  return {
    endpoints,
    async stop() {
      stopping.abort(new Error('stopping'))
      await current.stop()
      await keeping
    },
  }
}

/** Waits until the stack is ready; when the signal aborts before that, the stack is ended first. */
async function readyUnless(signal: AbortSignal | undefined, { ready, stop }: Spawned): Promise<StackEndpoints> {
  let stopped: Promise<void> | undefined
  const onAbort = () => (stopped = stop())
  signal?.addEventListener('abort', onAbort, { once: true })
  if (signal?.aborted) onAbort()
  try {
    return await ready
  } finally {
    signal?.removeEventListener('abort', onAbort)
    await stopped
  }
}

interface Spawned {
  ready: Promise<StackEndpoints>
  /** Exit code or signal. */
  ended: Promise<number | string>
  stop(): Promise<void>
}

function spawnStack(options: StackProcessOptions, ports: string | undefined): Spawned {
  const args = [
    '--data-dir',
    options.dataDir,
    '--log-level',
    'info',
    ...(ports === undefined ? [] : ['--ports', ports]),
  ]
  const { file, execArgv } = options.entry ?? stackEntry()
  const child = (options.fork ?? forkNode)(file, args, execArgv)
  const { ended } = child
  const takeLines = stackLines(options.log)
  let lastWords = ''
  child.onStderr(text => {
    lastWords = (lastWords + text).slice(-lastWordsMax)
    takeLines(text)
  })
  const ready = new Promise<StackEndpoints>((resolve, reject) => {
    child.onMessage(message => {
      options.onMessage(message)
      if (message.event === 'ready') resolve(message.endpoints)
      if (message.event === 'failed') reject(new ProblemError(message.problem))
    })
    void ended.then(code => reject(new ProblemError(stackNeverReady(code, lastWords))))
  })
  return { ready, ended, stop: () => stopChild(child) }
}

/** Characters of the stack's last output that a Problem may quote. */
const lastWordsMax = 4_000

async function stopChild(child: StackChild): Promise<void> {
  child.terminate()
  const timer = setTimeout(() => child.kill(), stopMsMax)
  await child.ended
  clearTimeout(timer)
}

/** The bundle where there is one beside this program's own, else the source, run by tsx. */
function stackEntry(): StackEntry {
  const root = projectRoot()
  const bundle = join(root, 'out', 'main', 'stack.js')
  const source = join(root, 'src', 'embedded', 'index.ts')
  const fromSource = import.meta.url.endsWith('.ts') && existsSync(source)
  return fromSource ? { file: source, execArgv: ['--import', 'tsx'] } : { file: bundle, execArgv: [] }
}

function portsOf(endpoints: StackEndpoints): string {
  return Object.entries(endpoints)
    .map(([name, endpoint]) => `${name}=${/:(\d+)(\/|$)/.exec(endpoint)?.[1] ?? 0}`)
    .join(',')
}

function stackDied(code: number | string): Problem {
  return {
    code: 'stack-ended',
    where: 'embedded stack',
    message: `The embedded stack has ended (${code}).`,
    tip: 'It is started again by itself; the log in the data directory says why it ended.',
  }
}

function stackNeverReady(code: number | string, lastWords: string): Problem {
  const lines = lastWords.trim().split('\n')
  // Node prints the error above its stack, and its own version as the last line.
  const telling = lines.find(line => /\b\w*Error\b/.test(line)) ?? lines.at(-1) ?? ''
  return {
    code: 'stack-ended',
    where: 'embedded stack',
    message: `The embedded stack has ended (${code}) before it was ready. ${telling.trim()}`.trim(),
    tip: 'The log in the data directory has all that it said.',
  }
}
