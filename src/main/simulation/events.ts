import type { ArrivalValue, TurnstileValue, WeatherValue } from '../../shared/city/fold'

/** What happens in the city. Values have the fields of the topics' Avro schemas; `at` is simulated ms since 1970 UTC. */

export interface TrainArrived {
  kind: 'TrainArrived'
  at: number
  /** Decides the topic, see arrivalTopic. */
  stationName: string
  value: ArrivalValue
}

/** One rider has passed a turnstile. */
export interface RiderEntered {
  kind: 'RiderEntered'
  at: number
  value: TurnstileValue
}

export interface WeatherChanged {
  kind: 'WeatherChanged'
  at: number
  value: WeatherValue
}

export type SimulationEvent = TrainArrived | RiderEntered | WeatherChanged
