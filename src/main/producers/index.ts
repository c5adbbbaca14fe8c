import { createOutbox } from './outbox'
import type { KafkaEvent, PipelineEvent, WeatherEvent } from './events'
import { kafkaSender, type KafkaSenderOptions } from './kafka-sender'
import { weatherSender } from './weather-sender'
import type { HttpEndpoint } from '../lib/http'
import type { Log } from '../lib/log'
import type { Part } from '../lib/part'
import type { Problem } from '../lib/problem'

export type { PipelineEvent } from './events'

/** Events that may wait for Kafka: at 60x more than a minute's worth of rush hour. */
export const kafkaEventsMax = 100_000
/** Events in one sendBatch; a batch of it stays well below a broker's limit of 1 MB per partition. */
const kafkaBatchEventsMax = 5_000

/** Weather records that may wait for the REST proxy: four simulated days' worth. */
export const weatherEventsMax = 100
const weatherBatchEventsMax = 24

export interface Producers {
  /** Takes events for sending, whether or not there is room; whoever makes them asks hasRoom before. */
  add(events: PipelineEvent[]): void
  /** False: the simulated clock has to wait. */
  hasRoom(): boolean
  /** Provisioning has registered schemas anew. */
  forgetSchemas(): void
  /** Sends what waits, as far as the signal allows, and closes. */
  stop(signal: AbortSignal): Promise<void>
}

export interface ProducersOptions extends KafkaSenderOptions {
  /** Null: the profile has none, and weather is not sent. */
  restProxy: HttpEndpoint | null
  parts: { kafka: Part; weather: Part }
  log: Log
}

/** Arrivals and turnstile entries by Kafka, weather by the REST proxy, each with its own queue and state. */
export function createProducers(options: ProducersOptions): Producers {
  const { parts, log, schemas } = options
  const sender = kafkaSender(options)
  const kafka = createOutbox<KafkaEvent>({
    part: parts.kafka,
    log,
    itemsMax: kafkaEventsMax,
    batchItemsMax: kafkaBatchEventsMax,
    send: sender.send,
  })
  const weather =
    options.restProxy &&
    createOutbox<WeatherEvent>({
      part: parts.weather,
      log,
      itemsMax: weatherEventsMax,
      batchItemsMax: weatherBatchEventsMax,
      send: weatherSender(options.restProxy, schemas.weather),
    })
  if (!weather) parts.weather.update({ state: 'off', problem: noRestProxy })
  return {
    add(events) {
      const forKafka = events.filter(event => event.kind !== 'WeatherChanged')
      const forProxy = events.filter(event => event.kind === 'WeatherChanged')
      if (forKafka.length > 0) kafka.add(forKafka)
      if (forProxy.length > 0) weather?.add(forProxy)
    },
    hasRoom: () => kafka.hasRoom() && (weather?.hasRoom() ?? true),
    forgetSchemas: () => sender.forgetSchemas(),
    async stop(signal) {
      const unsent = await Promise.all([kafka.drain(signal), weather?.drain(signal) ?? 0])
      await sender.close()
      if (unsent.some(count => count > 0)) log.warn({ unsent }, 'events were left unsent')
    },
  }
}

const noRestProxy: Problem = {
  code: 'no-rest-proxy',
  where: 'profile',
  message: 'The weather is not written: the profile has no REST proxy, over which it goes.',
  tip: 'Add the address of a REST proxy to the profile. Trains and entries do not need it.',
}
