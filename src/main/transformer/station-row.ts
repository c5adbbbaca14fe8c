import * as z from 'zod'
import type { LineId } from '../../shared/city/types'

/** A row of the stations table as a source connector writes it; other columns are of no interest here. */
const stationRow = z.object({
  station_id: z.number().int(),
  station_name: z.string(),
  order: z.number().int(),
  red: z.boolean(),
  blue: z.boolean(),
  green: z.boolean(),
})

interface TransformedStation {
  station_id: number
  station_name: string
  order: number
  line: LineId
}

export type Transformed =
  | { kind: 'station'; station: TransformedStation }
  /** A row of none of the three lines that this topic knows. */
  | { kind: 'other-line' }
  | { kind: 'malformed'; reason: string }

/**
 * What the stations table topic says of a row. The line is the first of red, blue and green that is set. The original
 * program wrote rows without any (brown, and those of the Loop) with a line that is no line; readers that know the
 * contract could not use them, so here such rows are left out.
 */
export function transformRow(value: Buffer | null): Transformed {
  if (value === null) return { kind: 'malformed', reason: 'the record has no value' }
  let json: unknown
  try {
    json = JSON.parse(value.toString('utf8'))
  } catch (error) {
    return { kind: 'malformed', reason: `not JSON: ${(error as Error).message}` }
  }
  const parsed = stationRow.safeParse(json)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return { kind: 'malformed', reason: `${issue?.path.join('.') || 'value'}: ${issue?.message ?? 'not a station'}` }
  }
  const { station_id, station_name, order, red, blue, green } = parsed.data
  const line = red ? 'red' : blue ? 'blue' : green ? 'green' : null
  if (line === null) return { kind: 'other-line' }
  return { kind: 'station', station: { station_id, station_name, order, line } }
}
