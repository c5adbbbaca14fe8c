import { lagHistoryMs, type LagPoint } from '../../../shared/contract/groups'

/** Points that are kept of one group at most: one every two seconds. */
const pointsMax = 150

/** Lags of groups over the last minutes. */
export interface LagHistory {
  note(group: string, at: number, records: number): void
  of(group: string): LagPoint[]
  forget(group: string): void
}

export function lagHistory(): LagHistory {
  const kept = new Map<string, LagPoint[]>()
  return {
    note(group, at, records) {
      kept.set(group, withPoint(kept.get(group) ?? [], [at, records], at - lagHistoryMs, pointsMax))
    },
    of: group => kept.get(group) ?? [],
    forget: group => void kept.delete(group),
  }
}

/** The points with one more, without those before `since`; a value that stands still is kept by its two ends only. */
export function withPoint(points: readonly LagPoint[], point: LagPoint, since: number, max: number): LagPoint[] {
  const standsStill = points.at(-1)?.[1] === point[1] && points.at(-2)?.[1] === point[1]
  const next = [...(standsStill ? points.slice(0, -1) : points), point]
  const first = next.findIndex(([at]) => at >= since)
  return next.slice(Math.max(0, first, next.length - max))
}
