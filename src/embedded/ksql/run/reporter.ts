import type { Log } from '../../lib/log'

/** Entries that one query writes within a minute; the others are only counted. */
const entriesPerMinuteMax = 20

/** Tells of records and fields that could not be worked out, without filling the log when it is all of them. */
export function reporter(log: Log): (error: unknown, what: string) => void {
  let minute = 0
  let written = 0
  let dropped = 0
  return (error, what) => {
    const now = Math.floor(Date.now() / 60_000)
    if (now !== minute) {
      if (dropped > 0) log.warn({ dropped }, 'More could not be worked out than is written here.')
      minute = now
      written = 0
      dropped = 0
    }
    if (written >= entriesPerMinuteMax) {
      dropped++
      return
    }
    written++
    log.warn({ reason: error instanceof Error ? error.message : String(error) }, `Could not work out ${what}.`)
  }
}
