/** What the producers take: the simulation's events, by the fields that the topics need. */

interface Happened<Kind extends string, Value> {
  kind: Kind
  /** Simulated time, ms since 1970 UTC; becomes the record's key. */
  at: number
  value: Value
}

export type PipelineEvent =
  | (Happened<'TrainArrived', object> & { stationName: string })
  | Happened<'RiderEntered', object>
  | Happened<'WeatherChanged', object>

export type KafkaEvent = Extract<PipelineEvent, { kind: 'TrainArrived' | 'RiderEntered' }>
export type WeatherEvent = Extract<PipelineEvent, { kind: 'WeatherChanged' }>
