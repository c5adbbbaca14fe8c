import type { Log } from '../lib/log'
import type { HttpError } from '../lib/http'
import type { Outcome } from './commands'
import { registryError } from './errors'
import { applyEntry, type StoreEntry } from './records'
import { copyState, emptyState, type RegistryState } from './state'

/** Where entries are made durable: appended in order, each resolving after `apply` has been given it. */
export interface EntryLog {
  append(key: string, value: string | null): Promise<void>
}

export interface RegistryStore {
  /** What is durable: for reading. */
  state(): RegistryState
  /**
   * Decides on what is durable or under way, writes, and answers when that is durable.
   *
   * @throws HttpError what `decide` throws, or 50001/50002 when writing fails
   */
  change<T>(decide: (state: RegistryState) => Outcome<T>): Promise<T>
  /** Takes one entry from the log, own or foreign. */
  apply(key: string | null, value: string | null): void
}

/**
 * The registry's state between log and routes. A burst of registrations is not one round trip after another: each is
 * decided at once on `planned`, the state as it will be when all that is under way is written, and they are written
 * together. Readers see `durable` only. When a write fails, what was planned on it fails too, as it stands behind it in
 * the log, and planning starts again from what is durable.
 */
export function createRegistryStore(log: EntryLog, warn: Log): RegistryStore {
  const durable = emptyState()
  let planned = emptyState()
  /** Own entries that have not come back yet: `planned` has them already. */
  const underWay = new Map<string, number>()
  let pending = 0
  let last: Promise<void> = Promise.resolve()
  let failed = false

  const write = async ({ key, value }: StoreEntry) => {
    const name = nameOf(key, value)
    underWay.set(name, (underWay.get(name) ?? 0) + 1)
    pending++
    try {
      await (last = log.append(key, value))
    } catch (error) {
      failed = true
      throw asHttpError(error as Error)
    } finally {
      pending--
      // Entries that were written although their append failed come back later as if somebody else had written them.
      if (failed && pending === 0) {
        failed = false
        underWay.clear()
        // Their ids are not given again.
        planned = { ...copyState(durable), idMax: planned.idMax }
      }
    }
  }

  return {
    state: () => durable,
    async change(decide) {
      if (failed) throw registryError('store', 'an earlier write failed; try again')
      const { entries, answer } = decide(planned)
      for (const { key, value } of entries) applyEntry(planned, key, value)
      await Promise.all(entries.map(write))
      // An answer from what is only planned must not be out before it is durable.
      if (entries.length === 0 && pending > 0) await last.catch((error: Error) => Promise.reject(asHttpError(error)))
      return answer
    },
    apply(key, value) {
      const skipped = applyEntry(durable, key, value)
      if (skipped) warn.warn({ key }, `A record of the registry's topic was passed over: ${skipped}.`)
      const name = nameOf(key ?? '', value)
      const own = underWay.get(name)
      if (own === undefined) applyEntry(planned, key, value)
      else if (own === 1) underWay.delete(name)
      else underWay.set(name, own - 1)
    },
  }
}

function nameOf(key: string, value: string | null): string {
  return value === null ? key : `${key} ${value}`
}

function asHttpError(error: Error): HttpError {
  return registryError(/did not end within/.test(error.message) ? 'timeout' : 'store', error.message)
}
