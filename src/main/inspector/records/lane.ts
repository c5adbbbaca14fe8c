import type { RecordRow } from '../../../shared/contract/records'
import type { SchemaStore } from '../decode'
import type { FetchedRecord } from './fetch-round'
import { sizeOf, toRows } from './rows'

/** A record larger than this is made a row at once, so that its bytes can go. */
const heldBytesMax = 64 * 1024

/** A record that waits for its turn in a page. */
export interface Waiting {
  offset: bigint
  time: number
  held: FetchedRecord | RecordRow
}

/** One partition's part in a page that is being put together. */
export interface Lane {
  partition: number
  /** The page began here: exclusive when reading towards older records. */
  readonly start: bigint
  /** Where reading ends: the partition's beginning or end. */
  readonly limit: bigint
  /** All between `start` and here was read. */
  reached: bigint
  /** Records read but not yet in the page, the next one first. */
  waiting: Waiting[]
  /** Records taken into the page. */
  taken: number
  /** Records that the next step back asks for, and what one record takes, as far as is known. */
  step: number
  recordBytes: number | null
  reason: string | null
}

/** Whether the partition has nothing more to give. */
export function isExhausted({ reached, limit, reason }: Lane): boolean {
  return reached === limit || reason !== null
}

export async function hold(record: FetchedRecord, schemas: SchemaStore): Promise<Waiting> {
  const { offset, time } = record
  if (sizeOf(record) <= heldBytesMax) return { offset, time, held: record }
  const [row] = await toRows([record], schemas)
  return { offset, time, held: row! }
}

/** Rows of what was held, in the same order. */
export async function rowsOf(waiting: readonly Waiting[], schemas: SchemaStore): Promise<RecordRow[]> {
  const rows = await toRows(
    waiting.flatMap(({ held }) => ('batch' in held ? [held] : [])),
    schemas,
  )
  let next = 0
  return waiting.map(({ held }) => ('batch' in held ? rows[next++]! : held))
}

/**
 * Moves records from the lanes into the page, the next by time first, until it is full or a lane must be read on.
 * Within a lane the order stays, whatever the times say.
 */
export function merge(lanes: readonly Lane[], direction: 'older' | 'newer', page: Waiting[], limit: number): void {
  const sign = direction === 'newer' ? 1 : -1
  const heads = lanes.map(() => 0)
  while (page.length < limit) {
    let best = -1
    let isShort = false
    for (const [index, lane] of lanes.entries()) {
      const head = lane.waiting[heads[index]!]
      if (!head) {
        isShort ||= !isExhausted(lane)
        continue
      }
      const other = best < 0 ? undefined : lanes[best]!.waiting[heads[best]!]
      // Of equal times, the lower partition is the older one.
      if (!other || sign * (head.time - other.time) < 0 || (head.time === other.time && sign < 0)) best = index
    }
    if (isShort || best < 0) break
    page.push(lanes[best]!.waiting[heads[best]!]!)
    heads[best]!++
  }
  for (const [index, lane] of lanes.entries()) {
    lane.taken += heads[index]!
    lane.waiting.splice(0, heads[index])
  }
}
