import type { CityData, HeadwaysData, HopData, PatternData, TimingData } from './data'
import { measurePath, type PathPoint } from './path'
import { lineIds, type Direction, type LineId } from './types'

/** The railway as it is built and timetabled: what never changes while the city runs. */
export interface Network {
  lines: Line[]
  /** Every pattern by id. */
  patterns: ReadonlyMap<string, Pattern>
  stations: ReadonlyMap<number, Station>
}

export interface Line {
  id: LineId
  name: string
  short: string
  /** As in the CTA's brand, such as #c60c30. */
  color: string
  textColor: string
  patterns: Pattern[]
  /** Every station of the line once, in order along its first pattern, then what its other patterns add. */
  stationIds: number[]
}

export interface Station {
  id: number
  name: string
  descriptiveName: string
  lat: number
  lon: number
  lines: LineId[]
  accessible: boolean
  open: boolean
}

/** A way that trains of a line run. */
export interface Pattern {
  id: string
  line: LineId
  name: string
  /** two_way: run forward and backward. loop: one round trip from the outer terminal round the Loop and back to it. */
  kind: 'two_way' | 'loop'
  lengthM: number
  /** In order along the path. A loop pattern calls at most of its stations twice, and ends where it began. */
  stops: PatternStop[]
  /** The first stop on the way back from the Loop, the middle of those called at once; stops.length for two_way. */
  turnIndex: number
  path: PathPoint[]
  /** Milliseconds from departure at stop i to departure at stop i+1, so with the dwell there. */
  forwardRunMs: number[]
  /** The same from stop i+1 to stop i; null for loops. */
  reverseRunMs: number[] | null
  headways: PatternHeadways
}

export interface PatternStop {
  stationId: number
  name: string
  /** Metres along the path. */
  distM: number
}

/** Minutes between trains as timetabled at the reference station. */
export interface PatternHeadways {
  forward: HeadwaysData
  /** Null where only one direction was counted: the other is like it. */
  reverse: HeadwaysData | null
  /** Blue: the same on the outer branch, where the trains that turn back early are missing. */
  branch: { forward: HeadwaysData; reverse: HeadwaysData } | null
  /** The stations where trains were counted; null where the figures are a stand-in. */
  reference: { forward: number; reverse: number } | null
}

/**
 * Builds the network from the data files.
 *
 * @throws Error with the file, the id and what is wrong, when the files do not agree with each other
 */
export function buildNetwork(data: CityData): Network {
  const stations = new Map<number, Station>()
  for (const station of data.stations.stations) {
    stations.set(Number(station.id), {
      id: Number(station.id),
      name: station.name,
      descriptiveName: station.descriptive_name,
      lat: station.lat,
      lon: station.lon,
      lines: station.lines.map(checkedLineId),
      accessible: station.ada,
      open: station.status === 'open',
    })
  }
  const lines = data.lines.lines.map(line => {
    const id = checkedLineId(line.id)
    const patterns = line.patterns.map(pattern => buildPattern(id, pattern, data))
    const stationIds = [...new Set(patterns.flatMap(pattern => pattern.stops.map(stop => stop.stationId)))]
    const unknown = stationIds.find(stationId => !stations.has(stationId))
    if (unknown !== undefined) throw new Error(`lines.json: line ${id} stops at ${unknown}, which stations.json lacks`)
    return {
      id,
      name: line.name,
      short: line.short,
      color: line.color,
      textColor: line.text_color,
      patterns,
      stationIds,
    }
  })
  const patterns = new Map(lines.flatMap(line => line.patterns.map(pattern => [pattern.id, pattern] as const)))
  return { lines, patterns, stations }
}

/** The direction that a train at this stop travels in when its distance along the path grows. */
export function forwardDirection(pattern: Pattern, stopIndex: number): Direction {
  return stopIndex < pattern.turnIndex ? 'a' : 'b'
}

/** A station's platforms are told apart by line: `red:40900`, as the keys of CityState.stations. */
export function lineStationKey(line: LineId, stationId: number): string {
  return `${line}:${stationId}`
}

function buildPattern(line: LineId, data: PatternData, city: CityData): Pattern {
  const timing = city.timings.patterns.find(candidate => candidate.pattern === data.id)
  if (!timing) throw new Error(`timings.json: pattern ${data.id} is missing`)
  const feature = city.geometry.features.find(candidate => candidate.properties.pattern === data.id)
  if (!feature) throw new Error(`geometry.json: pattern ${data.id} is missing`)
  if (data.kind !== 'two_way' && data.kind !== 'loop') {
    throw new Error(`lines.json: pattern ${data.id} has the kind ${data.kind}; expected two_way or loop`)
  }
  const stops = data.stops.map(stop => ({ stationId: Number(stop.id), name: stop.name, distM: stop.dist_m }))
  return {
    id: data.id,
    line,
    name: data.name,
    kind: data.kind,
    lengthM: data.length_m,
    stops,
    turnIndex: data.kind === 'loop' ? loopTurnIndex(stops) : stops.length,
    path: measurePath(feature.geometry.coordinates, data.length_m),
    ...runTimes(data.kind, stops, timing),
    headways: {
      forward: timing.headway.forward,
      reverse: timing.headway.reverse ?? null,
      branch: timing.headway.forest_park_branch ?? null,
      reference: referenceStations(timing.headway.reference_station),
    },
  }
}

/** `41660`, or one a direction: `40380 forward, 40290 reverse`. */
function referenceStations(text: string | null) {
  const [forward, reverse = forward] = (text ?? '').match(/\d{5}/g) ?? []
  return forward && reverse ? { forward: Number(forward), reverse: Number(reverse) } : null
}

function runTimes(kind: 'two_way' | 'loop', stops: PatternStop[], timing: TimingData) {
  const forwardRunMs = hopTimes(timing.pattern, stops, timing.forward)
  if (kind === 'loop') return { forwardRunMs, reverseRunMs: null }
  if (!timing.reverse) throw new Error(`timings.json: pattern ${timing.pattern} runs both ways but has no reverse hops`)
  return { forwardRunMs, reverseRunMs: hopTimes(timing.pattern, [...stops].reverse(), timing.reverse).reverse() }
}

function hopTimes(pattern: string, stops: PatternStop[], hops: HopData[]): number[] {
  const found = [hops[0]?.from, ...hops.map(hop => hop.to)].map(Number)
  const expected = stops.map(stop => stop.stationId)
  if (found.join() !== expected.join()) {
    throw new Error(`timings.json: the hops of ${pattern} do not follow its stops in lines.json`)
  }
  return hops.map(hop => hop.run_s * 1000)
}

/** The stations that are called at once are the Loop proper; the way back begins in their middle. */
function loopTurnIndex(stops: PatternStop[]): number {
  const calls = new Map<number, number>()
  for (const stop of stops) calls.set(stop.stationId, (calls.get(stop.stationId) ?? 0) + 1)
  const once = stops.flatMap((stop, index) => (calls.get(stop.stationId) === 1 ? [index] : []))
  return once[once.length >> 1] ?? stops.length >> 1
}

function checkedLineId(text: string): LineId {
  const id = lineIds.find(candidate => candidate === text)
  if (!id) throw new Error(`lines.json or stations.json: ${text} is not one of the lines ${lineIds.join(', ')}`)
  return id
}
