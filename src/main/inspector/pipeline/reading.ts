import { delay } from '../../lib/cancellation'
import { asProblem, type Problem } from '../../lib/problem'

/** What was read of something last, and why it could not be read anew. */
export interface Reading<T> {
  value: T | null
  at: number | null
  problem: Problem | null
}

/** Waits after a failure, ms: the last one is repeated. */
const retryMs = [1_000, 2_000, 5_000]

export interface KeepReadingOptions<T> {
  reading: Reading<T>
  /** For messages. */
  where: string
  /** Values until the signal aborts or something fails. */
  read(signal: AbortSignal): AsyncIterable<T>
  onChange(): void
  signal: AbortSignal
  now(): number
}

/** Keeps a reading up to date until the signal aborts; a failure is written into it, and reading begins again. */
export async function keepReading<T>({ reading, where, read, onChange, signal, now }: KeepReadingOptions<T>) {
  for (let failures = 0; !signal.aborted;) {
    try {
      for await (const value of read(signal)) {
        failures = 0
        Object.assign(reading, { value, at: now(), problem: null })
        onChange()
      }
      await delay(retryMs[0]!, signal)
    } catch (error) {
      if (signal.aborted) return
      reading.problem = asProblem(where, error)
      onChange()
      await delay(retryMs[Math.min(failures++, retryMs.length - 1)]!, signal).catch(() => undefined)
    }
  }
}

/** Asks again and again, with a pause after each answer. */
export async function* asked<T>(
  everyMs: number,
  ask: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): AsyncGenerator<T, void, void> {
  while (!signal.aborted) {
    yield await ask(signal)
    await delay(everyMs, signal)
  }
}
