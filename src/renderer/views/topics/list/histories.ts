import { historyMax } from '../../../../shared/contract/topics'

/** The last rates of very many topics, in one block of memory: 100,000 topics of 60 points are 24 MB. */
export interface Histories {
  /** The topic's points so far, oldest first; replaces what is known. */
  seed(name: string, points: readonly number[]): void
  /** Every topic gains a point; null or undefined gains nothing. */
  sample(rateOf: (name: string) => number | null | undefined): void
  /** Oldest first; empty for a topic that is not known. */
  of(name: string): number[]
  /** Those of several topics added up; shorter ones are taken to have begun later. */
  sum(names: readonly string[]): number[]
  drop(name: string): void
}

export function histories(): Histories {
  const slots = new Map<string, number>()
  const free: number[] = []
  /** Row by row, each newest last; `lengths` says how many at the end of a row are points. */
  let points = new Float32Array(0)
  let lengths = new Uint8Array(0)

  const slotOf = (name: string): number => {
    const known = slots.get(name)
    if (known !== undefined) return known
    const slot = free.pop() ?? slots.size
    if (slot >= lengths.length) {
      const capacity = Math.max(64, lengths.length * 2)
      const morePoints = new Float32Array(capacity * historyMax)
      morePoints.set(points)
      points = morePoints
      const moreLengths = new Uint8Array(capacity)
      moreLengths.set(lengths)
      lengths = moreLengths
    }
    lengths[slot] = 0
    slots.set(name, slot)
    return slot
  }
  const push = (slot: number, rate: number) => {
    const start = slot * historyMax
    points.copyWithin(start, start + 1, start + historyMax)
    points[start + historyMax - 1] = rate
    lengths[slot] = Math.min(historyMax, lengths[slot]! + 1)
  }

  return {
    seed(name, values) {
      const slot = slotOf(name)
      lengths[slot] = 0
      for (const value of values.slice(-historyMax)) push(slot, value)
    },
    sample(rateOf) {
      for (const [name, slot] of slots) {
        const rate = rateOf(name)
        if (rate !== null && rate !== undefined) push(slot, rate)
      }
    },
    of(name) {
      const slot = slots.get(name)
      if (slot === undefined) return []
      const end = (slot + 1) * historyMax
      return Array.from(points.subarray(end - lengths[slot]!, end))
    },
    sum(names) {
      const sums = new Float64Array(historyMax)
      let longest = 0
      for (const name of names) {
        const slot = slots.get(name)
        if (slot === undefined) continue
        const length = lengths[slot]!
        longest = Math.max(longest, length)
        for (let i = historyMax - length; i < historyMax; i++) sums[i] = sums[i]! + points[slot * historyMax + i]!
      }
      return Array.from(sums.subarray(historyMax - longest))
    },
    drop(name) {
      const slot = slots.get(name)
      if (slot === undefined) return
      slots.delete(name)
      free.push(slot)
    },
  }
}
