import type { Network } from '../../shared/city/network'
import type { Dice } from './chance'
import type { SimulationEvent, TrainArrived } from './events'
import type { ServicePlan } from './plan'
import type { RiderDemand, RiderState } from './riders'
import type { Timers } from './timers'
import type { ClimateFile } from './weather'

/** What does not change while the simulation runs. */
export interface World {
  network: Network
  plan: ServicePlan
  demand: RiderDemand
  climate: ClimateFile
  seed: number
}

/** The simulated city at a moment. All but `world` is plain data. */
export interface SimulationState {
  world: World
  /** Simulated ms since 1970 UTC. */
  now: number
  railway: Railway
  riders: RiderState
  /** When the weather is told next. */
  weatherAt: number
  /** What happened before the first call of advance: handed out by it. */
  opening: SimulationEvent[]
}

/** All trains, and what they share. */
export interface Railway {
  dice: Dice
  timers: Timers
  trains: Map<string, Train>
  terminals: Map<string, TerminalState>
  platforms: Map<string, Platform>
  hops: Map<string, Hop>
  /** Counts run numbers given out, by line. */
  numbered: Record<string, number>
  /** Events since they were last taken, in order of time. */
  events: TrainArrived[]
}

export interface Train {
  id: string
  routeId: string
  /** Stop of the route's pattern at which it stands, or which it has left last. */
  index: number
  /** held: ready to leave, but the track ahead is full. waiting: before a platform that is not free. */
  phase: 'standing' | 'held' | 'running' | 'waiting' | 'broken'
  /** How long it will stand broken down when it should leave, ms; 0 when all is well. */
  breaksForMs: number
  /** Nominal ms to the next stop, as announced. */
  nextRunMs: number
  /** The newest record of it. */
  record: TrainArrived
}

/** A terminal's next departure that has no train yet. Trains are given one as they arrive. */
export interface TerminalState {
  slotAt: number
  slotRouteId: string
  /** What each route is owed, so that routes take turns by their frequency. */
  owed: number[]
  /** Departure last promised to a train: the next one keeps its distance. */
  promisedAt: number
}

/** One side of a station, as one line serves it in one direction. */
export interface Platform {
  trainId: string | null
  /** A train that has left clears the platform this late. */
  freeAt: number
  /** Trains before it, first come first served. */
  waiting: string[]
}

/** The track from one station to the next. Trains on it keep their order. */
export interface Hop {
  trains: number
  /** Trains that fit, one behind the other. */
  trainsMax: number
  /** Earliest time at which the next train may reach the end. */
  nextDueAt: number
  /** Trains that would enter but do not fit, in order. */
  held: string[]
}
