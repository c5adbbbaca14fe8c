import type { Kafka, Message, Producer } from 'kafkajs'
import { delay } from '../../lib/cancellation'
import type { Clock } from '../../lib/clock'
import { javaProducer } from '../../lib/kafka-client'
import type { Log } from '../../lib/log'
import type { PersistentQuery } from '../plan/catalog'
import type { SinkPlan } from '../plan/query-plan'
import { changelogConfig, restore, writeCheckpoint } from './changelog'
import { committedOffsets, consume, topicEnds, withAdmin, type Batch, type Positions } from './consume'
import { decoderOf, type Decoder } from './decode'
import { encoderOf, type Encoder } from './encode'
import type { SchemaClient } from './formats/schema-client'
import { changelogOf, groupOf } from './names'
import type { Change } from './operators/operator'
import { buildPipeline, type Pipeline } from './pipeline'
import { reporter } from './reporter'
import { memoryStores, type StateStores } from './state/store'

/** Records between two checkpoints at the most. */
const chunkRecordsMax = 2_000

/** Bytes of one write to the sink. */
const requestBytesMax = 512 * 1024

/** About what a record takes beside its key and value. */
const recordOverheadBytes = 20

/** A query that failed is tried again after this time, doubled with each failure in a row up to the second. */
const restartMs = { first: 250, last: 10_000 }

/** A failure of a query. */
export interface QueryFailure {
  message: string
  /** ms since 1970-01-01 UTC. */
  at: number
}

export interface RunnerContext {
  clock: Clock
  kafka: Kafka
  schemas: SchemaClient
  log: Log
}

/** A persistent query at work. */
export interface QueryRunner {
  readonly query: PersistentQuery
  readonly state: 'RUNNING' | 'ERROR'
  /** Why it failed last, for as long as it is in ERROR. */
  readonly error: QueryFailure | null
  readonly statistics: { consumed: number; produced: number; lastMessageMs: number }
  /** The rows of its table as they stand; waits for the first restore. */
  rows(): Promise<Change[]>
  /** Ends it; what has been counted is kept. */
  stop(): Promise<void>
}

/**
 * Runs a query until it is stopped. Each chunk of records goes through the operators in memory; then the sink's records
 * are written, then changed state with the positions behind the chunk as one batch. A failure anywhere throws the memory
 * away and begins again from the last checkpoint. So each record is counted exactly once in the state, whatever is killed;
 * the sink's records of the chunk under way may be written a second time, with the same values. A query without state has
 * no checkpoint but its group's committed offsets: after a kill, records since the last commit are written again.
 */
export function startQuery(query: PersistentQuery, context: RunnerContext): QueryRunner {
  const stopping = new AbortController()
  const { signal } = stopping
  const log = context.log.child({ query: query.id })
  const statistics = { consumed: 0, produced: 0, lastMessageMs: 0 }
  let pipeline: Pipeline | undefined
  let state: QueryRunner['state'] = 'RUNNING'
  let failure: QueryFailure | null = null
  let announceReady!: () => void
  const ready = new Promise<void>(resolve => (announceReady = resolve))

  const loop = (async () => {
    let wait = restartMs.first
    while (!signal.aborted) {
      const before = statistics.consumed
      try {
        await runSession({ query, ...context, log, signal, statistics }, built => {
          pipeline = built
          state = 'RUNNING'
          failure = null
          announceReady()
        })
      } catch (error) {
        if (signal.aborted) return
        state = 'ERROR'
        failure = { message: (error as Error).message, at: context.clock.now() }
        if (statistics.consumed > before) wait = restartMs.first
        log.warn({ err: error, waitMs: wait }, 'The query failed; it goes on from its last checkpoint.')
        await delay(wait, signal).catch(() => {})
        wait = Math.min(wait * 2, restartMs.last)
      }
    }
  })()

  return {
    query,
    get state() {
      return state
    },
    get error() {
      return failure
    },
    statistics,
    async rows() {
      await ready
      return pipeline!.rows()
    },
    async stop() {
      stopping.abort()
      await loop
    },
  }
}

interface Session extends RunnerContext {
  query: PersistentQuery
  signal: AbortSignal
  statistics: QueryRunner['statistics']
}

/** One life of a query: from its last checkpoint to a failure, or to the end. */
async function runSession(session: Session, onRestored: (pipeline: Pipeline) => void): Promise<void> {
  const { query, kafka, schemas, log, signal } = session
  const { plan } = query
  const sink = plan.sink!
  const isStateful = plan.source.kind === 'TABLE' || plan.steps.some(({ op }) => op === 'aggregate')
  await ensureQueryTopics(kafka, query, isStateful)
  const stores = memoryStores()
  const changelog = isStateful ? changelogOf(query.id) : null
  const groupPrefix = `${groupOf(query.id)}-restore`
  const saved = changelog ? await restore({ kafka, topic: changelog, groupPrefix, signal, log }, stores) : null
  const outputs: Message[] = []
  const report = reporter(log)
  const encoder = encoderOf(sink, plan.source.partitions, schemas)
  const pipeline = buildPipeline(plan, { stores, report }, change => outputs.push(encoder.encode(change)))
  const positions = await startPositions(session, saved)
  const producer = javaProducer(kafka, { allowAutoTopicCreation: false })
  try {
    await producer.connect()
    await encoder.prepare()
    onRestored(pipeline)
    const decoder = decoderOf(plan.source, schemas, report)
    const work = { decoder, encoder, pipeline, outputs, stores, producer, positions, changelog, sink }
    await consume({
      kafka,
      groupId: groupOf(query.id),
      topic: plan.source.topic,
      positions,
      commits: true,
      signal,
      log,
      take: batch => takeBatch(batch, work, session),
    })
  } finally {
    await producer.disconnect()
  }
}

interface Work {
  decoder: Decoder
  encoder: Encoder
  pipeline: Pipeline
  outputs: Message[]
  stores: StateStores
  producer: Producer
  positions: Positions
  changelog: string | null
  sink: SinkPlan
}

async function takeBatch(batch: Batch, work: Work, { statistics, signal }: Session): Promise<void> {
  const { partition, messages } = batch
  for (let at = 0; at < messages.length; at += chunkRecordsMax) {
    signal.throwIfAborted()
    const chunk = messages.slice(at, at + chunkRecordsMax)
    await work.decoder.prepare(chunk)
    for (const message of chunk) {
      const change = work.decoder.decode(message, partition)
      if (change) work.pipeline.process(change)
    }
    const isLast = at + chunk.length >= messages.length
    work.positions.set(partition, isLast ? batch.end : BigInt(chunk.at(-1)!.offset) + 1n)
    const produced = work.outputs.length
    await checkpoint(work)
    statistics.consumed += chunk.length
    statistics.produced += produced
    statistics.lastMessageMs = Number(chunk.at(-1)!.timestamp)
    await batch.heartbeat()
  }
}

async function checkpoint({ outputs, stores, producer, positions, changelog, sink }: Work): Promise<void> {
  // State that has been saved must have been seen by the sink, so the sink comes first.
  for (const messages of requestsOf(outputs.splice(0))) {
    await producer.send({ topic: sink.topic, acks: -1, messages })
  }
  if (changelog) await writeCheckpoint(producer, changelog, stores.drain(), positions)
}

/** Cut so that no batch comes near what a topic takes by default, 1 MB. */
function requestsOf(messages: Message[]): Message[][] {
  const requests: Message[][] = []
  let bytes = requestBytesMax
  for (const message of messages) {
    const size = (message.key?.length ?? 0) + (message.value?.length ?? 0) + recordOverheadBytes
    if (bytes + size > requestBytesMax) {
      requests.push([])
      bytes = 0
    }
    requests.at(-1)!.push(message)
    bytes += size
  }
  return requests
}

/** Saved state knows best; else what the group has committed; else where the statement said to begin. */
async function startPositions({ query, kafka, log, signal }: Session, saved: Positions | null): Promise<Positions> {
  const { topic } = query.plan.source
  const ends = await topicEnds(kafka, topic, signal)
  const committed = saved?.size ? new Map<number, bigint>() : await committedOffsets(kafka, groupOf(query.id), topic)
  const positions: Positions = new Map()
  for (const { partition, low, high } of ends) {
    const start = query.startOffsets?.[partition]
    const wanted = saved?.get(partition) ?? committed.get(partition) ?? (start === undefined ? low : BigInt(start))
    if (wanted > high)
      log.warn(
        { topic, partition, wanted: String(wanted), high: String(high) },
        'The topic is shorter than what has been read of it: it is read from its beginning.',
      )
    positions.set(partition, wanted > high || wanted < low ? low : wanted)
  }
  return positions
}

/** The sink may have been deleted, and a kill may have come between a command and its topics. */
async function ensureQueryTopics(kafka: Kafka, query: PersistentQuery, isStateful: boolean): Promise<void> {
  const sink = query.plan.sink!
  const topics = [
    {
      topic: sink.topic,
      numPartitions: sink.partitions,
      replicationFactor: sink.replicas,
      configEntries: entries(query.sinkConfig),
    },
  ]
  if (isStateful) {
    topics.push({
      topic: changelogOf(query.id),
      numPartitions: 1,
      replicationFactor: 1,
      configEntries: entries(changelogConfig),
    })
  }
  await withAdmin(kafka, async admin => {
    const present = new Set(await admin.listTopics())
    const missing = topics.filter(({ topic }) => !present.has(topic))
    if (missing.length > 0) await admin.createTopics({ topics: missing, waitForLeaders: false })
  })
}

function entries(config: Record<string, string>): { name: string; value: string }[] {
  return Object.entries(config).map(([name, value]) => ({ name, value }))
}
