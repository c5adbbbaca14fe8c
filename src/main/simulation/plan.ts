import { lineStationKey, type Network, type Pattern } from '../../shared/city/network'
import type { LineId } from '../../shared/city/types'
import { serviceTime, type ServiceTime } from './chicago-time'
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
  /** Trains a minute that should leave `from` now. */
  frequency: (time: ServiceTime) => number
  /** A train that leaves now is at the place where headways were counted this much later. */
  referenceMs: number
}

export interface Terminal {
  /** Key of line and station, `red:40900`. */
  id: string
  line: LineId
  stationId: number
  routes: Route[]
}

/** What timings.json assumes of every stop and has in its run times. */
export const nominalDwellMs = 20_000

/** State/Lake is passed without a stop in the schedule that the run times are from (timings.json, state_lake). */
const unscheduledStop = { stationId: 40260, extraMs: 30_000 }

/** The lines that run all night. */
const owlLines: readonly LineId[] = ['red', 'blue']

/** Where Blue Line trains that do not go to Forest Park turn back: UIC-Halsted (timings.json, note on blue). */
const shortTurnStationId = 40350

export function planService(network: Network): ServicePlan {
  const routes = [...network.patterns.values()].flatMap(routesOf)
  const terminals = new Map<string, Terminal>()
  const routesAt = new Map<number, Route[]>()
  for (const route of routes) {
    const stationId = route.pattern.stops[route.from]!.stationId
    const id = lineStationKey(route.line, stationId)
    const terminal = terminals.get(id) ?? { id, line: route.line, stationId, routes: [] }
    terminal.routes.push(route)
    terminals.set(id, terminal)
    for (const stop of new Set(stopsOf(route))) routesAt.set(stop, [...(routesAt.get(stop) ?? []), route])
  }
  return { routes: new Map(routes.map(route => [route.id, route])), terminals, routesAt }
}

/** Trains a minute that should leave a terminal now on a route. */
export function frequencyAt(route: Route, utcMs: number): number {
  return route.frequency(serviceTime(utcMs + route.referenceMs))
}

/** Nominal ms from departure at a stop to arrival at the next one of a route. */
export function nominalRunMs({ pattern, heading }: Route, index: number): number {
  const withDwell = heading === 1 ? pattern.forwardRunMs[index]! : pattern.reverseRunMs![index - 1]!
  const next = pattern.stops[index + heading]!
  return withDwell - nominalDwellMs + (next.stationId === unscheduledStop.stationId ? unscheduledStop.extraMs : 0)
}

function stopsOf({ pattern, from, to }: Route): number[] {
  return pattern.stops.slice(Math.min(from, to), Math.max(from, to) + 1).map(stop => stop.stationId)
}

function routesOf(pattern: Pattern): Route[] {
  if (pattern.headways.branch) return branchedRoutes(pattern, pattern.headways.branch)
  const last = pattern.stops.length - 1
  const { forward, reverse } = pattern.headways
  const owl = owlLines.includes(pattern.line)
  const there = route(pattern, 'a', 0, last, time => frequency(forward, time, owl))
  if (pattern.kind === 'loop') return [there]
  return [there, route(pattern, 'b', last, 0, time => frequency(reverse ?? forward, time, owl))]
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
  const short = (direction: 'a' | 'b') => (time: ServiceTime) =>
    Math.max(0, frequency(trunk[direction], time, owl) - frequency(outer[direction], time, owl))
  return [
    route(pattern, 'a', 0, last, whole('a')),
    route(pattern, 'b', last, 0, whole('b')),
    route(pattern, 'a:short', 0, turn, short('a')),
    route(pattern, 'b:short', turn, 0, short('b')),
  ]
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
    frequency: rate,
    referenceMs: onTheWay.reduce((sum, run) => sum + run, 0),
  }
}
