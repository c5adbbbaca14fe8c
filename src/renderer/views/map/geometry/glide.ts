import type { Network } from '../../../../shared/city/network'
import { dueSlackAt, placeTrain, type Certainty, type Placement } from '../../../../shared/city/place'
import type { LineId, TrainState, TrainStatus } from '../../../../shared/city/types'
import { lanePoint, type Layout } from './lanes'
import type { Point } from './plane'

/** A train as it is to be drawn, in the plane. */
export interface TrainSprite {
  id: string
  line: LineId
  status: TrainStatus
  certainty: Certainty
  at: Point
  /** The way it faces, of length 1. */
  facing: Point
  onRing: boolean
  /** 1 when it has been there for a while, less while it appears. */
  alpha: number
}

/** What is remembered of a train between frames. */
interface Memory {
  state: TrainState
  patternId: string
  /** Where it was shown, metres along its pattern. */
  shownM: number
  /** From where the record says to where it was shown, dying away; metres along the pattern. */
  slipM: number
  slipSince: number
  appearedAt: number
}

/** Moves trains from frame to frame: along their lanes, and gently where a record disagrees with what was shown. */
export interface Glide {
  /**
   * All trains that have a place, at a simulated time.
   *
   * @param wallNow of the frame, ms
   */
  frame(input: GlideInput, wallNow: number): TrainSprite[]
}

export interface GlideInput {
  network: Network
  layout: Layout
  trains: Iterable<TrainState>
  simulatedNow: number
  /** Simulated ms per wall ms. */
  rate: number
  isVisible(line: LineId): boolean
  /** True when the app is away: nothing is vouched for then. */
  isStale: boolean
}

/** A disagreement is evened out within this; wall ms. */
export const easeMs = 320
/** Beyond this a train does not slide: it fades in at its new place. CSS pixels. */
export const jumpPx = 40
/** A disagreement smaller than this is not worth easing, CSS pixels. */
const slackPx = 0.75
/** About as fast as trains run between stops, metres a simulated second. */
const speedMps = 14
/** How late a record may come without that being a jump: at 600x trains pass several stops in this. Wall s. */
const lateS = 0.3

export function glide(): Glide {
  let memories = new Map<string, Memory>()
  return {
    frame({ network, layout, trains, simulatedNow, rate, isVisible, isStale }, wallNow) {
      const sprites: TrainSprite[] = []
      const next = new Map<string, Memory>()
      const slackMs = dueSlackAt(rate)
      const jumpM = Math.max(jumpPx * layout.mpp, rate * lateS * speedMps)
      for (const state of trains) {
        if (!isVisible(state.line)) continue
        const place = placeTrain(network, state, simulatedNow, slackMs)
        const lane = place && layout.lanes.get(place.patternId)
        if (!place || !lane) continue
        const { lengthM } = lane.track
        const memory = remember(memories.get(state.id), { state, place, lengthM, jumpM, mpp: layout.mpp }, wallNow)
        const left = 1 - easeOut((wallNow - memory.slipSince) / easeMs)
        memory.shownM = within(place.distM + memory.slipM * left, lengthM)
        const point = lanePoint(lane, memory.shownM)
        next.set(state.id, memory)
        sprites.push({
          id: state.id,
          line: state.line,
          status: state.status,
          certainty: isStale ? 'estimated' : place.certainty,
          at: { x: point.x, y: point.y },
          facing: { x: point.along.x * place.heading, y: point.along.y * place.heading },
          onRing: point.onRing,
          alpha: Math.min(1, Math.max(0, (wallNow - memory.appearedAt) / easeMs)),
        })
      }
      memories = next
      return sprites
    },
  }
}

interface NewPlace {
  state: TrainState
  place: Placement
  lengthM: number
  jumpM: number
  mpp: number
}

/** A newer record's place against where the train was shown: it slides along its own track, or it is a jump. */
function remember(known: Memory | undefined, { state, place, lengthM, jumpM, mpp }: NewPlace, wallNow: number): Memory {
  const { patternId, distM } = place
  const anew = { state, patternId, shownM: distM, slipM: 0, slipSince: 0, appearedAt: wallNow }
  if (!known || known.patternId !== patternId) return anew
  if (known.state === state) return known
  // A loop ends where it began: past its end a train is a little past its beginning.
  const apart = known.shownM - distM
  const slipM = Math.abs(apart) > lengthM / 2 ? apart - Math.sign(apart) * lengthM : apart
  if (Math.abs(slipM) < slackPx * mpp) return { ...known, state, slipM: 0 }
  if (Math.abs(slipM) > jumpM) return anew
  return { ...known, state, slipM, slipSince: wallNow }
}

/** A distance along a track, begun anew beyond its ends. */
function within(distM: number, lengthM: number): number {
  if (distM >= 0 && distM <= lengthM) return distM
  return distM < 0 ? distM + lengthM : distM - lengthM
}

/** 0 to 1, fast at first. */
function easeOut(t: number): number {
  const rest = 1 - Math.min(1, Math.max(0, t))
  return 1 - rest * rest * rest
}
