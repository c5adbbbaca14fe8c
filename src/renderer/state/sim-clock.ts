/**
 * The simulated time between two messages. It runs on at the measured rate, never backward by a little, and a correction
 * is spread over half a second, so that trains do not twitch when a message comes late.
 */
export interface SimClock {
  /** Takes a reading: simulated time in ms, simulated ms per wall ms, and the wall time at which it came, ms. */
  read(simulated: number | null, rate: number, wallNow: number): void
  /** The simulated time at a wall time; null before the first reading. */
  at(wallNow: number): number | null
}

/** A correction is spread over this, wall ms. */
const easeMs = 500
/** More than this, in wall ms at the present rate, is a jump and not a correction. */
const jumpMs = 4_000
/** Without a reading for so long the clock stands: nothing is known of what came after. Wall ms. */
export const runOnMsMax = 3_000

interface Reading {
  simulated: number
  rate: number
  wall: number
  /** What the clock showed when the reading came, less the reading: dies away over easeMs. */
  error: number
}

export function simClock(): SimClock {
  let reading: Reading | null = null
  let shown = -Infinity

  const project = (wallNow: number): number | null => {
    if (!reading) return null
    const elapsed = Math.max(0, wallNow - reading.wall)
    const left = Math.max(0, 1 - elapsed / easeMs)
    return reading.simulated + Math.min(elapsed, runOnMsMax) * reading.rate + reading.error * left * left
  }

  return {
    read(simulated, rate, wallNow) {
      if (simulated === null) {
        reading = null
        shown = -Infinity
        return
      }
      const before = project(wallNow)
      const error = before === null ? 0 : before - simulated
      const isJump = Math.abs(error) > jumpMs * Math.max(1, rate)
      if (isJump) shown = -Infinity
      reading = { simulated, rate, wall: wallNow, error: isJump ? 0 : error }
    },
    at(wallNow) {
      const now = project(wallNow)
      if (now === null) return null
      shown = Math.max(shown, now)
      return shown
    },
  }
}
