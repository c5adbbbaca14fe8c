/** How fast simulated time passes, as the records say. */
export interface Pace {
  /**
   * Notes that a record written at `writtenAt` (wall clock, ms) has brought the simulated time to `simulatedTime`.
   */
  note(writtenAt: number, simulatedTime: number): void
  /** Simulated ms per wall ms at the wall time `now`; 0 when nothing has moved of late. */
  rate(now: number): number
}

/** Wall time over which the pace is measured. */
const windowMs = 3_000

/** Without a record for this long the city stands still. */
const quietMsMax = 1_500

/** Fewer wall milliseconds than this between two notes say nothing. */
const spanMsMin = 300

/** The fastest that the simulation runs; an old log that is read at once is not faster than that. */
const rateMax = 600

interface Note {
  writtenAt: number
  simulatedTime: number
}

/**
 * Measures by the time at which records were written, not read: while an old log is read in one go, its hours do not
 * pass in seconds on the map.
 */
export function createPace(): Pace {
  let notes: Note[] = []
  return {
    note(writtenAt, simulatedTime) {
      const last = notes.at(-1)
      // Topics are read one after the other, so times may step back; the pace follows the front only.
      if (last && (simulatedTime <= last.simulatedTime || writtenAt <= last.writtenAt)) return
      notes.push({ writtenAt, simulatedTime })
      if (notes[0]!.writtenAt < writtenAt - windowMs)
        notes = notes.filter(note => note.writtenAt >= writtenAt - windowMs)
    },
    rate(now) {
      const first = notes[0]
      const last = notes.at(-1)
      if (!first || !last || now - last.writtenAt > quietMsMax) return 0
      const spanMs = last.writtenAt - first.writtenAt
      if (spanMs < spanMsMin) return 0
      return Math.min(rateMax, (last.simulatedTime - first.simulatedTime) / spanMs)
    },
  }
}
