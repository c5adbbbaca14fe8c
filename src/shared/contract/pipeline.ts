import { eventIterator, oc } from '@orpc/contract'
import * as z from 'zod'
import { connectorSummary } from './connect'
import { lag } from './groups'
import { problem } from './problem'

/** The topics of the pipeline, those of the stations' arrivals taken together. */
export const pipelineTopicIds = ['arrivals', 'turnstile', 'weather', 'stations', 'stationsTable', 'summary'] as const
export type PipelineTopicId = (typeof pipelineTopicIds)[number]

/** Something that a service was asked for. What it said last stays when it does not answer; `problem` says so then. */
const reading = <T extends z.ZodType>(value: T) =>
  z.object({
    /** Null: it was never read. */
    value: value.nullable(),
    /** When the value was read, wall ms. */
    at: z.number().nullable(),
    problem: problem.nullable(),
  })

const pipelineTopic = z.object({
  id: z.enum(pipelineTopicIds),
  /** The topic's name, or what the names of several begin with. */
  name: z.string(),
  /** 0: the cluster does not have it. */
  topics: z.number().int(),
  partitions: z.number().int(),
  /** Offsets between beginning and end; null until measured. */
  records: z.number().nullable(),
  /** Compacted: there are at most so many records. */
  isEstimate: z.boolean(),
  /** Records written a second, over the last seconds, or over minutes where that few come; null until measured. */
  recordsPerSecond: z.number().nullable(),
})
export type PipelineTopic = z.infer<typeof pipelineTopic>

const pipelineQuery = z.object({
  id: z.string(),
  state: z.string(),
  sinkTopics: z.array(z.string()),
  /** Of the query's consumer group; null when there is none of that name. */
  lag: lag.nullable(),
})
export type PipelineQuery = z.infer<typeof pipelineQuery>

const pipelineReaders = z.object({
  /** Of the group that the transformer commits in; null: there is no such group. */
  transformer: lag.nullable(),
  /** Of the reader of the city, by the topics that it reads; null: it is in no group. */
  city: z
    .object({ group: z.string(), lags: z.array(z.object({ topic: z.enum(pipelineTopicIds), records: z.number() })) })
    .nullable(),
})
export type PipelineReaders = z.infer<typeof pipelineReaders>

export const pipelineReadings = z.object({
  topics: reading(z.array(pipelineTopic)),
  readers: reading(pipelineReaders),
  /** Null: the profile has no Kafka Connect. */
  connectors: reading(z.array(connectorSummary)).nullable(),
  /** Null: the profile has no ksqlDB. */
  queries: reading(z.array(pipelineQuery)).nullable(),
})
export type PipelineReadings = z.infer<typeof pipelineReadings>

export const pipeline = {
  /** What the log and the services say of the pipeline, at once and whenever something of it was read anew. */
  watch: oc.output(eventIterator(pipelineReadings)),
}
