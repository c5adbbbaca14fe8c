import type { Pattern } from '../../../../shared/city/network'
import { toPlane, type Point } from './plane'

/** Distance between samples of a track, metres. */
export const sampleM = 12

/** A pattern's track at even distances. */
export interface SampledTrack {
  points: Point[]
  lengthM: number
}

/** Samples a pattern's path every sampleM metres or a little less, both ends included. */
export function sampleTrack(pattern: Pattern): SampledTrack {
  const { path, lengthM } = pattern
  const count = Math.ceil(lengthM / sampleM)
  const points: Point[] = []
  let segment = 0
  for (let i = 0; i <= count; i++) {
    const distM = (lengthM * i) / count
    while (segment < path.length - 2 && path[segment + 1]!.distM < distM) segment++
    const from = path[segment]!
    const to = path[segment + 1]!
    const span = to.distM - from.distM
    const share = span > 0 ? Math.min(1, Math.max(0, (distM - from.distM) / span)) : 0
    points.push(toPlane(from.lat + (to.lat - from.lat) * share, from.lon + (to.lon - from.lon) * share))
  }
  return { points, lengthM }
}

/** The place of a distance among the samples, as a fraction: 2.5 lies half way between the samples 2 and 3. */
export function sampleAt(track: SampledTrack, distM: number): number {
  const last = track.points.length - 1
  return Math.min(last, Math.max(0, (distM / track.lengthM) * last))
}
