import type { Network } from '../../../../shared/city/network'
import type { LineId } from '../../../../shared/city/types'
import type { Point } from './plane'
import { sampleAt, type SampledTrack } from './samples'

/** Lanes of the Loop ring, counted outward from its middle lane; of Blue only Lake Street lies on the ring. */
export const ringLanes: Partial<Record<LineId, number>> = {
  orange: -2,
  pink: -1,
  purple: 0,
  brown: 1,
  green: 2,
  blue: -3,
}

/** A sample is on a corridor when it lies no farther than this from its reference path, metres. */
export const corridorReachM = 36

/** A stretch of track that lines share. A lane is counted to the right of the reference's direction. */
interface CorridorPlan {
  id: string
  /** The pattern whose path is the reference. */
  pattern: string
  from: Mark
  to: Mark
  lanes: Partial<Record<LineId, number>>
}

/** A place on the reference: so many metres past its first call at a station. */
interface Mark {
  stationId: number
  pastM: number
}

const howard = 40900
const belmont = 41320
const fullerton = 41220
const merchandiseMart = 40460
const ashlandLake = 40170
const clarkLake = 40380
const adamsWabash = 40680

const plans: CorridorPlan[] = [
  {
    id: 'howard-belmont',
    pattern: 'red',
    from: { stationId: howard, pastM: 0 },
    to: { stationId: belmont, pastM: -330 },
    lanes: { purple: 0.5, red: -0.5 },
  },
  {
    id: 'belmont-fullerton',
    pattern: 'red',
    from: { stationId: belmont, pastM: -330 },
    to: { stationId: fullerton, pastM: 330 },
    lanes: { brown: 1, purple: 0, red: -1 },
  },
  {
    id: 'fullerton-loop',
    pattern: 'brown',
    from: { stationId: fullerton, pastM: 330 },
    to: { stationId: merchandiseMart, pastM: 310 },
    lanes: { brown: 0.5, purple: -0.5 },
  },
  {
    id: 'lake-street',
    pattern: 'green-ashland',
    from: { stationId: ashlandLake, pastM: -330 },
    to: { stationId: clarkLake, pastM: -320 },
    lanes: { blue: 1.5, pink: 0.5, green: -0.5 },
  },
  {
    id: 'wabash-south',
    pattern: 'green-ashland',
    from: { stationId: adamsWabash, pastM: 330 },
    to: { stationId: adamsWabash, pastM: 2600 },
    lanes: { orange: 0.5, green: -0.5 },
  },
]

export interface Corridor {
  id: string
  reference: Point[]
  /** Segments of the reference by the cells that they are near to. */
  cells: ReadonlyMap<number, number[]>
  lanes: Partial<Record<LineId, number>>
}

/**
 * The corridors of the network.
 *
 * @throws Error when a pattern or a station that a corridor is tied to is missing
 */
export function buildCorridors(network: Network, tracks: ReadonlyMap<string, SampledTrack>): Corridor[] {
  return plans.map(({ id, pattern: patternId, from, to, lanes }) => {
    const pattern = network.patterns.get(patternId)
    const track = tracks.get(patternId)
    if (!pattern || !track) throw new Error(`lines.json: the pattern ${patternId} of the corridor ${id} is missing`)
    const [low, high] = [from, to].map(({ stationId, pastM }) => {
      const stop = pattern.stops.find(candidate => candidate.stationId === stationId)
      if (!stop)
        throw new Error(`lines.json: ${patternId} does not stop at ${stationId}, where the corridor ${id} is tied`)
      return Math.round(sampleAt(track, stop.distM + pastM))
    })
    const reference = track.points.slice(low, high! + 1)
    return { id, reference, cells: cellsOf(reference), lanes }
  })
}

/** A point moved onto a corridor's reference, with the direction that its lanes are counted in. */
export interface OnCorridor {
  foot: Point
  /** Of length 1, to the right of the reference. */
  right: Point
  lane: number
  offM: number
}

/** Samples on either side of a place that its direction is averaged over, so that lanes bend without a kink. */
const directionSamples = 3

/** The corridor of this line that a point lies on, or null. */
export function onCorridor(corridors: Corridor[], line: LineId, point: Point): OnCorridor | null {
  let best: OnCorridor | null = null
  for (const corridor of corridors) {
    const { reference } = corridor
    const lane = corridor.lanes[line]
    if (lane === undefined) continue
    const near = nearestOn(corridor, point)
    if (!near || near.offM > corridorReachM || (best && near.offM >= best.offM)) continue
    const before = reference[Math.max(0, near.index - directionSamples)]!
    const after = reference[Math.min(reference.length - 1, near.index + 1 + directionSamples)]!
    const length = Math.hypot(after.x - before.x, after.y - before.y)
    const right = { x: (after.y - before.y) / length, y: -(after.x - before.x) / length }
    best = { foot: near.foot, right, lane, offM: near.offM }
  }
  return best
}

/** The nearest point of a corridor's reference that is not one of its ends. */
function nearestOn({ reference, cells }: Corridor, point: Point): { foot: Point; index: number; offM: number } | null {
  let best: { foot: Point; index: number; offM: number } | null = null
  for (const index of cells.get(cellOf(point.x, point.y)) ?? []) {
    const from = reference[index]!
    const to = reference[index + 1]!
    const dx = to.x - from.x
    const dy = to.y - from.y
    const free = ((point.x - from.x) * dx + (point.y - from.y) * dy) / (dx * dx + dy * dy)
    const isEnd = (index === 0 && free < -0.3) || (index === reference.length - 2 && free > 1.3)
    if (isEnd) continue
    const share = Math.min(1, Math.max(0, free))
    const foot = { x: from.x + dx * share, y: from.y + dy * share }
    const offM = Math.hypot(point.x - foot.x, point.y - foot.y)
    if (!best || offM < best.offM) best = { foot, index, offM }
  }
  return best
}

/** Side of a cell, metres: more than a corridor reaches, so that a point finds all segments near it in its own cell. */
const cellM = 64

/** The segments of a path by cell, each in its own and the eight around it. */
function cellsOf(path: Point[]): Map<number, number[]> {
  const cells = new Map<number, number[]>()
  for (let index = 0; index < path.length - 1; index++) {
    const { x, y } = path[index]!
    for (const dx of [-cellM, 0, cellM]) {
      for (const dy of [-cellM, 0, cellM]) {
        const key = cellOf(x + dx, y + dy)
        const cell = cells.get(key)
        if (cell) cell.push(index)
        else cells.set(key, [index])
      }
    }
  }
  return cells
}

function cellOf(x: number, y: number): number {
  return Math.floor(x / cellM) * 1_000_000 + Math.floor(y / cellM)
}
