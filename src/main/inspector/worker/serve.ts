import { asProblem } from '../../lib/problem'
import type { Reply, Request } from './messages'
import type { Work } from './work'

interface Running {
  stop: AbortController
  values: AsyncGenerator<unknown, void, void> | null
}

/** Answers requests with the work's results. */
export function serve(
  work: Pick<Work, 'calls' | 'streams'>,
  reply: (reply: Reply) => void,
): (request: Request) => void {
  const running = new Map<number, Running>()
  const calls = work.calls as unknown as Record<string, (input: unknown) => Promise<unknown>>
  const streams = work.streams as unknown as Record<
    string,
    (input: unknown, signal: AbortSignal) => AsyncGenerator<unknown, void, void>
  >
  const answer = async (id: number, result: () => Promise<Reply>) => {
    try {
      reply(await result())
    } catch (error) {
      running.delete(id)
      reply({ kind: 'failed', id, problem: asProblem('inspector', error) })
    }
  }
  return request => {
    const { id } = request
    switch (request.kind) {
      case 'call':
        return void answer(id, async () => ({ kind: 'value', id, value: await calls[request.name]!(request.input) }))
      case 'open': {
        const stop = new AbortController()
        running.set(id, { stop, values: streams[request.name]!(request.input, stop.signal) })
        return
      }
      case 'next': {
        const values = running.get(id)?.values
        if (!values) return reply({ kind: 'end', id })
        return void answer(id, async () => {
          const { done, value } = await values.next()
          if (!done) return { kind: 'value', id, value }
          running.delete(id)
          return { kind: 'end', id }
        })
      }
      case 'cancel': {
        const found = running.get(id)
        running.delete(id)
        found?.stop.abort()
        // What it still had to say, and how it ended, is of no interest any more.
        return void found?.values?.return().catch(() => undefined)
      }
    }
  }
}
