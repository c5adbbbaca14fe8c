import type { Network } from '../../../../shared/city/network'
import type { Point } from './plane'
import { sampleAt, type SampledTrack } from './samples'

/** The four corners of the Loop, counter-clockwise from the north-west, so that right of each side is outside. */
export type Ring = [northWest: Point, southWest: Point, southEast: Point, northEast: Point]

/** A straight line through a point in a direction of length 1. */
interface Line {
  at: Point
  along: Point
}

/** The Brown Line runs all the way round; between these stations each side is straight. */
const ringPattern = 'brown'
const sideStations: [from: number, to: number][] = [
  [40730, 40040], // west: Washington/Wells to Quincy/Wells
  [40160, 40850], // south: LaSalle/Van Buren to Harold Washington Library
  [40680, 41700], // east: Adams/Wabash to Washington/Wabash
  [40260, 40380], // north: State/Lake to Clark/Lake
]

/**
 * Fits the quadrilateral of the Loop to the track.
 *
 * @throws Error when the Brown Line lacks one of the Loop's stations
 */
export function fitRing(network: Network, tracks: ReadonlyMap<string, SampledTrack>): Ring {
  const pattern = network.patterns.get(ringPattern)
  const track = tracks.get(ringPattern)
  if (!pattern || !track)
    throw new Error(`lines.json: the pattern ${ringPattern}, which runs round the Loop, is missing`)
  const sides = sideStations.map(([fromId, toId]) => {
    const [from, to] = [fromId, toId].map(id => pattern.stops.find(stop => stop.stationId === id))
    if (!from || !to) throw new Error(`lines.json: ${ringPattern} does not stop at both ${fromId} and ${toId}`)
    const low = Math.round(sampleAt(track, from.distM))
    const high = Math.round(sampleAt(track, to.distM))
    return fitLine(track.points.slice(low, high + 1))
  })
  return cornersOf(sides)
}

/**
 * The ring moved outward by a distance, as a polygon: its corners stay sharp, its sides parallel.
 *
 * @param outM metres to the right of each side; negative is inward
 */
export function offsetRing(ring: Ring, outM: number): Ring {
  const sides = ring.map((from, i) => {
    const along = unit(from, ring[(i + 1) % 4]!)
    return { at: { x: from.x + along.y * outM, y: from.y - along.x * outM }, along }
  })
  return cornersOf(sides)
}

/** Where on the ring a point lies: the side, the share of it, and how far off, metres; null past the ends of all sides. */
export function nearestSide(
  ring: Ring,
  point: Point,
  firstSide = 0,
): { side: number; share: number; offM: number } | null {
  let best: { side: number; share: number; offM: number } | null = null
  for (let side = firstSide; side < 4; side++) {
    const from = ring[side]!
    const to = ring[(side + 1) % 4]!
    const dx = to.x - from.x
    const dy = to.y - from.y
    const share = ((point.x - from.x) * dx + (point.y - from.y) * dy) / (dx * dx + dy * dy)
    if (share < -0.01 || share > 1.01) continue
    const offM = Math.hypot(point.x - from.x - dx * share, point.y - from.y - dy * share)
    if (!best || offM < best.offM) best = { side, share: Math.min(1, Math.max(0, share)), offM }
  }
  return best
}

/** Total least squares: the line through the mean along the direction in which the points spread most. */
function fitLine(points: Point[]): Line {
  const at = {
    x: points.reduce((sum, point) => sum + point.x, 0) / points.length,
    y: points.reduce((sum, point) => sum + point.y, 0) / points.length,
  }
  let xx = 0
  let xy = 0
  let yy = 0
  for (const point of points) {
    xx += (point.x - at.x) ** 2
    xy += (point.x - at.x) * (point.y - at.y)
    yy += (point.y - at.y) ** 2
  }
  const angle = Math.atan2(2 * xy, xx - yy) / 2
  return { at, along: { x: Math.cos(angle), y: Math.sin(angle) } }
}

/** Sides west, south, east, north to corners: each corner is where a side meets the one before. */
function cornersOf(sides: Line[]): Ring {
  const corner = (i: number) => crossing(sides[(i + 3) % 4]!, sides[i]!)
  return [corner(0), corner(1), corner(2), corner(3)]
}

function crossing(one: Line, other: Line): Point {
  const cross = one.along.x * other.along.y - one.along.y * other.along.x
  const t = ((other.at.x - one.at.x) * other.along.y - (other.at.y - one.at.y) * other.along.x) / cross
  return { x: one.at.x + one.along.x * t, y: one.at.y + one.along.y * t }
}

function unit(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  return { x: (to.x - from.x) / length, y: (to.y - from.y) / length }
}
