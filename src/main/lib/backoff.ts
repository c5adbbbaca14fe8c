/** Waiting times between attempts: doubling from the first to the largest. */
export interface Backoff {
  /** Milliseconds to wait before the next attempt. */
  next(): number
  /** An attempt succeeded: the next failure begins with the first waiting time again. */
  reset(): void
}

export function backoff({ firstMs, maxMs }: { firstMs: number; maxMs: number }): Backoff {
  let ms = firstMs
  return {
    next() {
      const now = ms
      ms = Math.min(maxMs, ms * 2)
      return now
    },
    reset() {
      ms = firstMs
    },
  }
}
