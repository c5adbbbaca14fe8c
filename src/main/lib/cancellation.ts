import { setMaxListeners } from 'node:events'

/** Resolves after `ms`, or rejects with the signal's reason when it aborts first. */
export function delay(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal!.reason)
    }
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

/** The promise's result, or an Error saying that `what` did not end within `ms`. The work itself is not ended. */
export function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what} did not end within ${ms} ms`)), ms)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** Runs `work` for each item, at most `atOnce` at a time; rejects with the first failure and starts nothing after it. */
export async function forEachLimited<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0
  let failed = false
  const worker = async () => {
    while (!failed && next < items.length) {
      try {
        await work(items[next++]!)
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
}

/** A signal that aborts with the given one, or after `ms`; `done` forgets it. */
export function deadline(signal: AbortSignal, ms: number, what: string): { signal: AbortSignal; done(): void } {
  const controller = sharedController()
  const onAbort = () => controller.abort(signal.reason)
  const timer = setTimeout(() => controller.abort(new Error(`${what} did not end within ${ms} ms`)), ms)
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  return {
    signal: controller.signal,
    done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    },
  }
}

/** A signal that aborts with whichever of two does so first; `done` forgets both. */
export function eitherOf(one: AbortSignal, other: AbortSignal): { signal: AbortSignal; done(): void } {
  const controller = sharedController()
  const onOne = () => controller.abort(one.reason)
  const onOther = () => controller.abort(other.reason)
  one.addEventListener('abort', onOne, { once: true })
  other.addEventListener('abort', onOther, { once: true })
  if (one.aborted) onOne()
  if (other.aborted) onOther()
  return {
    signal: controller.signal,
    done() {
      one.removeEventListener('abort', onOne)
      other.removeEventListener('abort', onOther)
    },
  }
}

/** A controller whose signal many wait on at one time, which Node would take for a leak. */
export function sharedController(): AbortController {
  const controller = new AbortController()
  setMaxListeners(0, controller.signal)
  return controller
}
