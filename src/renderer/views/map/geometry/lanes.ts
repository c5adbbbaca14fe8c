import type { Network } from '../../../../shared/city/network'
import type { LineId } from '../../../../shared/city/types'
import { buildCorridors, onCorridor, ringLanes, type OnCorridor } from './corridors'
import { metresPerPixel, type Point } from './plane'
import { fitRing, nearestSide, offsetRing, type Ring } from './ring'
import { sampleAt, sampleM, sampleTrack, type SampledTrack } from './samples'
import { styleAt, type MapStyle } from './style'

/** Where a sample of a track belongs: its own place, a lane of a corridor, or a lane of the ring. */
type Place =
  { on: 'own' } | ({ on: 'corridor' } & OnCorridor) | { on: 'ring'; side: number; share: number; lane: number }

/** What never changes with the zoom. */
export interface Tracks {
  ring: Ring
  patterns: ReadonlyMap<string, PatternTrack>
}

export interface PatternTrack extends SampledTrack {
  id: string
  line: LineId
  places: Place[]
  /** The last sample to draw: a loop's way back lies on its way there. */
  drawnTo: number
}

/** All tracks in their lanes at one zoom. */
export interface Layout {
  style: MapStyle
  mpp: number
  lanes: ReadonlyMap<string, Lane>
}

/** One pattern in its lane: the sample i lies at xs[i], ys[i] in the plane. */
export interface Lane {
  track: PatternTrack
  xs: Float64Array
  ys: Float64Array
}

/** A place in a lane, with the direction in which the distance grows, of length 1. */
export interface LanePoint extends Point {
  along: Point
  onRing: boolean
}

/** The ring takes a sample that lies within this of it, metres. */
const ringReachM = 45
/** More than the ring's size with that reach, from its first corner, metres. */
const ringFarM = 2_000
/** Lines that only touch the ring on Lake Street: its north side. */
const lakeStreetOnly: Partial<Record<LineId, number>> = { blue: 3 }
/** Positions are averaged over so much to either side, which makes joins and corners round. */
const smoothM = 44
const smoothPx = 3.5
/** A line that leaves a corridor eases back to its own path over this distance, metres. */
const easeM = 260

/** Assigns every sample of every pattern to its corridor or to the ring. Done once. */
export function buildTracks(network: Network): Tracks {
  const steps = buildTracksInSteps(network)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** The same in steps of a few milliseconds, so that a page can do other things in between. */
export function* buildTracksInSteps(network: Network): Generator<void, Tracks> {
  const sampled = new Map([...network.patterns].map(([id, pattern]) => [id, sampleTrack(pattern)] as const))
  const ring = fitRing(network, sampled)
  const corridors = buildCorridors(network, sampled)
  yield
  const patterns = new Map<string, PatternTrack>()
  for (const [id, track] of sampled) {
    const pattern = network.patterns.get(id)!
    const places = track.points.map((point): Place => {
      const corridor = onCorridor(corridors, pattern.line, point)
      const ringLane = ringLanes[pattern.line]
      const mayBeOnRing = ringLane !== undefined && isNearRing(ring, point)
      const side = !mayBeOnRing ? null : nearestSide(ring, point, lakeStreetOnly[pattern.line] ?? 0)
      if (mayBeOnRing && side && side.offM <= ringReachM && (!corridor || corridor.offM >= side.offM - 1)) {
        return { on: 'ring', side: side.side, share: side.share, lane: ringLane }
      }
      return corridor ? { on: 'corridor', ...corridor } : { on: 'own' }
    })
    const drawnTo = pattern.kind === 'loop' ? loopEnd(places) : track.points.length - 1
    patterns.set(id, { ...track, id, line: pattern.line, places, drawnTo })
    yield
  }
  return { ring, patterns }
}

/** Lays all tracks out in their lanes at a zoom. A few milliseconds, so cheap enough for each step of a zoom. */
export function layOut(tracks: Tracks, zoom: number): Layout {
  const style = styleAt(zoom)
  const mpp = metresPerPixel(zoom)
  const rings = new Map(
    Object.values(ringLanes).map(lane => [lane, offsetRing(tracks.ring, lane * style.ringPitch * mpp)] as const),
  )
  const window = Math.max(2, Math.round(Math.max(smoothM, smoothPx * mpp) / sampleM))
  const lanes = new Map<string, Lane>()
  for (const [id, track] of tracks.patterns) {
    const moved = moveToLane(track, rings, style.pitch * mpp)
    lanes.set(id, { track, xs: smooth(moved.xs, window), ys: smooth(moved.ys, window) })
  }
  return { style, mpp, lanes }
}

/** The place of a distance along a pattern in its lane. */
export function lanePoint(lane: Lane, distM: number): LanePoint {
  const { track, xs, ys } = lane
  const last = xs.length - 1
  const at = sampleAt(track, distM)
  const index = Math.min(last - 1, Math.floor(at))
  const share = at - index
  const before = Math.max(0, index - 1)
  const after = Math.min(last, index + 2)
  const dx = xs[after]! - xs[before]!
  const dy = ys[after]! - ys[before]!
  const length = Math.hypot(dx, dy) || 1
  return {
    x: xs[index]! + (xs[index + 1]! - xs[index]!) * share,
    y: ys[index]! + (ys[index + 1]! - ys[index]!) * share,
    along: { x: dx / length, y: dy / length },
    onRing: track.places[Math.round(at)]?.on === 'ring',
  }
}

/** A quick no for the many samples that are far from the Loop. */
function isNearRing(ring: Ring, point: Point): boolean {
  return Math.abs(point.x - ring[0].x) < ringFarM && Math.abs(point.y - ring[0].y) < ringFarM
}

function moveToLane(track: PatternTrack, rings: ReadonlyMap<number, Ring>, pitchM: number) {
  const count = track.points.length
  const xs = new Float64Array(count)
  const ys = new Float64Array(count)
  track.points.forEach((point, i) => {
    const place = track.places[i]!
    if (place.on === 'ring') {
      const ring = rings.get(place.lane)!
      const from = ring[place.side]!
      const to = ring[(place.side + 1) % 4]!
      xs[i] = from.x + (to.x - from.x) * place.share
      ys[i] = from.y + (to.y - from.y) * place.share
    } else if (place.on === 'corridor') {
      xs[i] = place.foot.x + place.right.x * place.lane * pitchM
      ys[i] = place.foot.y + place.right.y * place.lane * pitchM
    } else {
      xs[i] = point.x
      ys[i] = point.y
    }
  })
  easeGaps(track, xs, ys)
  return { xs, ys }
}

/**
 * Samples that belong nowhere follow their own path, moved by what the lanes at both ends of the gap are moved by, less
 * and less with the distance from them: so a line neither jumps when it leaves a corridor nor lies on its neighbour
 * between a corridor and the ring.
 */
function easeGaps(track: PatternTrack, xs: Float64Array, ys: Float64Array): void {
  const { places, points } = track
  for (let start = 0; start < places.length; start++) {
    if (places[start]!.on !== 'own') continue
    let end = start
    while (end + 1 < places.length && places[end + 1]!.on === 'own') end++
    const before = start > 0 ? start - 1 : null
    const after = end + 1 < places.length ? end + 1 : null
    for (let i = start; i <= end; i++) {
      const low = before === null ? 0 : fade((i - before) * sampleM)
      const high = after === null ? 0 : fade((after - i) * sampleM)
      const total = Math.max(1, low + high)
      if (before !== null) {
        xs[i]! += ((xs[before]! - points[before]!.x) * low) / total
        ys[i]! += ((ys[before]! - points[before]!.y) * low) / total
      }
      if (after !== null) {
        xs[i]! += ((xs[after]! - points[after]!.x) * high) / total
        ys[i]! += ((ys[after]! - points[after]!.y) * high) / total
      }
    }
    start = end
  }
}

/** 1 at the corridor, 0 from easeM on, smooth at both ends. */
function fade(distM: number): number {
  const t = Math.max(0, 1 - distM / easeM)
  return t * t * (3 - 2 * t)
}

/** The mean over a window of samples to either side, narrower towards the ends so that these stay in place. */
function smooth(values: Float64Array, window: number): Float64Array {
  const sums = new Float64Array(values.length + 1)
  for (let i = 0; i < values.length; i++) sums[i + 1] = sums[i]! + values[i]!
  const last = values.length - 1
  const smoothed = new Float64Array(values.length)
  for (let i = 0; i <= last; i++) {
    const half = Math.min(window, i, last - i)
    smoothed[i] = (sums[i + half + 1]! - sums[i - half]!) / (2 * half + 1)
  }
  return smoothed
}

/** Where a loop has come round: the last sample on the ring, and so far past it that the join lies under the trunk. */
function loopEnd(places: Place[]): number {
  const lastOnRing = places.findLastIndex(place => place.on === 'ring')
  return Math.min(places.length - 1, lastOnRing + Math.round(smoothM / sampleM) + 2)
}
