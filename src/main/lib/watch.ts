/** Something that changes, and whoever wants to know. */
export interface Announcer {
  announce(): void
  /** Calls back after each announcement until the returned function is called. */
  listen(callback: () => void): () => void
}

export function announcer(): Announcer {
  const listeners = new Set<() => void>()
  return {
    announce() {
      for (const listener of [...listeners]) listener()
    },
    listen(callback) {
      listeners.add(callback)
      return () => listeners.delete(callback)
    },
  }
}

/**
 * Values of something that changes, for as long as the reader takes them: the first at once, then one after changes,
 * never more often than each `everyMs`. Changes in between are not queued: the reader gets the newest value.
 *
 * @param take the value now; undefined when there is nothing new to say
 * @param signal ends the iteration without an error
 */
export async function* watch<T>(
  source: Pick<Announcer, 'listen'>,
  take: () => T | undefined,
  { everyMs, signal }: { everyMs: number; signal: AbortSignal },
): AsyncGenerator<T, void, void> {
  let changed = true
  let wake: (() => void) | undefined
  const stop = source.listen(() => {
    changed = true
    wake?.()
  })
  const onAbort = () => wake?.()
  signal.addEventListener('abort', onAbort)
  try {
    while (!signal.aborted) {
      if (!changed) await new Promise<void>(resolve => (wake = resolve))
      wake = undefined
      if (signal.aborted) return
      changed = false
      const value = take()
      if (value !== undefined) yield value
      await pause(everyMs, signal)
    }
  } finally {
    stop()
    signal.removeEventListener('abort', onAbort)
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
    if (signal.aborted) done()
  })
}
