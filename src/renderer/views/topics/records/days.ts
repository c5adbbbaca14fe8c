import type { RecordRow } from '../../../../shared/contract/records'
import { formatMoment } from '../city-time'

/** The one day that all rows with a time lie on, as 2026-07-14; null when there are several, or none. */
export function commonDay(rows: readonly RecordRow[]): string | null {
  let first = Infinity
  let last = -Infinity
  for (const { timestamp } of rows) {
    if (timestamp === null) continue
    if (timestamp < first) first = timestamp
    if (timestamp > last) last = timestamp
  }
  if (first === Infinity) return null
  const day = formatMoment(first).slice(0, 10)
  return formatMoment(last).startsWith(day) ? day : null
}
