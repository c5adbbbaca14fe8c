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
})
export type CityPatch = z.infer<typeof cityPatch>

export const city = {
  /** A snapshot, then patches, at most ten a second; one pending patch is kept, so a slow reader gets fewer. */
  watch: oc.output(eventIterator(z.discriminatedUnion('kind', [citySnapshot, cityPatch]))),
}
