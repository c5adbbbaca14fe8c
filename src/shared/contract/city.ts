import { eventIterator, oc } from '@orpc/contract'
import * as z from 'zod'
import { lineIds, directions, trainStatuses, weatherStatuses } from '../city/types'

const recordRef = z.object({ topic: z.string(), partition: z.number().int(), offset: z.string() })

export const trainState = z.object({
  id: z.string(),
  line: z.enum(lineIds),
  direction: z.enum(directions),
  status: z.enum(trainStatuses),
  stationId: z.number().int(),
  prevStationId: z.number().int().nullable(),
  arrivedAt: z.number(),
  pattern: z.string().nullable(),
  stopIndex: z.number().int().nullable(),
  departureAt: z.number().nullable(),
  nextStationId: z.number().int().nullable(),
  nextArrivalAt: z.number().nullable(),
  record: recordRef,
})

const arrivalState = z.object({
  trainId: z.string(),
  status: z.enum(trainStatuses),
  at: z.number(),
  previousAt: z.number().nullable(),
  record: recordRef,
})

export const lineStationState = z.object({
  line: z.enum(lineIds),
  stationId: z.number().int(),
  arrivals: z.object({ a: arrivalState.nullable(), b: arrivalState.nullable() }),
})

const weatherState = z.object({
  temperature: z.number(),
  status: z.enum(weatherStatuses),
  at: z.number(),
  record: recordRef,
})

const stationRow = z.object({
  stationId: z.number().int(),
  name: z.string(),
  order: z.number().int(),
  line: z.enum(lineIds),
})

/** A partition whose records wait in Kafka. */
const laggingPartition = z.object({
  topic: z.string(),
  partition: z.number().int(),
  /** How long the oldest of those read last had waited, wall ms. */
  waitedMs: z.number(),
  /** Records that were still unread. */
  records: z.number(),
})
export type LaggingPartition = z.infer<typeof laggingPartition>

/** The whole city: what CityState holds, as data. */
export const citySnapshot = z.object({
  kind: z.literal('snapshot'),
  /** Wall-clock time at which simulatedTime was read, ms; the map runs on from there at `rate`. */
  readAt: z.number(),
  /** Simulated ms per wall ms, measured from the records; 0 when nothing moves. */
  rate: z.number(),
  simulatedTime: z.number().nullable(),
  weather: weatherState.nullable(),
  entries: z.record(z.string(), z.number()),
  trains: z.record(z.string(), trainState),
  stations: z.record(z.string(), lineStationState),
  stationRows: z.record(z.string(), stationRow),
  records: z.number(),
  undecoded: z.number(),
  lastUndecoded: z.object({ record: recordRef, reason: z.string() }).nullable(),
  /** Records read in the last second, and the largest time that one waited in Kafka, ms. */
  recordsPerSecond: z.number(),
  behindMs: z.number().nullable(),
  /** Partitions that are farther behind than ten seconds, the worst first, and the wall time since which one is, ms. */
  lagging: z.array(laggingPartition),
  laggingSince: z.number().nullable(),
})
export type CitySnapshot = z.infer<typeof citySnapshot>

/** What changed since the message before: absent keys are unchanged, a null train has left the city. */
export const cityPatch = z.object({
  kind: z.literal('patch'),
  readAt: z.number(),
  rate: z.number(),
  simulatedTime: z.number().nullable(),
  weather: weatherState.nullable().optional(),
  entries: z.record(z.string(), z.number()).optional(),
  trains: z.record(z.string(), trainState.nullable()).optional(),
  stations: z.record(z.string(), lineStationState).optional(),
  stationRows: z.record(z.string(), stationRow).optional(),
  records: z.number(),
  undecoded: z.number(),
  lastUndecoded: z.object({ record: recordRef, reason: z.string() }).nullable().optional(),
  recordsPerSecond: z.number(),
  behindMs: z.number().nullable(),
  lagging: z.array(laggingPartition),
  laggingSince: z.number().nullable(),
})
export type CityPatch = z.infer<typeof cityPatch>

/** Counts by spans of simulated time, oldest first: see Bins. */
const bins = z.object({ widthMs: z.number(), from: z.number(), counts: z.array(z.number()) })

/** What the records say of one station over time. */
export const stationHistory = z.object({
  stationId: z.number().int(),
  /** Entries counted from turnstile records, by hour of the last day and by five minutes of the last hour. */
  hours: bins,
  minutes: bins,
  /** The earliest simulated time that any entry was read of, ms: before it nothing was counted. */
  countedFrom: z.number().nullable(),
  turnstile: recordRef.nullable(),
  summary: z.object({ count: z.number(), record: recordRef }).nullable(),
  /** Newest first in each platform. */
  arrivals: z.array(
    z.object({
      line: z.enum(lineIds),
      direction: z.enum(directions),
      arrivals: z.array(arrivalState.omit({ previousAt: true })),
    }),
  ),
})
export type StationHistory = z.infer<typeof stationHistory>

export const city = {
  /** A snapshot, then patches, at most ten a second; one pending patch is kept, so a slow reader gets fewer. */
  watch: oc.output(eventIterator(z.discriminatedUnion('kind', [citySnapshot, cityPatch]))),
  /** The history of a station, anew at most once a second while it changes. */
  station: oc.input(z.object({ stationId: z.number().int() })).output(eventIterator(stationHistory)),
}
