import type { RecordRow, SearchInput, SearchMessage, SearchProgress } from '../../../shared/contract/records'
import type { KafkaConnection } from '../../lib/kafka'
import { wireCluster, type WireCluster } from '../../lib/kafka-wire'
import type { SchemaStore } from '../decode'
import { fetchRound, type FetchedRecord, type Want } from './fetch-round'
import { matcher } from './matcher'
import { registryNotes } from './notes'
import { loadSchemas, toRows } from './rows'
import { startOf } from './start'
import { offsetsAt, viewTopic, type TopicView } from './topic-view'

/** A search ends after this time. */
const searchMsMax = 10 * 60_000

/** Progress is told this often. */
const everyMs = 200

const round = { waitMs: 0, bytesMax: 8 * 1024 * 1024, partitionBytesMax: 1024 * 1024 }

/** Reading back from the end: offsets of one block. */
const blockOffsets = 5_000n

/** Rounds without a record in a row after which a partition is given up: each goes on by at least one batch. */
const stuckRoundsMax = 100

export interface SearchOptions {
  kafka: KafkaConnection
  schemas: SchemaStore
  /** Monotonic, ms. */
  clock(): number
}

/** What is still to be read of a partition: from `from` up to, without, `to`. */
interface Range {
  partition: number
  from: bigint
  to: bigint
  /** Reading back: the block that is being read, and what matched in it so far. */
  block: { next: bigint; to: bigint; found: FetchedRecord[] } | null
  stuck: number
}

interface Search {
  options: SearchOptions
  input: SearchInput
  cluster: WireCluster
  view: TopicView
  ranges: Range[]
  startedAt: number
  total: number
  read: number
  matching: number
  notes: string[]
}

/** Looks for a text; pauses while nobody takes what it found. Ends silently when the signal aborts. */
export async function* searchTopic(
  options: SearchOptions,
  input: SearchInput,
  signal: AbortSignal,
): AsyncGenerator<SearchMessage, void, void> {
  const cluster = wireCluster(options.kafka)
  const onAbort = () => cluster.close()
  signal.addEventListener('abort', onAbort)
  try {
    yield* messagesOf(await openSearch(options, input, cluster), signal)
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    signal.removeEventListener('abort', onAbort)
    cluster.close()
  }
}

async function openSearch(options: SearchOptions, input: SearchInput, cluster: WireCluster): Promise<Search> {
  const { topic, partitions, isolation, from, until } = input
  const view = await viewTopic(cluster, { topic, partitions, committedOnly: isolation === 'committed' })
  const { place, notes } = await startOf(cluster, view, from)
  const ends = until === null ? null : await offsetsAt(cluster, view, BigInt(until))
  const ranges = view.partitions.flatMap(({ partition, earliest, latest, reason }): Range[] => {
    if (reason !== null) {
      notes.push(`Partition ${partition} was not searched: ${reason}.`)
      return []
    }
    const wanted = place.offsets.get(partition) ?? earliest
    const end = ends?.get(partition)?.offset ?? -1n
    const range = {
      partition,
      from: wanted < earliest ? earliest : wanted,
      to: end < 0n || end > latest ? latest : end,
    }
    return range.from < range.to ? [{ ...range, block: null, stuck: 0 }] : []
  })
  const total = ranges.reduce((sum, { from, to }) => sum + Number(to - from), 0)
  const startedAt = options.clock()
  return { options, input, cluster, view, ranges, startedAt, total, read: 0, matching: 0, notes }
}

async function* messagesOf(search: Search, signal: AbortSignal): AsyncGenerator<SearchMessage, void, void> {
  const { options, input } = search
  const { matches } = matcher(input, options.schemas)
  const step = input.order === 'oldest-first' ? readOn : readBack
  let rows: RecordRow[] = []
  let sentAt = options.clock()
  let reason: 'end' | 'limit' | 'timeout' = 'end'
  yield { kind: 'progress', progress: progressOf(search) }
  while (search.ranges.length > 0 && !signal.aborted) {
    const found = await step(search, matches)
    search.matching += found.length
    rows.push(...(await toRows(found.slice(0, input.limit - (search.matching - found.length)), options.schemas)))
    const now = options.clock()
    if (search.matching >= input.limit) reason = 'limit'
    else if (now - search.startedAt >= searchMsMax) reason = 'timeout'
    if (reason !== 'end') break
    if (now - sentAt < everyMs) continue
    sentAt = now
    yield tell(search, rows)
    rows = []
  }
  if (signal.aborted) return
  if (rows.length > 0) yield tell(search, rows)
  search.matching = Math.min(search.matching, input.limit)
  const notes = [...search.notes, ...registryNotes(rows, options.schemas)]
  yield { kind: 'end', reason, progress: progressOf(search), notes }
}

function tell(search: Search, rows: RecordRow[]): SearchMessage {
  const progress = progressOf(search)
  if (rows.length === 0) return { kind: 'progress', progress }
  const sign = search.input.order === 'oldest-first' ? 1 : -1
  rows.sort((a, b) => sign * ((a.timestamp ?? 0) - (b.timestamp ?? 0)))
  return { kind: 'rows', rows, progress }
}

function progressOf({ options, startedAt, read, total, matching, input }: Search): SearchProgress {
  const seconds = (options.clock() - startedAt) / 1000
  const perSecond = seconds > 0 ? read / seconds : 0
  const msLeft = perSecond > 0 ? ((total - read) / perSecond) * 1000 : null
  return { read, total, matching: Math.min(matching, input.limit), perSecond, msLeft }
}

type Matches = (record: FetchedRecord) => boolean

/** One round towards newer records: what matches of it. */
async function readOn(search: Search, matches: Matches): Promise<FetchedRecord[]> {
  const wants = search.ranges.map(({ partition, from, to }) => ({
    partition,
    offset: from,
    until: to,
    recordsMax: Infinity,
  }))
  return readRanges(search, wants, matches, (range, next, found) => {
    const passed = Number(next - range.from)
    range.from = next
    return { passed, found }
  })
}

/** One round of a block of each partition, the last block first; what matches is told when its block was read. */
async function readBack(search: Search, matches: Matches): Promise<FetchedRecord[]> {
  const wants = search.ranges.map(range => {
    const low = range.to - blockOffsets
    range.block ??= { next: low < range.from ? range.from : low, to: range.to, found: [] }
    return { partition: range.partition, offset: range.block.next, until: range.block.to, recordsMax: Infinity }
  })
  const starts = new Map(wants.map(({ partition, offset }) => [partition, offset]))
  return readRanges(search, wants, matches, (range, next, found) => {
    const block = range.block!
    const passed = Number(next - block.next)
    block.found.push(...found)
    block.next = next
    if (next < block.to) return { passed, found: [] }
    range.to = range.to - blockOffsets < range.from ? range.from : range.to - blockOffsets
    range.block = null
    starts.delete(range.partition)
    return { passed, found: block.found.reverse() }
  })
}

async function readRanges(
  search: Search,
  wants: Want[],
  matches: Matches,
  advance: (range: Range, next: bigint, found: FetchedRecord[]) => { passed: number; found: FetchedRecord[] },
): Promise<FetchedRecord[]> {
  const gots = await fetchRound(search.cluster, search.view, wants, round)
  const all: FetchedRecord[] = []
  const over = new Set<Range>()
  const stuck = new Set<Range>()
  for (const [index, got] of gots.entries()) {
    const range = search.ranges[index]!
    await loadSchemas(got.records, search.options.schemas)
    const { passed, found } = advance(range, got.next, got.records.filter(matches))
    search.read += passed
    all.push(...found)
    range.stuck = passed > 0 ? 0 : range.stuck + 1
    if (range.stuck > 0) stuck.add(range)
    const reason = got.reason ?? (range.stuck > stuckRoundsMax ? 'its leader does not give its records' : null)
    if (reason !== null) search.notes.push(`Partition ${got.partition} was not searched to its end: ${reason}.`)
    if (reason !== null || range.from >= range.to) over.add(range)
  }
  const left = search.ranges.filter(range => !over.has(range))
  // What the broker had no room for comes first the next time.
  search.ranges = [...left.filter(range => stuck.has(range)), ...left.filter(range => !stuck.has(range))]
  return all
}
