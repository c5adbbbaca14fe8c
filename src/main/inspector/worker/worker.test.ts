import { describe, expect, it } from 'vitest'
import { silentLog } from '../../lib/log'
import { ProblemError } from '../../lib/problem'
import { workerHost, type Thread } from './host'
import type { Reply, Request } from './messages'
import { serve } from './serve'
import type { Calls, Streams } from './work'

const options = { worker: { kafka: { brokers: ['127.0.0.1:1'] }, registry: null }, log: silentLog() }

/** The work's place is taken by what the test gives; messages go through a copy, as between threads. */
function inThisThread(calls: Partial<Calls>, streams: Partial<Streams> = {}) {
  const threads: (Thread & { end(): void; failing(error: Error): void })[] = []
  const start = (): Thread => {
    const listeners: Record<string, (value: never) => void> = {}
    let isOver = false
    const reply = (message: Reply) => {
      if (!isOver) setImmediate(() => listeners.message?.(structuredClone(message) as never))
    }
    const onRequest = serve({ calls, streams } as { calls: Calls; streams: Streams }, reply)
    const thread = {
      postMessage: (request: Request) => setImmediate(() => !isOver && onRequest(structuredClone(request))),
      on: (event: string, listener: (value: never) => void) => (listeners[event] = listener),
      terminate: async () => void (isOver = true),
      end() {
        isOver = true
        listeners.exit?.(1 as never)
      },
      failing: (error: Error) => listeners.error?.(error as never),
    }
    threads.push(thread)
    return thread
  }
  return { host: workerHost({ ...options, start }), threads }
}

const forever = () => new Promise<never>(() => undefined)
const topicsMessage = (topics: number) => ({ kind: 'patch', polling: { topics } }) as never

describe('the inspector’s thread', () => {
  it('answers calls, and says a Problem as it was', async () => {
    const { host, threads } = inThisThread({
      read: async () => ({ rows: [] }) as never,
      get: async () => {
        throw new ProblemError({ code: 'record-gone', where: 'there', message: 'It is gone.', tip: 'Go.' })
      },
    })
    expect(await host.call('read', {} as never)).toEqual({ rows: [] })
    await expect(host.call('get', {} as never)).rejects.toMatchObject({
      problem: { code: 'record-gone', where: 'there' },
    })
    expect(threads).toHaveLength(1)
  })

  it('makes a value only when one is asked for, and ends the source when the reader leaves', async () => {
    let made = 0
    let ended = false
    const { host } = inThisThread(
      {},
      {
        async *watchTopics() {
          try {
            for (;;) yield topicsMessage(++made)
          } finally {
            ended = true
          }
        },
      },
    )
    for await (const message of host.stream('watchTopics', null, new AbortController().signal)) {
      if ((message as { polling: { topics: number } }).polling.topics === 3) break
    }
    await expect.poll(() => ended).toBe(true)
    expect(made).toBe(3)
  })

  it('stops a stream that waits, without an error, when its signal aborts', async () => {
    const aborted: string[] = []
    const { host } = inThisThread(
      {},
      {
        async *tail(_input, signal) {
          signal.addEventListener('abort', () => aborted.push('tail'))
          await forever()
        },
      },
    )
    const stop = new AbortController()
    const reading = host.stream('tail', {} as never, stop.signal).next()
    setTimeout(() => stop.abort(), 10)
    expect(await reading).toEqual({ done: true, value: undefined })
    await expect.poll(() => aborted).toEqual(['tail'])
  })

  it('gives up a call whose signal aborts', async () => {
    const { host } = inThisThread({ read: forever })
    const stop = new AbortController()
    const reading = host.call('read', {} as never, stop.signal)
    stop.abort(new Error('closed'))
    await expect(reading).rejects.toThrow('closed')
  })

  it('that ends by itself fails what it was doing, and is started again for the next call', async () => {
    let isFirst = true
    const { host, threads } = inThisThread({
      read: () => (isFirst ? forever() : Promise.resolve({ rows: [1] } as never)),
    })
    const reading = host.call('read', {} as never)
    await expect.poll(() => threads).toHaveLength(1)
    isFirst = false
    threads[0]!.failing(new Error('out of memory'))
    threads[0]!.end()
    await expect(reading).rejects.toMatchObject({
      problem: { code: 'inspector-crashed', message: expect.stringContaining('out of memory') },
    })
    expect(await host.call('read', {} as never)).toEqual({ rows: [1] })
    expect(threads).toHaveLength(2)
  })

  it('takes only so much at one time', async () => {
    const { host } = inThisThread({ read: forever })
    const calls = Array.from({ length: 300 }, () => host.call('read', {} as never).catch(error => error.problem.code))
    expect(await Promise.race(calls)).toBe('inspector-busy')
    await host.close()
    expect((await Promise.all(calls)).filter(code => code === 'inspector-closed')).toHaveLength(256)
  })

  it('is not started after the end', async () => {
    const { host, threads } = inThisThread({})
    await host.close()
    await expect(host.call('read', {} as never)).rejects.toMatchObject({ problem: { code: 'inspector-closed' } })
    expect(threads).toEqual([])
  })

  it('runs as a real thread, from the sources', async () => {
    const host = workerHost(options)
    const refused = host.call('describe', { topic: 'any' })
    await expect(refused).rejects.toMatchObject({
      problem: {
        code: 'kafka-unavailable',
        where: 'Kafka, 127.0.0.1:1',
        message: expect.stringContaining('looking at any'),
      },
    })
    await host.close()
  })
})
