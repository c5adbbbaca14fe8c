import type { Network } from '../../../../shared/city/network'
import type { LineId } from '../../../../shared/city/types'
import { lanePoint, type Layout } from './lanes'
import type { Point } from './plane'

/** A station as it is marked: one capsule where tracks lie side by side, several where it spans tracks that do not. */
export interface StationMark {
  stationId: number
  isOpen: boolean
  isTerminal: boolean
  /** The ends of each capsule in the plane; both the same for a disc. The first has the most lines. */
  capsules: { from: Point; to: Point; lines: number }[]
}

interface Call {
  line: LineId
  at: Point
  along: Point
  /** On the pattern's own track, where distances between platforms are true. */
  track: Point
}

/** Calls of one line closer than this are one, metres in lanes. */
const sameCallM = 60
/** Platforms on tracks closer than this share a capsule, metres. */
const sameCapsuleM = 48

/** First and last stations of all patterns; a loop has only one end. */
export function terminalIds(network: Network): ReadonlySet<number> {
  const ids = new Set<number>()
  for (const { kind, stops } of network.patterns.values()) {
    ids.add(stops[0]!.stationId)
    if (kind === 'two_way') ids.add(stops.at(-1)!.stationId)
  }
  return ids
}

/** Marks of all stations that a visible line serves, in the plane. */
export function stationMarks(network: Network, layout: Layout, isVisible: (line: LineId) => boolean): StationMark[] {
  const terminals = terminalIds(network)
  const calls = new Map<number, Call[]>()
  for (const [id, pattern] of network.patterns) {
    if (!isVisible(pattern.line)) continue
    const lane = layout.lanes.get(id)!
    for (const stop of pattern.stops) {
      const index = Math.round((stop.distM / pattern.lengthM) * (lane.xs.length - 1))
      if (index > lane.track.drawnTo) continue
      const { x, y, along } = lanePoint(lane, stop.distM)
      const known = calls.get(stop.stationId) ?? []
      calls.set(stop.stationId, known)
      const isKnown = known.some(
        call => call.line === pattern.line && Math.hypot(call.at.x - x, call.at.y - y) < sameCallM,
      )
      if (!isKnown) known.push({ line: pattern.line, at: { x, y }, along, track: lane.track.points[index]! })
    }
  }
  return [...calls].map(([stationId, all]) => ({
    stationId,
    isOpen: network.stations.get(stationId)?.open ?? true,
    isTerminal: terminals.has(stationId),
    capsules: clusters(all)
      .map(capsule)
      .sort((one, other) => other.lines - one.lines),
  }))
}

function clusters(calls: Call[]): Call[][] {
  const found: Call[][] = []
  for (const call of calls) {
    const near = found.find(cluster =>
      cluster.some(other => Math.hypot(other.track.x - call.track.x, other.track.y - call.track.y) < sameCapsuleM),
    )
    if (near) near.push(call)
    else found.push([call])
  }
  return found
}

/** Across all lanes of a cluster, at right angles to the track of its first call. */
function capsule(cluster: Call[]): StationMark['capsules'][number] {
  const { at, along } = cluster[0]!
  const offsets = cluster.map(call => (call.at.x - at.x) * along.y - (call.at.y - at.y) * along.x)
  const low = Math.min(...offsets)
  const high = Math.max(...offsets)
  const point = (off: number) => ({ x: at.x + along.y * off, y: at.y - along.x * off })
  return { from: point(low), to: point(high), lines: new Set(cluster.map(call => call.line)).size }
}
