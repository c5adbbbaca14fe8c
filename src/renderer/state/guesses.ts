import { dueSlackAt } from '../../shared/city/place'
import { lineIds, type LineId, type TrainState } from '../../shared/city/types'

/** Whether no record vouches any more for where a train is: its next arrival is overdue. @param rate simulated ms per wall ms */
export function isGuess({ status, nextArrivalAt }: TrainState, simulatedNow: number, rate: number): boolean {
  return status === 'in_service' && nextArrivalAt !== null && simulatedNow > nextArrivalAt + dueSlackAt(rate)
}

/** Trains by line that no record vouches for any more: their next arrival is overdue. */
export function countGuesses(
  trains: Iterable<TrainState>,
  simulatedNow: number | null,
  rate: number,
): Record<LineId, number> {
  const counts = Object.fromEntries(lineIds.map(line => [line, 0])) as Record<LineId, number>
  if (simulatedNow === null) return counts
  for (const train of trains) if (isGuess(train, simulatedNow, rate)) counts[train.line]++
  return counts
}
