import type { Network } from '../../../../shared/city/network'
import { placeTrain, type Certainty } from '../../../../shared/city/place'
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
  at: Point
  /** From where the record says to where it was shown, dying away. */
  slip: Point
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

export function glide(): Glide {
  let memories = new Map<string, Memory>()
  return {
    frame({ network, layout, trains, simulatedNow, isVisible, isStale }, wallNow) {
      const sprites: TrainSprite[] = []
      const next = new Map<string, Memory>()
      for (const state of trains) {
        if (!isVisible(state.line)) continue
        const place = placeTrain(network, state, simulatedNow)
        const lane = place && layout.lanes.get(place.patternId)
        if (!place || !lane) continue
        const point = lanePoint(lane, place.distM)
        const memory = remember(memories.get(state.id), state, point, layout.mpp, wallNow)
        const left = 1 - easeOut((wallNow - memory.slipSince) / easeMs)
        const at = { x: point.x + memory.slip.x * left, y: point.y + memory.slip.y * left }
        next.set(state.id, { ...memory, at })
        sprites.push({
          id: state.id,
          line: state.line,
          status: state.status,
          certainty: isStale ? 'estimated' : place.certainty,
          at,
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

function remember(known: Memory | undefined, state: TrainState, point: Point, mpp: number, wallNow: number): Memory {
  const nowhere = { x: 0, y: 0 }
  if (!known) return { state, at: point, slip: nowhere, slipSince: 0, appearedAt: wallNow }
  if (known.state === state) return known
  const slip = { x: known.at.x - point.x, y: known.at.y - point.y }
  const slipPx = Math.hypot(slip.x, slip.y) / mpp
  if (slipPx < slackPx) return { ...known, state, slip: nowhere }
  if (slipPx > jumpPx) return { state, at: point, slip: nowhere, slipSince: 0, appearedAt: wallNow }
  return { ...known, state, slip, slipSince: wallNow }
}

/** 0 to 1, fast at first. */
function easeOut(t: number): number {
  const rest = 1 - Math.min(1, Math.max(0, t))
  return 1 - rest * rest * rest
}
