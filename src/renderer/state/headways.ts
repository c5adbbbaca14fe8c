import { lineIds, type LineId, type LineStationState } from '../../shared/city/types'

/** An arrival longer ago than this says nothing about how often trains come now, simulated ms. */
const recentMs = 3_600_000

/**
 * How often trains come on each line: the median time between the two newest arrivals of its platforms, simulated ms;
 * null where no platform has had two of late.
 */
export function headwaysOf(stations: Iterable<LineStationState>, now: number | null): Record<LineId, number | null> {
  const gaps = Object.fromEntries(lineIds.map(line => [line, [] as number[]])) as Record<LineId, number[]>
  for (const { line, arrivals } of stations) {
    for (const arrival of [arrivals.a, arrivals.b]) {
      if (!arrival || arrival.previousAt === null || now === null || arrival.at < now - recentMs) continue
      gaps[line].push(arrival.at - arrival.previousAt)
    }
  }
  return Object.fromEntries(lineIds.map(line => [line, medianOf(gaps[line])])) as Record<LineId, number | null>
}

function medianOf(values: number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[sorted.length >> 1] ?? null
}
