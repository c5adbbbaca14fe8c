import type { Dice } from './chance'
import { roll } from './chance'
import { minuteMs } from '../../shared/city/chicago-time'
import { startTerminals, terminalArrival, terminalSlot } from './dispatch'
import type { TrainArrived } from './events'
import { nominalDwellMs, type Route, type RouteCall } from './plan'
import { arrivalRecord, report } from './record'
import type { Hop, Platform, Railway, SimulationState, Train, World } from './state'
import { addTimer, takeTimer, type Timer } from './timers'

/** Dwells vary by a third around the assumed one, run times by 3%. */
const dwellSpread = 1 / 3
const runSpread = 0.03

/** Trains at one platform follow each other at this distance, once the one before has left; so do trains on a hop. */
const clearanceMs = 30_000

/** Standing one behind the other, trains take this much track. */
const trainSpaceM = 500

/** One arrival in so many ends in a breakdown of some minutes: about seven a day in the whole city. */
const arrivalsPerBreakdown = 10_000
const breakdownMinMs = 3 * minuteMs
const breakdownMaxMs = 12 * minuteMs

export function openRailway(world: World, dice: Dice, now: number): Railway {
  const railway: Railway = {
    dice,
    timers: { heap: [], made: 0 },
    trains: new Map(),
    terminals: new Map(),
    platforms: new Map(),
    hops: new Map(),
    numbered: {},
    events: [],
  }
  startTerminals(world, railway, now)
  return railway
}

/** Runs the trains until a time and hands over what happened, in order. */
export function runTrains(state: Pick<SimulationState, 'world' | 'railway'>, until: number): TrainArrived[] {
  const { world, railway } = state
  for (let timer = takeTimer(railway.timers, until); timer; timer = takeTimer(railway.timers, until)) {
    handlers[timer.kind](world, railway, timer)
  }
  return railway.events.splice(0)
}

/** What each timer does when it is due. */
const handlers: Record<Timer['kind'], (world: World, railway: Railway, timer: Timer) => void> = {
  slot: (world, railway, { at, id }) => terminalSlot(world, railway, id, at),
  depart: (world, railway, { at, id }) => depart(world, railway, trainOf(railway, id), at),
  due: (world, railway, { at, id }) => reach(world, railway, trainOf(railway, id), at),
  free: (world, railway, { at, id }) => admit(world, railway, id, at),
  recover: (world, railway, { at, id }) => recover(world, railway, trainOf(railway, id), at),
}

/** The time to leave has come: the train goes, or breaks down, or is held because the track ahead is full. */
function depart(world: World, railway: Railway, train: Train, at: number): void {
  if (train.breaksForMs > 0) return breakDown(world, railway, train, at)
  const route = world.plan.routes.get(train.routeId)!
  const hop = hopOf(railway, route.calls[train.index]!)
  if (hop.trains >= hop.trainsMax) {
    train.phase = 'held'
    hop.held.push(train.id)
    return
  }
  if (train.index !== route.from) leavePlatform(railway, route.calls[train.index]!.platform, at)
  train.phase = 'running'
  hop.trains += 1
  const varied = train.nextRunMs * (1 + spread(railway, runSpread))
  const due = Math.max(Math.round(at + varied), hop.nextDueAt)
  hop.nextDueAt = due + clearanceMs
  addTimer(railway.timers, due, 'due', train.id)
}

/** A train is before its next stop: it comes in, unless the platform is taken or others were there before it. */
function reach(world: World, railway: Railway, train: Train, at: number): void {
  const route = world.plan.routes.get(train.routeId)!
  const index = train.index + route.heading
  if (index === route.to) {
    clearHop(world, railway, route, train.index, at)
    train.index = index
    return terminalArrival(world, railway, train, at)
  }
  const platform = platformOf(railway, route.calls[index]!.platform)
  const isFree = platform.trainId === null && at >= platform.freeAt && platform.waiting.length === 0
  if (isFree) return arrive(world, railway, train, at)
  train.phase = 'waiting'
  platform.waiting.push(train.id)
}

function arrive(world: World, railway: Railway, train: Train, at: number): void {
  const route = world.plan.routes.get(train.routeId)!
  const cameFrom = train.index
  train.index += route.heading
  train.phase = 'standing'
  train.breaksForMs = breakdownOf(railway)
  train.nextRunMs = route.calls[train.index]!.runMs
  platformOf(railway, route.calls[train.index]!.platform).trainId = train.id
  const departureAt = at + Math.round(nominalDwellMs * (1 + spread(railway, dwellSpread)))
  report(
    railway,
    train,
    arrivalRecord({
      at,
      trainId: train.id,
      route,
      index: train.index,
      status: 'in_service',
      before: train.record,
      leaves: { departureAt, nextArrivalAt: departureAt + train.nextRunMs },
    }),
  )
  addTimer(railway.timers, departureAt, 'depart', train.id)
  clearHop(world, railway, route, cameFrom, at)
}

function breakDown(world: World, railway: Railway, train: Train, at: number): void {
  const route = world.plan.routes.get(train.routeId)!
  const { index, breaksForMs, record: before } = train
  train.phase = 'broken'
  addTimer(railway.timers, at + breaksForMs, 'recover', train.id)
  const status = 'broken_down'
  report(railway, train, arrivalRecord({ at, trainId: train.id, route, index, status, before, leaves: null }))
}

/** A repaired train is in service again, and leaves after the time of one dwell. */
function recover(world: World, railway: Railway, train: Train, at: number): void {
  const route = world.plan.routes.get(train.routeId)!
  const { index, nextRunMs, record: before } = train
  const departureAt = at + nominalDwellMs
  train.phase = 'standing'
  train.breaksForMs = 0
  const leaves = { departureAt, nextArrivalAt: departureAt + nextRunMs }
  report(railway, train, arrivalRecord({ at, trainId: train.id, route, index, status: 'in_service', before, leaves }))
  addTimer(railway.timers, departureAt, 'depart', train.id)
}

function leavePlatform(railway: Railway, key: string, at: number): void {
  const platform = platformOf(railway, key)
  platform.trainId = null
  platform.freeAt = at + clearanceMs
  addTimer(railway.timers, platform.freeAt, 'free', key)
}

/** A platform may be free again: the first train before it comes in. */
function admit(world: World, railway: Railway, key: string, at: number): void {
  const platform = platformOf(railway, key)
  if (platform.trainId !== null || at < platform.freeAt) return
  const first = platform.waiting.shift()
  if (first !== undefined) arrive(world, railway, trainOf(railway, first), at)
}

/** A train has left a hop at its far end: the first that was held for it goes. */
function clearHop(world: World, railway: Railway, route: Route, index: number, at: number): void {
  const hop = hopOf(railway, route.calls[index]!)
  hop.trains -= 1
  const held = hop.held.shift()
  if (held !== undefined) depart(world, railway, trainOf(railway, held), at)
}

function breakdownOf(railway: Railway): number {
  if (roll(railway.dice) * arrivalsPerBreakdown >= 1) return 0
  return Math.round(breakdownMinMs + roll(railway.dice) * (breakdownMaxMs - breakdownMinMs))
}

/** Even chance between -share and share. */
function spread(railway: Railway, share: number): number {
  return (roll(railway.dice) * 2 - 1) * share
}

function platformOf(railway: Railway, key: string): Platform {
  let platform = railway.platforms.get(key)
  if (!platform) railway.platforms.set(key, (platform = { trainId: null, freeAt: 0, waiting: [] }))
  return platform
}

function hopOf(railway: Railway, { hop: key, distM }: RouteCall): Hop {
  let hop = railway.hops.get(key)
  if (!hop) {
    const trainsMax = Math.max(1, Math.floor(distM / trainSpaceM))
    railway.hops.set(key, (hop = { trains: 0, trainsMax, nextDueAt: 0, held: [] }))
  }
  return hop
}

function trainOf(railway: Railway, id: string): Train {
  const train = railway.trains.get(id)
  if (!train) throw new Error(`The simulation has lost train ${id}`)
  return train
}
