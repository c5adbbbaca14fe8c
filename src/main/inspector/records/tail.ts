import { pageRowsMax } from '../../../shared/contract/record-limits'
import type { TailInput, TailMessage } from '../../../shared/contract/records'
import { backoff } from '../../lib/backoff'
import { delay, sharedController } from '../../lib/cancellation'
import type { KafkaConnection } from '../../lib/kafka'
import { wireCluster, wireProblem, type WireCluster } from '../../lib/kafka-wire'
import { announcer, watch } from '../../lib/watch'
import type { SchemaStore } from '../decode'
import { fetchRound, type FetchedRecord } from './fetch-round'
import { rateMeter } from './rate-meter'
import { sizeOf, toRows } from './rows'
import { byLeader, viewTopic, type TopicView } from './topic-view'

/** Messages come at most this often. */
const everyMs = 100

/** The broker may wait so long for new records. */
const waitMs = 500

/** Records that wait for the reader at most, and their bytes: the oldest make room, and are counted. */
const waitingMax = 1_000
const waitingBytesMax = 32 * 1024 * 1024

const round = { waitMs, bytesMax: 8 * 1024 * 1024, partitionBytesMax: 1024 * 1024 }

const retry = { firstMs: 250, maxMs: 5_000 }

export interface TailOptions {
  kafka: KafkaConnection
  schemas: SchemaStore
  /** Monotonic, ms. */
  clock(): number
}

/** What is known while records come. */
interface Tail {
  options: TailOptions
  cluster: WireCluster
  view: TopicView
  positions: Map<number, bigint>
  waiting: FetchedRecord[]
  waitingBytes: number
  skipped: number
  records: number
  rate: ReturnType<typeof rateMeter>
  /** Told before the next rows. */
  news: TailMessage[]
  isInterrupted: boolean
  announce(): void
}

/** Records as they are written, in the partitions that the topic has when it begins. Ends when the signal aborts. */
export async function* tailTopic(
  options: TailOptions,
  input: TailInput,
  signal: AbortSignal,
): AsyncGenerator<TailMessage, void, void> {
  const cluster = wireCluster(options.kafka)
  // Ends the reading also when the reader leaves without a signal.
  const stop = sharedController()
  const onAbort = () => {
    stop.abort(new Error('the tail was ended'))
    cluster.close()
  }
  signal.addEventListener('abort', onAbort)
  const { announce, listen } = announcer()
  try {
    const { topic, partitions, isolation } = input
    const view = await viewTopic(cluster, { topic, partitions, committedOnly: isolation === 'committed' })
    const positions = new Map(view.partitions.map(({ partition, latest }) => [partition, latest]))
    const tail: Tail = {
      options,
      cluster,
      view,
      positions,
      waiting: [],
      waitingBytes: 0,
      skipped: 0,
      records: 0,
      rate: rateMeter(options.clock),
      news: [],
      isInterrupted: false,
      announce,
    }
    yield {
      kind: 'started',
      partitions: [...positions].map(([partition, from]) => ({ partition, from: String(from) })),
    }
    const following = follow(tail, stop.signal)
    // Without records nothing is announced, but the rate falls.
    const ticking = setInterval(announce, 1_000)
    try {
      for await (const messages of watch({ listen }, () => taken(tail), { everyMs, signal })) {
        for (const message of messages) yield 'held' in message ? await rowsMessage(tail, message.held) : message
      }
    } finally {
      clearInterval(ticking)
      onAbort()
      await following
    }
  } catch (error) {
    if (signal.aborted) return
    throw error
  } finally {
    signal.removeEventListener('abort', onAbort)
    cluster.close()
  }
}

/** What is to be told now; undefined when there is nothing. */
function taken(tail: Tail): (TailMessage | { held: FetchedRecord[] })[] | undefined {
  const messages: (TailMessage | { held: FetchedRecord[] })[] = tail.news.splice(0)
  const held = tail.waiting.splice(0, pageRowsMax)
  tail.waitingBytes -= held.reduce((sum, record) => sum + sizeOf(record), 0)
  if (tail.waiting.length > 0) tail.announce()
  if (held.length > 0 || tail.rate.hasChanged()) messages.push({ held })
  return messages.length > 0 ? messages : undefined
}

async function rowsMessage(tail: Tail, held: FetchedRecord[]): Promise<TailMessage> {
  const { skipped, records, rate, options } = tail
  // Stable: what a partition wrote at one time stays in its order.
  held.sort((a, b) => a.time - b.time)
  const recordsPerSecond = rate.perSecond()
  return { kind: 'rows', rows: await toRows(held, options.schemas), skipped, records, recordsPerSecond }
}

/** Reads on from each leader at its own pace until the signal aborts; whatever goes wrong is told and tried again. */
async function follow(tail: Tail, signal: AbortSignal): Promise<void> {
  const wait = backoff(retry)
  while (!signal.aborted) {
    const attempt = new AbortController()
    try {
      const leaders = [...byLeader(tail.view.partitions).values()]
      if (leaders.length === 0) throw new Error('no partition has a leader')
      await Promise.all(
        leaders.map(led =>
          followLeader(tail, new Set(led.map(({ partition }) => partition)), attempt.signal, () => {
            wait.reset()
            resumed(tail)
          }),
        ),
      )
    } catch (error) {
      attempt.abort()
      if (signal.aborted) return
      interrupted(tail, error)
      await delay(wait.next(), signal).catch(() => undefined)
      await learnView(tail).catch(() => undefined)
    }
  }
}

async function followLeader(tail: Tail, led: Set<number>, signal: AbortSignal, onAnswer: () => void): Promise<void> {
  while (!signal.aborted) {
    const wants = [...tail.positions]
      .filter(([partition]) => led.has(partition))
      .map(([partition, offset]) => ({ partition, offset, until: 2n ** 63n - 1n, recordsMax: Infinity }))
    for (const got of await fetchRound(tail.cluster, tail.view, wants, round)) {
      if (got.reason !== null) throw new Error(got.reason)
      tail.positions.set(got.partition, got.next)
      if (got.records.length > 0) take(tail, got.records)
    }
    onAnswer()
  }
}

function take(tail: Tail, records: FetchedRecord[]): void {
  for (const record of records) {
    tail.waiting.push(record)
    tail.waitingBytes += sizeOf(record)
  }
  tail.records += records.length
  tail.rate.add(records.length)
  let dropped = 0
  while (
    tail.waiting.length - dropped > waitingMax ||
    (tail.waitingBytes > waitingBytesMax && tail.waiting.length - dropped > 1)
  ) {
    tail.waitingBytes -= sizeOf(tail.waiting[dropped++]!)
  }
  tail.waiting.splice(0, dropped)
  tail.skipped += dropped
  tail.announce()
}

function interrupted(tail: Tail, error: unknown): void {
  if (tail.isInterrupted) return
  tail.isInterrupted = true
  const { problem } = wireProblem(tail.options.kafka, `reading ${tail.view.topic}`, error)
  tail.news.push({ kind: 'interrupted', problem })
  tail.announce()
}

function resumed(tail: Tail): void {
  if (!tail.isInterrupted) return
  tail.isInterrupted = false
  tail.news.push({ kind: 'resumed' })
  tail.announce()
}

/** Leaders, anew; a partition that ended before our place was emptied or made anew, and is read from its beginning. */
async function learnView(tail: Tail): Promise<void> {
  const { topic, committedOnly } = tail.view
  tail.view = await viewTopic(tail.cluster, { topic, committedOnly, partitions: [...tail.positions.keys()] })
  for (const { partition, earliest, latest, reason } of tail.view.partitions) {
    if (reason === null && tail.positions.get(partition)! > latest) tail.positions.set(partition, earliest)
  }
}
