import { forwardDirection, type Network, type Pattern } from './network'
import type { TrainState } from './types'

/** recorded: a record says so. estimated: nothing does any more, or the record says only where the train was. */
export type Certainty = 'recorded' | 'estimated'

/** Where a train is at a moment, on the track of a pattern. */
export interface Placement {
  patternId: string
  /** Metres along the pattern's path. */
  distM: number
  /** 1 where the distance grows as the train moves. */
  heading: 1 | -1
  certainty: Certainty
  /** Null when the train goes nowhere: it has broken down. */
  nextStationId: number | null
}

/**
 * A train may be this late at the announced stop before the record stops vouching for it; simulated ms. At high speeds
 * records come in steps of more than that: a caller that knows how old the newest may be gives a larger one.
 */
export const dueSlackMs = 30_000

/** So long may the newest record be on its way from the simulation to the map, wall ms. */
const recordLagMs = 300

/** The slack at a rate of simulated ms per wall ms: at 600x the newest record may be three simulated minutes old. */
export function dueSlackAt(rate: number): number {
  return Math.max(dueSlackMs, rate * recordLagMs)
}

/** A train of which nothing was heard for this long after the last time its record names is not placed; simulated ms. */
export const silenceMaxMs = 20 * 60_000

/** Where a train waits that is due and not yet recorded: this far before the stop, in metres. */
const shortOfStopM = 25

/** Time at a platform where the record has none; the data's own assumption. */
export const dwellMs = 20_000

/** Share of the way's time spent gathering speed, and again braking: 25 s of a hop, at most 40% of it. */
const rampMs = 25_000
const rampShareMax = 0.4

/**
 * Places a train from its newest arrival record. It stands at the platform until its departure, then glides so as to
 * reach the next stop when it is due. Once due and not heard of it waits just before that stop, as an estimate.
 *
 * @param simulatedNow ms since 1970 UTC, in the simulated city
 * @param slackMs see dueSlackMs
 * @returns null for trains that are out of service, silent for more than silenceMaxMs, or on no known track
 */
export function placeTrain(
  network: Network,
  train: TrainState,
  simulatedNow: number,
  slackMs = dueSlackMs,
): Placement | null {
  if (train.status === 'out_of_service' || isSilent(train, simulatedNow)) return null
  const call = findCall(network, train)
  if (!call) return null
  const { pattern, index, nextIndex, heading } = call
  const here = pattern.stops[index]!.distM
  const next = pattern.stops[nextIndex]!
  const standing = { patternId: pattern.id, distM: here, heading }
  if (train.status === 'broken_down') return { ...standing, certainty: 'recorded', nextStationId: null }

  const departAt = train.departureAt ?? train.arrivedAt + dwellMs
  if (simulatedNow <= departAt) return { ...standing, certainty: 'recorded', nextStationId: next.stationId }

  const dueAt = Math.max(train.nextArrivalAt ?? train.arrivedAt + runMs(pattern, index, heading), departAt + 1000)
  const announced = train.departureAt !== null && train.nextArrivalAt !== null && train.nextStationId === next.stationId
  const wayM = Math.abs(next.distM - here)
  const share = glide(Math.min(1, (simulatedNow - departAt) / (dueAt - departAt)), rampMs / (dueAt - departAt))
  return {
    patternId: pattern.id,
    distM: here + heading * share * Math.max(0, wayM - shortOfStopM),
    heading,
    certainty: announced && simulatedNow <= dueAt + slackMs ? 'recorded' : 'estimated',
    nextStationId: next.stationId,
  }
}

/** Whether nothing was heard of a train for longer than silenceMaxMs after the last time that its record names. */
export function isSilent(train: TrainState, simulatedNow: number): boolean {
  return simulatedNow > Math.max(train.arrivedAt, train.departureAt ?? 0, train.nextArrivalAt ?? 0) + silenceMaxMs
}

/** A call at a stop: where in which pattern, and where it goes on to. */
interface Call {
  pattern: Pattern
  index: number
  nextIndex: number
  heading: 1 | -1
}

function findCall(network: Network, train: TrainState): Call | null {
  const named = train.pattern === null ? undefined : network.patterns.get(train.pattern)
  const atNamed = train.stopIndex === null ? undefined : named?.stops[train.stopIndex]
  if (named && named.line === train.line && train.stopIndex !== null && atNamed?.stationId === train.stationId) {
    return onwards(named, train.stopIndex, train)
  }
  return inferCall(network, train)
}

/**
 * For producers that send only the original's fields: the call of the line that fits the direction and the station
 * before best, the first such in the order of the patterns.
 */
function inferCall(network: Network, train: TrainState): Call | null {
  const patterns = network.lines.find(line => line.id === train.line)?.patterns ?? []
  let best: { call: Call; fit: number } | null = null
  for (const pattern of patterns) {
    pattern.stops.forEach((stop, index) => {
      if (stop.stationId !== train.stationId) return
      const call = onwards(pattern, index, train)
      const fit = fitOf(call, train)
      if (!best || fit > best.fit) best = { call, fit }
    })
  }
  return (best as { call: Call } | null)?.call ?? null
}

function fitOf({ pattern, index, heading }: Call, train: TrainState): number {
  const before = pattern.stops[index - heading]?.stationId
  const cameFromHere = train.prevStationId !== null && before === train.prevStationId
  const fitsDirection = pattern.kind === 'two_way' || forwardDirection(pattern, index) === train.direction
  return (fitsDirection ? 2 : 0) + (cameFromHere ? 3 : 0)
}

/** Which way a call goes on: as announced, else away from the station before, else by the direction. */
function onwards(pattern: Pattern, index: number, train: TrainState): Call {
  const last = pattern.stops.length - 1
  if (pattern.kind === 'loop') {
    const from = index === last ? 0 : index
    return { pattern, index: from, nextIndex: from + 1, heading: 1 }
  }
  const heading = index === 0 ? 1 : index === last ? -1 : twoWayHeading(pattern, index, train)
  return { pattern, index, nextIndex: index + heading, heading }
}

function twoWayHeading(pattern: Pattern, index: number, train: TrainState): 1 | -1 {
  if (train.nextStationId !== null) {
    if (pattern.stops[index + 1]?.stationId === train.nextStationId) return 1
    if (pattern.stops[index - 1]?.stationId === train.nextStationId) return -1
  }
  const before = pattern.stops.findIndex(stop => stop.stationId === train.prevStationId)
  if (before >= 0 && before !== index) return before < index ? 1 : -1
  return train.direction === 'a' ? 1 : -1
}

function runMs(pattern: Pattern, index: number, heading: 1 | -1): number {
  const run = heading === 1 ? pattern.forwardRunMs[index] : pattern.reverseRunMs?.[index - 1]
  return run ?? 0
}

/**
 * Share of the way covered after a share of the time, with constant acceleration, even speed and constant braking.
 *
 * With ramps of a fifth the top speed is 1 / (1 - 0.2) = 1.25: glide(0.2, 0.2) = 1.25 * 0.2 / 2 = 0.125.
 */
function glide(time: number, rampShare: number): number {
  const ramp = Math.min(rampShareMax, rampShare)
  const speed = 1 / (1 - ramp)
  if (time < ramp) return (speed * time * time) / (2 * ramp)
  if (time > 1 - ramp) return 1 - (speed * (1 - time) * (1 - time)) / (2 * ramp)
  return speed * (time - ramp / 2)
}
