import * as z from 'zod'
import { directions, lineIds, trainStatuses, weatherStatuses } from '../../shared/city/types'

/** What each topic's values must look like to be believed, whoever wrote them. Further fields are ignored. */

export const timestampKey = z.object({ timestamp: z.number().int() })

export const arrivalShape = z.object({
  station_id: z.number().int(),
  train_id: z.string().min(1).max(100),
  direction: z.enum(directions),
  line: z.enum(lineIds),
  train_status: z.enum(trainStatuses),
  prev_station_id: z.number().int().nullish(),
  prev_direction: z.enum(directions).nullish(),
  pattern: z.string().max(100).nullish(),
  stop_index: z.number().int().nullish(),
  departure_ms: z.number().nullish(),
  next_station_id: z.number().int().nullish(),
  next_arrival_ms: z.number().nullish(),
})

export const turnstileShape = z.object({
  station_id: z.number().int(),
  station_name: z.string(),
  line: z.string(),
})

export const weatherShape = z.object({
  temperature: z.number(),
  status: z.enum(weatherStatuses),
})

export const stationRowShape = z.object({
  station_id: z.number().int(),
  station_name: z.string().max(200),
  order: z.number().int(),
  line: z.enum(lineIds),
})

export const countShape = z.object({
  station_id: z.number().int(),
  count: z.number().int().nonnegative(),
})

/** The value if it has the shape; else an Error that names the first field that does not. */
export function checked<T>(shape: z.ZodType<T>, what: string, value: unknown): T {
  const result = shape.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new Error(`the ${what} is not as expected: ${[...(issue?.path ?? []), issue?.message].join(': ')}`)
}
