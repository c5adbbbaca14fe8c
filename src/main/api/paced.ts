import type { ApiContext } from './context'
import { asSent } from './problems'

/**
 * Hands on a stream no faster than the connection takes it: the source is asked for its next value only when what was
 * sent before has left, so a slow reader gets fewer and newer values instead of a growing queue. A Problem that ends it
 * reaches the reader.
 */
export async function* paced<T>(
  { writable }: Pick<ApiContext, 'writable'>,
  signal: AbortSignal | undefined,
  open: (signal: AbortSignal) => AsyncGenerator<T, void, void>,
): AsyncGenerator<T, void, void> {
  const stop = new AbortController()
  const onAbort = () => stop.abort()
  signal?.addEventListener('abort', onAbort)
  if (signal?.aborted) onAbort()
  try {
    for await (const value of open(stop.signal)) {
      yield value
      await writable(stop.signal)
    }
  } catch (error) {
    throw asSent(error)
  } finally {
    stop.abort()
    signal?.removeEventListener('abort', onAbort)
  }
}
