import { forwardDirection, lineStationKey, type Network, type Pattern } from '../../shared/city/network'
import type { Direction, LineId } from '../../shared/city/types'
import { minuteMs, serviceTime, type ServiceTime } from '../../shared/city/chicago-time'
import { frequency } from './frequency'

/** The timetable as rules: which routes leave each terminal, and how often at a moment. */
export interface ServicePlan {
  routes: ReadonlyMap<string, Route>
  terminals: ReadonlyMap<string, Terminal>
  /** Routes that call at a station. */
  routesAt: ReadonlyMap<number, Route[]>
}

/** A way of a train from one terminal to another, along part or all of a pattern. */
export interface Route {
  /** Such as `red:a`, `blue:b:short`. */
  id: string
  line: LineId
  pattern: Pattern
  /** 1: by growing stop index. */
  heading: 1 | -1
  from: number
  to: number
  /** By stop index of the pattern; made once, since trains look here at every move. */
  calls: RouteCall[]
  /** Trains a minute that should leave `from` now. */
  frequency: (time: ServiceTime) => number
  /** A train that leaves now is at the place where headways were counted this much later. */
  referenceMs: number
}

/** A stop as trains of a route use it. Patterns of a line share platforms and track wherever they share stations. */
export interface RouteCall {
  direction: Direction
  /** Key of the platform, and of the track to the next stop; the last stop has no such track. */
  platform: string
  hop: string
  /** Nominal ms from departure here to arrival at the next stop. */
  runMs: number
  /** Metres of track to the next stop. */
  distM: number
}

export interface Terminal {
  /** Key of line and station, `red:40900`. */
  id: string
  line: LineId
  stationId: number
  routes: Route[]
  /** Another terminal whose trains come onto the same track; null where there is none. */
  merge: Merge | null
}

/** Where the ways from two terminals become one, as those of the Green Line's branches do at Garfield. */
export interface Merge {
  terminalId: string
  /** Ms from a departure here, and there, to that place. */
  runMs: number
  otherRunMs: number
}

/** What timings.json assumes of every stop and has in its run times. */
export const nominalDwellMs = 20_000

/** State/Lake is passed without a stop in the schedule that the run times are from (timings.json, state_lake). */
const unscheduledStop = { stationId: 40260, extraMs: 30_000 }

/** The lines that run all night. */
const owlLines: readonly LineId[] = ['red', 'blue']

/** Where Blue Line trains that do not go to Forest Park turn back: UIC-Halsted (timings.json, note on blue). */
const shortTurnStationId = 40350

/** A difference of less than a train an hour is one of rounding in the figures, not a service. */
const shortTurnRateMin = 1 / 60

export function planService(network: Network): ServicePlan {
  const routes = network.lines.flatMap(({ patterns }) => patterns.flatMap(pattern => routesOf(pattern, patterns)))
  const terminals = new Map<string, Terminal>()
  const routesAt = new Map<number, Route[]>()
  for (const route of routes) {
    const stationId = route.pattern.stops[route.from]!.stationId
    const id = lineStationKey(route.line, stationId)
    const terminal = terminals.get(id) ?? { id, line: route.line, stationId, routes: [], merge: null }
    terminal.routes.push(route)
    terminals.set(id, terminal)
    for (const stop of new Set(stopsOf(route))) routesAt.set(stop, [...(routesAt.get(stop) ?? []), route])
  }
  for (const terminal of terminals.values()) terminal.merge = mergeOf(terminal, [...terminals.values()])
  return { routes: new Map(routes.map(route => [route.id, route])), terminals, routesAt }
}

/** Trains a minute that should leave a terminal now on a route. */
export function frequencyAt(route: Route, utcMs: number): number {
  return route.frequency(serviceTime(utcMs + route.referenceMs))
}

function mergeOf(terminal: Terminal, terminals: Terminal[]): Merge | null {
  const others = terminals.filter(({ id, line }) => line === terminal.line && id !== terminal.id)
  for (const other of others) {
    for (const [own, theirs] of terminal.routes.flatMap(own => other.routes.map(theirs => [own, theirs] as const))) {
      const place = onTheWay(own).find(({ platform }) => onTheWay(theirs).some(call => call.platform === platform))
      if (!place || own.pattern.kind === 'loop' || theirs.pattern.kind === 'loop') continue
      const otherRunMs = onTheWay(theirs).find(({ platform }) => platform === place.platform)!.afterMs
      return { terminalId: other.id, runMs: place.afterMs, otherRunMs }
    }
  }
  return null
}

/** The platforms that a route calls at after it has left its terminal, in order, and how long after it. */
function onTheWay({ calls, heading, from, to }: Route): { platform: string; afterMs: number }[] {
  const platforms: { platform: string; afterMs: number }[] = []
  let afterMs = 0
  for (let index = from; index !== to; index += heading) {
    afterMs += calls[index]!.runMs + nominalDwellMs
    if (index + heading !== to) platforms.push({ platform: calls[index + heading]!.platform, afterMs })
  }
  return platforms
}

function stopsOf({ pattern, from, to }: Route): number[] {
  return pattern.stops.slice(Math.min(from, to), Math.max(from, to) + 1).map(stop => stop.stationId)
}

function routesOf(pattern: Pattern, patternsOfLine: Pattern[]): Route[] {
  if (pattern.headways.branch) return branchedRoutes(pattern, pattern.headways.branch)
  const last = pattern.stops.length - 1
  const { forward, reverse } = pattern.headways
  const owl = owlLines.includes(pattern.line)
  const there = route(pattern, 'a', 0, last, time => frequency(forward, time, owl))
  if (pattern.kind === 'loop') return [there]
  const back = fillingIn(patternsOfLine, time => frequency(reverse ?? forward, time, owl))
  return [there, route(pattern, 'b', last, 0, back)]
}

/**
 * Where express trains take over from a shuttle, as on the Purple Line, the first of them come back only after a whole
 * round trip. Until then the shuttle goes on in that direction: nobody waits at Howard for an hour.
 */
function fillingIn(patternsOfLine: Pattern[], shuttle: Route['frequency']): Route['frequency'] {
  const express = patternsOfLine.find(({ kind }) => kind === 'loop')
  if (!express) return shuttle
  const roundTripMin = express.forwardRunMs.reduce((sum, run) => sum + run, 0) / minuteMs
  return time => {
    const leaving = frequency(express.headways.forward, time, false)
    const back = frequency(express.headways.forward, { ...time, minute: time.minute - roundTripMin }, false)
    return shuttle(time) + Math.max(0, leaving - back)
  }
}

/** Of the trains on the trunk those run the whole way that are counted on the branch; the others turn back before it. */
function branchedRoutes(pattern: Pattern, branch: NonNullable<Pattern['headways']['branch']>): Route[] {
  const last = pattern.stops.length - 1
  const turn = pattern.stops.findIndex(stop => stop.stationId === shortTurnStationId)
  const owl = owlLines.includes(pattern.line)
  const trunk = { a: pattern.headways.forward, b: pattern.headways.reverse ?? pattern.headways.forward }
  const outer = { a: branch.forward, b: branch.reverse }
  const whole = (direction: 'a' | 'b') => (time: ServiceTime) =>
    Math.min(frequency(trunk[direction], time, owl), frequency(outer[direction], time, owl))
  const short = (direction: 'a' | 'b') => (time: ServiceTime) => {
    const left = frequency(trunk[direction], time, owl) - frequency(outer[direction], time, owl)
    return left < shortTurnRateMin ? 0 : left
  }
  const through = [route(pattern, 'a', 0, last, whole('a')), route(pattern, 'b', last, 0, whole('b'))]
  if (turn < 0) return through
  return [...through, route(pattern, 'a:short', 0, turn, short('a')), route(pattern, 'b:short', turn, 0, short('b'))]
}

function route(pattern: Pattern, suffix: string, from: number, to: number, rate: Route['frequency']): Route {
  const heading = to > from ? 1 : -1
  const stationId = pattern.headways.reference?.[heading === 1 ? 'forward' : 'reverse']
  // On a loop the outward call, which comes first, is where trains are counted.
  const counted = pattern.stops.findIndex(stop => stop.stationId === stationId)
  const between = pattern[heading === 1 ? 'forwardRunMs' : 'reverseRunMs'] ?? []
  const onTheWay = counted < 0 ? [] : heading === 1 ? between.slice(from, counted) : between.slice(counted, from)
  return {
    id: `${pattern.id}:${suffix}`,
    line: pattern.line,
    pattern,
    heading,
    from,
    to,
    calls: pattern.stops.map((_, index) => routeCall(pattern, heading, index)),
    frequency: rate,
    referenceMs: onTheWay.reduce((sum, run) => sum + run, 0),
  }
}

function routeCall(pattern: Pattern, heading: 1 | -1, index: number): RouteCall {
  const { line, kind, stops } = pattern
  const { stationId, distM } = stops[index]!
  const next = stops[index + heading]
  const direction = kind === 'loop' ? forwardDirection(pattern, index) : heading === 1 ? 'a' : 'b'
  const withDwell = (heading === 1 ? pattern.forwardRunMs[index] : pattern.reverseRunMs?.[index - 1]) ?? nominalDwellMs
  const extraMs = next?.stationId === unscheduledStop.stationId ? unscheduledStop.extraMs : 0
  return {
    direction,
    platform: `${line}:${stationId}:${direction}`,
    hop: `${line}:${stationId}>${next?.stationId}`,
    runMs: withDwell - nominalDwellMs + extraMs,
    distM: next ? Math.abs(next.distM - distM) : 0,
  }
}
