import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { projectRoot } from '../../lib/files'
import type { Log } from '../../lib/log'
import { messageOf, ProblemError } from '../../lib/problem'
import type { Reply, Request, WorkerOptions } from './messages'
import type { Calls, Streams } from './work'

/** Calls and streams that are under way at most: each window has a few. */
const runningMax = 256

/** The worker's heap, MB. What the inspector holds is bounded far below; a worker that runs out of it ends alone. */
const heapMbMax = 512

/** Runs the inspector's work in a thread of its own, which is started when it is first needed. */
export interface WorkerHost {
  call<Name extends keyof Calls>(
    name: Name,
    input: Parameters<Calls[Name]>[0],
    signal?: AbortSignal,
  ): ReturnType<Calls[Name]>
  stream<Name extends keyof Streams>(
    name: Name,
    input: Parameters<Streams[Name]>[0],
    signal: AbortSignal,
  ): ReturnType<Streams[Name]>
  close(): Promise<void>
}

/** The part of a thread that the host needs. */
export interface Thread {
  postMessage(request: Request): void
  on(event: 'message', listener: (reply: Reply) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
  terminate(): Promise<unknown>
}

export interface HostOptions {
  worker: WorkerOptions
  log: Log
  /** For tests; default: this installation's worker. */
  start?(options: WorkerOptions): Thread
}

/** Whoever waits for the answer to a request. */
interface Waiting {
  resolve(reply: Reply): void
  reject(error: Error): void
}

export function workerHost({ worker, log, start = startThread }: HostOptions): WorkerHost {
  let thread: Thread | undefined
  let lastId = 0
  let isClosed = false
  /** Running calls and streams; null while nobody waits for the stream's next value. */
  const running = new Map<number, Waiting | null>()

  const end = (ended: Thread, reason: string) => {
    if (thread !== ended) return
    thread = undefined
    if (!isClosed) log.error({ reason }, 'the inspector’s thread has ended; it is started again when it is needed')
    const failures = [...running.values()]
    running.clear()
    for (const waiting of failures) waiting?.reject(new ProblemError(isClosed ? closedProblem : crashed(reason)))
  }
  const current = (): Thread => {
    if (thread) return thread
    const started = start(worker)
    started.on('message', reply => {
      const waiting = running.get(reply.id)
      if (!waiting) return
      running.set(reply.id, null)
      waiting.resolve(reply)
    })
    started.on('error', error => end(started, messageOf(error)))
    started.on('exit', code => end(started, `it ended with code ${code}`))
    thread = started
    return started
  }
  const begin = (): { id: number; on: Thread } => {
    if (isClosed) throw new ProblemError(closedProblem)
    if (running.size >= runningMax) throw new ProblemError(busy)
    const on = current()
    const id = ++lastId
    running.set(id, null)
    return { id, on }
  }
  const ask = (on: Thread, request: Request, signal?: AbortSignal): Promise<Reply> =>
    new Promise((resolve, reject) => {
      if (!running.has(request.id)) return reject(new ProblemError(crashed('it had ended before')))
      const onAbort = () => reject(signal!.reason ?? new Error('cancelled'))
      signal?.addEventListener('abort', onAbort, { once: true })
      const settle = () => signal?.removeEventListener('abort', onAbort)
      running.set(request.id, {
        resolve: reply => (settle(), resolve(reply)),
        reject: error => (settle(), reject(error)),
      })
      on.postMessage(request)
      if (signal?.aborted) onAbort()
    })
  const finish = (on: Thread, id: number) => {
    if (running.delete(id) && thread === on) on.postMessage({ kind: 'cancel', id })
  }

  async function callOnce(name: string, input: unknown, signal?: AbortSignal): Promise<unknown> {
    const { id, on } = begin()
    try {
      return valueOf(await ask(on, { kind: 'call', id, name, input }, signal))
    } finally {
      finish(on, id)
    }
  }
  async function* streamed(name: string, input: unknown, signal: AbortSignal): AsyncGenerator<unknown, void, void> {
    if (signal.aborted) return
    const { id, on } = begin()
    on.postMessage({ kind: 'open', id, name, input })
    try {
      for (;;) {
        const reply = await ask(on, { kind: 'next', id }, signal)
        if (reply.kind === 'end') return
        yield valueOf(reply)
      }
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      finish(on, id)
    }
  }

  return {
    call: callOnce as WorkerHost['call'],
    stream: streamed as WorkerHost['stream'],
    async close() {
      isClosed = true
      const ended = thread
      if (!ended) return
      end(ended, 'closed')
      await ended.terminate()
    },
  }
}

function valueOf(reply: Reply): unknown {
  if (reply.kind === 'failed') throw new ProblemError(reply.problem)
  return reply.kind === 'value' ? reply.value : undefined
}

/** The bundle beside the app's own, or, where the app runs from its sources, the source by way of tsx. */
function startThread(workerData: WorkerOptions): Worker {
  const root = projectRoot()
  const source = join(root, 'src', 'main', 'inspector', 'worker', 'index.ts')
  const shared = { workerData, resourceLimits: { maxOldGenerationSizeMb: heapMbMax } }
  if (!import.meta.url.endsWith('.ts') || !existsSync(source)) {
    return new Worker(join(root, 'out', 'main', 'inspector.js'), shared)
  }
  const load = `const { createRequire } = require('node:module')
    const load = createRequire(${JSON.stringify(source)})
    load('tsx/cjs')
    load(${JSON.stringify(source)})`
  return new Worker(load, { ...shared, eval: true })
}

function crashed(reason: string) {
  return {
    code: 'inspector-crashed',
    where: 'inspector',
    message: `Reading was cut short: the inspector’s thread has ended (${reason}).`,
    tip: 'Try again: it is started anew. If it ends again, choose fewer partitions or another place to read from.',
  }
}

const closedProblem = {
  code: 'inspector-closed',
  where: 'inspector',
  message: 'The app is being closed, or has changed to another profile.',
  tip: 'Open the view again.',
}

const busy = {
  code: 'inspector-busy',
  where: 'inspector',
  message: `The inspector does ${runningMax} things at a time already.`,
  tip: 'Close some of the windows.',
}
