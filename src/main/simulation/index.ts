import type { Network } from '../../shared/city/network'
import { hash } from './chance'
import { hourMs, minuteMs, serviceDayBegan } from '../../shared/city/chicago-time'
import type { SimulationEvent } from './events'
import { planService } from './plan'
import { openRailway, runTrains } from './railway'
import { enterRiders, riderDemand, startRiders, type RidershipFile } from './riders'
import type { SimulationState, World } from './state'
import { nextHour, weatherAt, type ClimateFile } from './weather'

export type * from './events'
export type { RidershipFile } from './riders'
export type { SimulationState } from './state'
export type { ClimateFile } from './weather'

export interface SimulationOptions {
  network: Network
  ridership: RidershipFile
  climate: ClimateFile
  /** Any whole number; the same one gives the same city. */
  seed: number
  /** ms since 1970 UTC. The city keeps Chicago's time. */
  startAt: number
}

/** Trains run unseen for this long before the service day: longer than any trip, so that all routes are filled. */
const warmUpMs = 150 * minuteMs

/** One call of advance covers at most this much, so that its list of events stays bounded. */
export const advanceMaxMs = 24 * hourMs

/**
 * A city in mid-service. The first call of advance, were it by 0 ms, hands out the weather and the newest record of
 * every train on the tracks, so that whoever only reads events knows where all of them are.
 *
 * Trains have run since before the service day began, whatever the start. So a second run with the same seed that
 * starts where the first was stopped on the same service day goes on with the very same trains.
 *
 * @throws RangeError for a seed that is no whole number, or a start that is no time
 */
export function createSimulation(options: SimulationOptions): SimulationState {
  const { network, ridership, climate, seed, startAt } = options
  if (!Number.isSafeInteger(seed)) throw new RangeError(`The seed ${seed} is not a whole number`)
  if (!Number.isSafeInteger(startAt)) throw new RangeError(`The start ${startAt} is not a time in whole ms`)
  const plan = planService(network)
  const world: World = { network, plan, demand: riderDemand(network, ridership), climate, seed }
  const dayBegan = serviceDayBegan(startAt)
  const railway = openRailway(world, { state: hash(seed, dayBegan) }, dayBegan - warmUpMs)
  for (let until = dayBegan; until < startAt; until += hourMs) runTrains({ world, railway }, until)
  runTrains({ world, railway }, startAt)
  const records = [...railway.trains.values()].map(train => train.record).sort((one, other) => one.at - other.at)
  return {
    world,
    now: startAt,
    railway,
    riders: startRiders(startAt),
    weatherAt: nextHour(startAt),
    opening: [...records, weatherAt(climate, seed, startAt)],
  }
}

/**
 * Lets simulated time pass and tells what happened in it, in order of time. The same options give the same events,
 * however the time is divided into calls.
 *
 * The state returned is the one given, changed: a city of 130 trains is not copied at each tick. Whoever wants to keep
 * a moment copies its plain parts with structuredClone first.
 *
 * @throws RangeError for a time below 0 or above advanceMaxMs
 */
export function advance(
  state: SimulationState,
  simulatedMs: number,
): { state: SimulationState; events: SimulationEvent[] } {
  if (!(simulatedMs >= 0 && simulatedMs <= advanceMaxMs)) {
    throw new RangeError(`The simulation advances by 0 to ${advanceMaxMs} ms at once, not by ${simulatedMs}`)
  }
  const after = state.now
  const until = after + simulatedMs
  const events: SimulationEvent[] = [...tellWeather(state, until), ...runTrains(state, until)]
  for (const rider of enterRiders(state.world, state.riders, { after, until })) events.push(rider)
  events.sort((one, other) => one.at - other.at)
  state.now = until
  return { state, events: [...state.opening.splice(0), ...events] }
}

function tellWeather(state: SimulationState, until: number): SimulationEvent[] {
  const told: SimulationEvent[] = []
  for (; state.weatherAt <= until; state.weatherAt = nextHour(state.weatherAt)) {
    told.push(weatherAt(state.world.climate, state.world.seed, state.weatherAt))
  }
  return told
}
