import { roll } from './chance'
import { hourMs, minuteMs } from '../../shared/city/chicago-time'
import { frequencyAt, type Terminal } from './plan'
import { arrivalRecord, report, runNumber } from './record'
import type { Railway, TerminalState, Train, World } from './state'
import { addTimer } from './timers'

/** A train that has arrived at its terminal needs this long before it can leave. */
const layoverMinMs = 90_000

/** A train from the yard comes to the platform this long before it leaves. */
const yardLeadMs = 60_000

/** Departures from one terminal keep this distance. */
const departureGapMs = 60_000

/** A departure waits this long for a train that is about to arrive before one comes out of the yard. */
const patienceMs = 2 * minuteMs
const patienceStepMs = 30_000

/** A train that would have to wait longer than this many headways is not needed: it goes out of service. */
const waitHeadwaysMax = 1.5

/** Service so thin that trains do not wait for it: a terminal that is about to open or close. */
const headwayMaxMs = 40 * minuteMs

/** Departures are this far from even, so that no two runs are alike. */
const departureSpreadMs = 20_000

/** A departure is moved by this share of its headway at most to keep trains even where two ways become one. */
const eveningShareMax = 0.12

/** How finely, and how far ahead, a next departure is looked for. */
const searchStepMs = minuteMs
const searchMaxMs = 48 * hourMs

/** Opens every terminal with its first departure somewhere in the first headway. */
export function startTerminals(world: World, railway: Railway, now: number): void {
  for (const terminal of world.plan.terminals.values()) {
    const state: TerminalState = {
      slotAt: now,
      slotRouteId: terminal.routes[0]!.id,
      owed: terminal.routes.map(() => 0),
      promisedAt: 0,
    }
    railway.terminals.set(terminal.id, state)
    setSlot(railway, terminal, now, serviceFrom(terminal, now, roll(railway.dice)).at)
  }
}

/** A departure comes up that no train has been given: one comes out of the yard, if none is about to arrive. */
export function terminalSlot(world: World, railway: Railway, id: string, at: number): void {
  const terminal = world.plan.terminals.get(id)!
  const state = railway.terminals.get(id)!
  const leaveAt = at + yardLeadMs
  // The departure was given away meanwhile, and the timer of the next one is set.
  if (leaveAt < state.slotAt) return
  if (leaveAt < state.slotAt + patienceMs && isTrainNear(world, railway, terminal)) {
    addTimer(railway.timers, at + patienceStepMs, 'slot', id)
    return
  }
  const number = (railway.numbered[terminal.line] = (railway.numbered[terminal.line] ?? -1) + 1)
  const trainId = runNumber(terminal.line, number, used => railway.trains.has(used))
  if (trainId === null) return planNext(world, railway, terminal, at)
  sendOut(world, railway, terminal, { id: trainId, before: null }, at, leaveAt)
}

/** A train has reached the end of its route: it takes the next departure, or leaves service when it is one too many. */
export function terminalArrival(world: World, railway: Railway, train: Train, at: number): void {
  const route = world.plan.routes.get(train.routeId)!
  const stationId = route.pattern.stops[route.to]!.stationId
  const terminal = world.plan.terminals.get(`${route.line}:${stationId}`)!
  const state = railway.terminals.get(terminal.id)!
  const headwayMs = Math.min(headwayMaxMs, minuteMs / totalFrequency(terminal, state.slotAt))
  const leaveAt = Math.max(state.slotAt, at + layoverMinMs, state.promisedAt + departureGapMs)
  railway.trains.delete(train.id)
  if (leaveAt - at > layoverMinMs + waitHeadwaysMax * headwayMs) {
    const { index, record: before } = train
    const gone = { at, trainId: train.id, route, index, status: 'out_of_service', before, leaves: null } as const
    return report(railway, train, arrivalRecord(gone))
  }
  sendOut(world, railway, terminal, { id: train.id, before: train.record }, at, leaveAt)
}

/** Gives a train the terminal's next departure. From now on it counts as on its new route. */
function sendOut(
  world: World,
  railway: Railway,
  terminal: Terminal,
  { id, before }: { id: string; before: Train['record'] | null },
  at: number,
  departureAt: number,
): void {
  const state = railway.terminals.get(terminal.id)!
  const route = world.plan.routes.get(state.slotRouteId)!
  const nextRunMs = route.calls[route.from]!.runMs
  const leaves = { departureAt, nextArrivalAt: departureAt + nextRunMs }
  const call = { at, trainId: id, route, index: route.from, status: 'in_service', before, leaves } as const
  const record = arrivalRecord(call)
  const train: Train = {
    id,
    routeId: route.id,
    index: route.from,
    phase: 'standing',
    breaksForMs: 0,
    nextRunMs,
    record,
  }
  railway.trains.set(id, train)
  report(railway, train, record)
  addTimer(railway.timers, departureAt, 'depart', id)
  state.promisedAt = departureAt
  planNext(world, railway, terminal, at)
}

/** Plans the departure after the one that was given away, or could not be run. */
function planNext(world: World, railway: Railway, terminal: Terminal, now: number): void {
  const { slotAt } = railway.terminals.get(terminal.id)!
  const next = serviceFrom(terminal, slotAt, 1)
  const spreadMs = Math.round((roll(railway.dice) * 2 - 1) * departureSpreadMs)
  // The first departure after a pause is on time: a moment earlier there is no service to count on from.
  const moved = next.isFirst ? next.at : next.at + spreadMs + evening(world, railway, terminal, next.at)
  setSlot(railway, terminal, now, Math.max(now, slotAt + departureGapMs, moved))
}

/**
 * How to move a departure so that its train comes onto shared track half way between two of the other terminal's.
 * Only the terminal with fewer trains gives way, by a little each time, so the two fall into step within an hour.
 *
 * With others every 10 min and a train 2 min behind one of them the share is 0.2: it should be 0.3 * 10 = 3 min later.
 */
function evening(world: World, railway: Railway, terminal: Terminal, slotAt: number): number {
  if (!terminal.merge) return 0
  const other = world.plan.terminals.get(terminal.merge.terminalId)!
  const { slotAt: otherSlotAt } = railway.terminals.get(other.id)!
  const rate = totalFrequency(terminal, slotAt)
  const otherRate = totalFrequency(other, slotAt)
  if (rate === 0 || rate > otherRate || (rate === otherRate && terminal.id > other.id)) return 0
  const otherHeadwayMs = minuteMs / otherRate
  const behindMs = slotAt + terminal.merge.runMs - (otherSlotAt + terminal.merge.otherRunMs)
  const share = behindMs / otherHeadwayMs - Math.floor(behindMs / otherHeadwayMs)
  const stepMaxMs = eveningShareMax * Math.min(headwayMaxMs, minuteMs / rate)
  return Math.round(Math.min(stepMaxMs, Math.max(-stepMaxMs, (0.5 - share) * otherHeadwayMs)))
}

/** Makes a departure the terminal's next, on the route that is owed most. */
function setSlot(railway: Railway, terminal: Terminal, now: number, slotAt: number): void {
  const state = railway.terminals.get(terminal.id)!
  const rates = terminal.routes.map(route => frequencyAt(route, slotAt))
  const total = rates.reduce((sum, rate) => sum + rate, 0)
  rates.forEach((rate, index) => (state.owed[index]! += total > 0 ? rate / total : 0))
  let most = 0
  rates.forEach((rate, index) => {
    if (rate > 0 && (rates[most] === 0 || state.owed[index]! > state.owed[most]!)) most = index
  })
  state.owed[most]! -= 1
  state.slotAt = slotAt
  state.slotRouteId = terminal.routes[most]!.id
  addTimer(railway.timers, Math.max(now, slotAt - yardLeadMs), 'slot', terminal.id)
}

/**
 * The time of a departure some headways after another. The frequency is summed up minute by minute, since it changes
 * between the periods of the day. Where service pauses the next departure is the first moment after the pause.
 *
 * @param headways usually 1
 */
function serviceFrom(terminal: Terminal, from: number, headways: number): { at: number; isFirst: boolean } {
  let due = headways
  for (let at = from; at < from + searchMaxMs; at += searchStepMs) {
    const trains = (totalFrequency(terminal, at) * searchStepMs) / minuteMs
    if (trains > 0 && trains >= due) return { at: at + Math.round((due / trains) * searchStepMs), isFirst: due === 0 }
    due = trains > 0 ? due - trains : 0
  }
  return { at: from + searchMaxMs, isFirst: true }
}

function totalFrequency(terminal: Terminal, at: number): number {
  return terminal.routes.reduce((sum, route) => sum + frequencyAt(route, at), 0)
}

/** Whether a train is on its last hop to a terminal. */
function isTrainNear(world: World, railway: Railway, terminal: Terminal): boolean {
  for (const train of railway.trains.values()) {
    const route = world.plan.routes.get(train.routeId)!
    if (route.line !== terminal.line || train.index + route.heading !== route.to) continue
    if (route.pattern.stops[route.to]!.stationId === terminal.stationId && train.phase !== 'broken') return true
  }
  return false
}
