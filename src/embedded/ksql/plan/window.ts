import type { Duration, DurationUnit, WindowClause } from '../syntax/tree'
import type { WindowPlan } from './query-plan'
import { StatementError } from './statement-error'

const unitMs: Record<DurationUnit, number> = {
  MILLISECOND: 1,
  SECOND: 1_000,
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
}

/** Records may be this much late by default, less the window's size. */
const graceMsDefault = 86_400_000

/** Windows that one record may lie in. */
const overlapMax = 10_000

export function durationMs({ amount, unit }: Duration): number {
  return amount * unitMs[unit]
}

/** @throws StatementError when the sizes make no sense */
export function windowPlan({ kind, size, advance, grace }: WindowClause): WindowPlan {
  const sizeMs = durationMs(size)
  const advanceMs = advance ? durationMs(advance) : sizeMs
  if (sizeMs <= 0) throw new StatementError('Window size must be positive')
  if (advanceMs <= 0 || advanceMs > sizeMs) throw new StatementError('ADVANCE BY must be positive and at most SIZE')
  if (sizeMs / advanceMs > overlapMax) throw new StatementError(`A record may lie in at most ${overlapMax} windows`)
  const graceMs = grace ? durationMs(grace) : Math.max(0, graceMsDefault - sizeMs)
  return { kind: kind === 'HOPPING' ? 'HOPPING' : 'TUMBLING', sizeMs, advanceMs, graceMs }
}

/** The starts of the windows that a time lies in, oldest first; windows are aligned to 1970-01-01 and [start, end). */
export function windowStarts({ sizeMs, advanceMs }: WindowPlan, time: number): number[] {
  const last = Math.floor(time / advanceMs) * advanceMs
  const starts: number[] = []
  for (let start = last; start > time - sizeMs && start >= 0; start -= advanceMs) starts.unshift(start)
  return starts
}
