import { dueSlackMs } from '../../shared/city/place'
import { lineIds, type LineId, type TrainState } from '../../shared/city/types'

/** Trains by line that no record vouches for any more: their next arrival is overdue. */
export function countGuesses(trains: Iterable<TrainState>, simulatedNow: number | null): Record<LineId, number> {
  const counts = Object.fromEntries(lineIds.map(line => [line, 0])) as Record<LineId, number>
  if (simulatedNow === null) return counts
  for (const { line, status, nextArrivalAt } of trains) {
    if (status === 'in_service' && nextArrivalAt !== null && simulatedNow > nextArrivalAt + dueSlackMs) counts[line]++
  }
  return counts
}
