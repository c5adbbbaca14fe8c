/** Events in the last second. */
export interface RateMeter {
  add(count: number): void
  perSecond(): number
  /** Whether the figure differs from the one that was asked for last. */
  hasChanged(): boolean
}

/** The last second is counted in this many parts. */
const parts = 10
const partMs = 1_000 / parts

/** @param clock monotonic, ms */
export function rateMeter(clock: () => number): RateMeter {
  const counts = new Array<number>(parts + 1).fill(0)
  let part = Math.floor(clock() / partMs)
  let told = 0
  const roll = () => {
    const now = Math.floor(clock() / partMs)
    const passed = Math.min(now - part, counts.length)
    for (let index = 1; index <= passed; index++) counts[(part + index) % counts.length] = 0
    part = now
  }
  /** The part that is just being counted is left out: it is not over. */
  const sum = () => {
    roll()
    return counts.reduce((total, count, index) => (index === part % counts.length ? total : total + count), 0)
  }
  return {
    add(count) {
      roll()
      counts[part % counts.length]! += count
    },
    perSecond: () => (told = sum()),
    hasChanged: () => sum() !== told,
  }
}
