import { backoff } from '../lib/backoff'
import { delay } from '../lib/cancellation'
import type { Log } from '../lib/log'
import type { Part } from '../lib/part'
import { asProblem } from '../lib/problem'

/** Waiting times between attempts to send the same batch. */
const retryFirstMs = 200
const retryMaxMs = 3_000

export interface OutboxOptions<Item> {
  part: Part
  log: Log
  /** Items that may wait. A batch of events is never split, so it may be passed by one batch. */
  itemsMax: number
  /** Items that are sent at once. */
  batchItemsMax: number
  /** Sends a batch; resolves when all of it is acknowledged, rejects when it must be sent again. */
  send(batch: Item[], signal: AbortSignal): Promise<void>
}

export interface Outbox<Item> {
  add(items: Item[]): void
  /** Whether it takes more: if not, the simulated clock has to wait. */
  hasRoom(): boolean
  /**
   * Stops taking new ones and sends what waits, for as long as the signal allows.
   *
   * @returns how many were left unsent
   */
  drain(signal: AbortSignal): Promise<number>
}

/**
 * A bounded queue in front of a service. One batch is under way at a time and stays at the head until it is
 * acknowledged, so the order is kept and nothing is lost while the service is away. When the queue is full the producer
 * of the events has to wait: the simulated clock is held instead of dropping anything.
 */
export function createOutbox<Item>(options: OutboxOptions<Item>): Outbox<Item> {
  const { part, log, itemsMax, batchItemsMax } = options
  const stopping = new AbortController()
  const queue: Item[] = []
  let wake: () => void = () => undefined
  let drained: () => void = () => undefined
  const loop = async () => {
    const wait = backoff({ firstMs: retryFirstMs, maxMs: retryMaxMs })
    part.update({ state: 'running' })
    while (!stopping.signal.aborted) {
      if (queue.length === 0) {
        drained()
        await new Promise<void>(resolve => (wake = resolve))
        continue
      }
      const batch = queue.slice(0, batchItemsMax)
      try {
        await options.send(batch, stopping.signal)
        queue.splice(0, batch.length)
        wait.reset()
        part.update({
          state: 'running',
          problem: null,
          records: part.state.records + batch.length,
          buffered: queue.length,
        })
      } catch (error) {
        if (stopping.signal.aborted) break
        log.warn({ err: error, part: part.state.id, waiting: queue.length }, 'a batch could not be sent yet')
        part.update({ state: 'retrying', problem: asProblem(part.state.title, error) })
        await delay(wait.next(), stopping.signal).catch(() => undefined)
      }
    }
    part.update({ state: 'stopped', problem: null })
  }
  const ended = loop()
  return {
    add(items) {
      for (const item of items) queue.push(item)
      part.update({ buffered: queue.length })
      wake()
    },
    hasRoom: () => queue.length < itemsMax,
    async drain(signal) {
      if (queue.length > 0) {
        await Promise.race([
          new Promise<void>(resolve => (drained = resolve)),
          new Promise<void>(resolve =>
            signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve()),
          ),
        ])
      }
      stopping.abort(new Error('stopping'))
      wake()
      await ended
      return queue.length
    },
  }
}
