/** A page that dies again so soon after it was loaded again has a trouble that loading does not mend. In ms. */
const againMs = 60_000

/**
 * What to do about a page that has died: load it again, or, when that was done a moment ago, show a page that says so
 * and leaves the next try to the person.
 */
export function createCrashPolicy(now: () => number): () => 'reload' | 'say-so' {
  let reloadedAt = -Infinity
  return () => {
    const isRepeated = now() - reloadedAt < againMs
    reloadedAt = isRepeated ? -Infinity : now()
    return isRepeated ? 'say-so' : 'reload'
  }
}
