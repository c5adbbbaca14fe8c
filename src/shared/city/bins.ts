/** How many fell into each of some spans of time of one width, oldest first. */
export interface Bins {
  /** Ms. */
  widthMs: number
  /** Where the first begins, ms since 1970 UTC: a multiple of the width. */
  from: number
  counts: number[]
}

export function emptyBins(widthMs: number): Bins {
  return { widthMs, from: 0, counts: [] }
}

/**
 * Counts one at a time, in place. Newer spans push the oldest out once there are `countMax`; what is older than all of
 * those is left out.
 */
export function countInto(bins: Bins, at: number, countMax: number): void {
  const { widthMs, counts } = bins
  const begins = Math.floor(at / widthMs) * widthMs
  if (counts.length === 0) bins.from = begins
  let index = (begins - bins.from) / widthMs
  if (index < 0) {
    if (counts.length - index > countMax) return
    counts.unshift(...new Array<number>(-index).fill(0))
    bins.from = begins
    index = 0
  }
  if (index >= counts.length + countMax) {
    counts.length = 0
    bins.from = begins
    index = 0
  }
  while (counts.length <= index) counts.push(0)
  const over = counts.length - countMax
  if (over > 0) {
    counts.splice(0, over)
    bins.from += over * widthMs
    index -= over
  }
  counts[index]! += 1
}

/** How many fell between two times, by whole spans: those that begin in [from, until). */
export function sumOf({ widthMs, from, counts }: Bins, begins: number, until: number): number {
  return counts.reduce((sum, count, i) => {
    const at = from + i * widthMs
    return at >= begins && at < until ? sum + count : sum
  }, 0)
}
