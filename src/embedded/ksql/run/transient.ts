import type { Kafka } from 'kafkajs'
import type { Log } from '../../lib/log'
import type { Value } from '../functions/value'
import type { QueryPlan } from '../plan/query-plan'
import { consume, deleteGroups, readToEnd, topicEnds, type Batch } from './consume'
import { decoderOf } from './decode'
import type { SchemaClient } from './formats/schema-client'
import { transientGroup } from './names'
import type { Change } from './operators/operator'
import { buildPipeline } from './pipeline'
import { reporter } from './reporter'
import { memoryStores } from './state/store'

export interface TransientRow {
  columns: Value[]
  isTombstone: boolean
}

export interface TransientOptions {
  plan: QueryPlan
  kafka: Kafka
  schemas: SchemaClient
  log: Log
  reset: 'earliest' | 'latest'
  /** Takes rows and says when it can take more. */
  onRows(rows: TransientRow[]): Promise<void>
  signal: AbortSignal
}

/** A row of a change; a deletion shows its key. */
export function rowOf(plan: QueryPlan, { row, key }: Change): TransientRow {
  if (row) return { columns: row, isTombstone: false }
  return {
    columns: plan.items.map(({ keyIndex }) => (keyIndex === null ? null : (key[keyIndex] ?? null))),
    isTombstone: true,
  }
}

/** Runs a query for its caller until LIMIT, or until the signal aborts. Resolves with true when the limit was reached. */
export async function runTransient(options: TransientOptions): Promise<boolean> {
  const { plan, kafka, log, signal, reset } = options
  if (plan.limit === 0) return true
  const { topic, name } = plan.source
  const ends = await topicEnds(kafka, topic, signal)
  const positions = new Map(ends.map(({ partition, low, high }) => [partition, reset === 'earliest' ? low : high]))
  const groupId = `${transientGroup}_${name}_${Math.random().toString(36).slice(2)}`
  const { take, limit, stop } = taker(options)
  try {
    await consume({ kafka, groupId, topic, positions, commits: false, take, signal: limit, log })
    return limit.aborted && !signal.aborted
  } finally {
    stop()
    await deleteGroups(kafka, [groupId], log)
  }
}

/** Runs a query over what is in its topic now. */
export async function scan(options: Omit<TransientOptions, 'reset'>): Promise<void> {
  const { plan, kafka, log, signal } = options
  const { take, limit, stop } = taker(options)
  try {
    await readToEnd({ kafka, topic: plan.source.topic, groupPrefix: transientGroup, take, signal: limit, log })
  } catch (error) {
    if (signal.aborted || !limit.aborted) throw error
  } finally {
    stop()
  }
}

interface Taker {
  take(batch: Batch): Promise<void>
  /** Aborts with the caller's signal, and when the limit has been reached. */
  limit: AbortSignal
  stop(): void
}

function taker({ plan, schemas, log, signal, onRows }: Omit<TransientOptions, 'reset'>): Taker {
  const ending = new AbortController()
  const stop = () => ending.abort(signal.reason)
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  const report = reporter(log)
  const decoder = decoderOf(plan.source, schemas, report)
  let left = plan.limit ?? Infinity
  let rows: TransientRow[] = []
  const pipeline = buildPipeline(plan, { stores: memoryStores(), report }, change => rows.push(rowOf(plan, change)))
  return {
    limit: ending.signal,
    stop,
    async take({ partition, messages, heartbeat }) {
      await decoder.prepare(messages)
      for (const message of messages) {
        const change = decoder.decode(message, partition)
        if (change) pipeline.process(change)
        if (rows.length >= left) break
      }
      const taken = rows.slice(0, left)
      rows = []
      left -= taken.length
      if (taken.length > 0) await onRows(taken)
      if (left <= 0) ending.abort()
      else await heartbeat()
    },
  }
}
