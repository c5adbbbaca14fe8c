/** Gives what was read of a key before, or reads it. Failures are not remembered. */
export type Memory<V> = (key: string, read: () => Promise<V>) => Promise<V>

/** For what changes rarely and many ask for: at most `max` values, each for `keepMs`; the oldest makes room. */
export function createMemory<V>({ max, keepMs, now }: { max: number; keepMs: number; now: () => number }): Memory<V> {
  const entries = new Map<string, { value: V; until: number }>()
  return async (key, read) => {
    const known = entries.get(key)
    if (known && known.until > now()) return known.value
    const value = await read()
    entries.delete(key)
    if (entries.size >= max) entries.delete(entries.keys().next().value!)
    entries.set(key, { value, until: now() + keepMs })
    return value
  }
}
