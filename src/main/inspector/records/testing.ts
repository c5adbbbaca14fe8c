import { batchBytes, type TestBatch } from '../../lib/kafka-wire/testing'
import type { AbortedTransaction, FetchedPartition, WireCluster } from '../../lib/kafka-wire'

/** For tests: a partition's batches, as they lie on a broker. */
export interface FakePartition {
  batches: TestBatch[]
  /** Default: the first batch's offset. */
  earliest?: bigint
  /** Default: the one after the last record. */
  latest?: bigint
  aborted?: AbortedTransaction[]
  /** The error that fetches are answered with. */
  error?: number
  leader?: number
}

/** For tests: a cluster of one broker and one topic, `t`, that is kept in memory. Counts the fetches. */
export function fakeCluster(partitions: FakePartition[]): WireCluster & { fetches: number } {
  const spans = partitions.map(partition => ({ ...partition, ...endsOf(partition) }))
  const answers: Record<string, (request: never) => unknown> = {
    ListOffsets: ({ topics }: { topics: { partitions: { partition: number; time: bigint }[] }[] }) => ({
      topics: [{ topic: 't', partitions: topics[0]!.partitions.map(asked => offsetOf(asked, spans)) }],
    }),
    Fetch: ({ partitions: asked }: { partitions: { partition: number; offset: bigint }[] }) => {
      cluster.fetches++
      return asked.map(({ partition, offset }) => fetched(partition, offset, spans[partition]!))
    },
  }
  const cluster = {
    fetches: 0,
    metadata: async (topics: string[] | null) => ({
      brokers: [{ id: 1, host: 'fake', port: 1 }],
      topics: (topics ?? ['t']).map(name => ({
        error: name === 't' ? 0 : 3,
        name,
        isInternal: false,
        partitions: spans.map(({ leader = 1 }, partition) => ({
          error: 0,
          partition,
          leader,
          replicas: [1],
          inSync: [1],
        })),
      })),
    }),
    brokers: () => [],
    ask: async (_broker: unknown, { name }: { name: string }, request: unknown) =>
      answers[name]!(request as never) as never,
    close: () => undefined,
  }
  return cluster
}

interface Span extends FakePartition {
  earliest: bigint
  latest: bigint
}

function endsOf({ batches, earliest, latest }: FakePartition): { earliest: bigint; latest: bigint } {
  const last = batches.at(-1)
  return {
    earliest: earliest ?? batches[0]?.baseOffset ?? 0n,
    latest: latest ?? (last ? lastOffsetOf(last) + 1n : 0n),
  }
}

function lastOffsetOf({ baseOffset = 0n, records }: TestBatch): bigint {
  return baseOffset + BigInt(records.at(-1)?.delta ?? records.length - 1)
}

function offsetOf({ partition, time }: { partition: number; time: bigint }, spans: Span[]) {
  const { earliest, latest, batches } = spans[partition]!
  if (time === -2n) return { partition, error: 0, offset: earliest }
  if (time === -1n) return { partition, error: 0, offset: latest }
  for (const { baseOffset = 0n, baseTime = 0n, records } of batches) {
    const index = records.findIndex(record => (record.time ?? Number(baseTime)) >= Number(time))
    if (index >= 0) return { partition, error: 0, offset: baseOffset + BigInt(records[index]!.delta ?? index) }
  }
  return { partition, error: 0, offset: -1n }
}

function fetched(
  partition: number,
  offset: bigint,
  { earliest, latest, batches, aborted = [], error = 0 }: Span,
): FetchedPartition {
  const isThere = offset >= earliest && offset <= latest
  const from = batches.filter(batch => lastOffsetOf(batch) >= offset)
  return {
    partition,
    error: error || (isThere ? 0 : 1),
    highWatermark: latest,
    lastStableOffset: latest,
    logStart: earliest,
    aborted,
    records: isThere && !error ? Buffer.concat(from.map(batchBytes)) : Buffer.alloc(0),
  }
}
