/** Resolves after `ms`, when the signal aborts, or when the function that `onWait` gets is called. */
export function pause(ms: number, signal: AbortSignal, onWait?: (wake: () => void) => void): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
    onWait?.(done)
    if (signal.aborted) done()
  })
}
