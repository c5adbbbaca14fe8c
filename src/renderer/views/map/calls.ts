import type { Network } from '../../../shared/city/network'
import { lineStationKey } from '../../../shared/city/network'
import { placeTrain } from '../../../shared/city/place'
import type { ArrivalState, Direction, LineId, TrainState } from '../../../shared/city/types'

/** A call that a train is going to make. */
export interface Call {
  stationId: number
  /** Simulated ms. */
  at: number
  /** Announced by a record; later calls are reckoned from the timetable's run times. */
  announced: boolean
}

/** Nothing is reckoned farther ahead than this, simulated ms. */
export const aheadMsMax = 40 * 60_000

/** The calls that a train has before it on this trip, soonest first. Empty when it is nowhere or stands still. */
export function callsAhead(network: Network, train: TrainState, simulatedNow: number): Call[] {
  const place = placeTrain(network, train, simulatedNow)
  const pattern = place && network.patterns.get(place.patternId)
  if (!place || !pattern || place.nextStationId === null) return []
  const { heading } = place
  let index = nextIndex(pattern.stops, place.nextStationId, place.distM, heading)
  if (index === null) return []
  const calls: Call[] = []
  let at = Math.max(simulatedNow, train.nextArrivalAt ?? simulatedNow)
  let announced = train.nextArrivalAt !== null
  while (index >= 0 && index < pattern.stops.length && at <= simulatedNow + aheadMsMax) {
    calls.push({ stationId: pattern.stops[index]!.stationId, at, announced })
    announced = false
    const run: number | undefined = heading === 1 ? pattern.forwardRunMs[index] : pattern.reverseRunMs?.[index - 1]
    if (run === undefined) break
    at += run
    index += heading
  }
  return calls
}

/** A train that will call at a station. */
export interface Coming {
  train: TrainState
  destination: string
  at: number
  announced: boolean
}

/** The trains that will call at a station, soonest first. */
export function comingTo(network: Network, trains: Iterable<TrainState>, stationId: number, now: number): Coming[] {
  const coming: Coming[] = []
  for (const train of trains) {
    const calls = callsAhead(network, train, now)
    const call = calls.find(candidate => candidate.stationId === stationId)
    // Where a trip ends nobody boards.
    const isEnd =
      call !== undefined && call === calls.at(-1) && call.at < now + aheadMsMax && endsHere(network, train, stationId)
    if (call && !isEnd) {
      coming.push({ train, destination: destinationOf(network, train), at: call.at, announced: call.announced })
    }
  }
  return coming.sort((one, other) => one.at - other.at)
}

/** The train before or behind another on its way, and how far apart they are: simulated ms at the same stop. */
export interface Neighbour {
  train: TrainState
  gapMs: number
}

/** The next trains of the same line and direction that call where this one does, ahead of it and behind. */
export function neighboursOf(
  network: Network,
  trains: Iterable<TrainState>,
  train: TrainState,
  now: number,
): { ahead: Neighbour | null; behind: Neighbour | null } {
  const own = callsAhead(network, train, now)
  const found: { ahead: Neighbour | null; behind: Neighbour | null } = { ahead: null, behind: null }
  const keep = (side: 'ahead' | 'behind', other: TrainState, gapMs: number) => {
    if (gapMs > 0 && gapMs < (found[side]?.gapMs ?? Infinity)) found[side] = { train: other, gapMs }
  }
  for (const other of trains) {
    if (other.id === train.id || other.line !== train.line || other.direction !== train.direction) continue
    const calls = callsAhead(network, other, now)
    const [first] = calls
    const [ownFirst] = own
    if (!first || !ownFirst) continue
    const ownThere = own.find(({ stationId }) => stationId === first.stationId)
    if (ownThere) keep('ahead', other, ownThere.at - first.at)
    const otherThere = calls.find(({ stationId }) => stationId === ownFirst.stationId)
    if (otherThere) keep('behind', other, otherThere.at - ownFirst.at)
  }
  return found
}

/** Where a train goes: its last stop, or the Loop while a round trip is on its way there. */
export function destinationOf(network: Network, train: TrainState): string {
  const pattern =
    network.patterns.get(train.pattern ?? '') ?? network.lines.find(({ id }) => id === train.line)?.patterns[0]
  if (!pattern) return ''
  if (pattern.kind === 'loop') return train.direction === 'a' ? 'Loop' : pattern.stops[0]!.name
  return (train.direction === 'a' ? pattern.stops.at(-1)! : pattern.stops[0]!).name
}

/** A station's newest arrivals, newest first. */
export function newestArrivals(
  stations: ReadonlyMap<string, { arrivals: Record<Direction, ArrivalState | null> }>,
  lines: readonly LineId[],
  stationId: number,
): { line: LineId; direction: Direction; arrival: ArrivalState }[] {
  return lines
    .flatMap(line => {
      const arrivals = stations.get(lineStationKey(line, stationId))?.arrivals
      return (['a', 'b'] as const).flatMap(direction => {
        const arrival = arrivals?.[direction]
        return arrival ? [{ line, direction, arrival }] : []
      })
    })
    .sort((one, other) => other.arrival.at - one.arrival.at)
}

function endsHere(network: Network, train: TrainState, stationId: number): boolean {
  const pattern = network.patterns.get(train.pattern ?? '')
  return pattern?.stops[0]?.stationId === stationId || pattern?.stops.at(-1)?.stationId === stationId
}

/** The stop with this id that lies nearest ahead: a loop calls at some stations twice. */
function nextIndex(
  stops: { stationId: number; distM: number }[],
  stationId: number,
  distM: number,
  heading: 1 | -1,
): number | null {
  let best: number | null = null
  stops.forEach((stop, index) => {
    if (stop.stationId !== stationId || (stop.distM - distM) * heading < -1) return
    if (best === null || Math.abs(stop.distM - distM) < Math.abs(stops[best]!.distM - distM)) best = index
  })
  return best
}
