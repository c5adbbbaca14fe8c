import type { PartitionPosition, ReadInput, RecordPage } from '../../../shared/contract/records'
import type { WireCluster } from '../../lib/kafka-wire'
import type { SchemaStore } from '../decode'
import { writeCursor, type Place } from './cursor'
import { fetchRound, type Got, type RoundOptions, type Want } from './fetch-round'
import { hold, isExhausted, merge, rowsOf, type Lane, type Waiting } from './lane'
import { notesOf } from './notes'
import { startOf } from './start'
import { viewTopic, type PartitionView, type TopicView } from './topic-view'

/** A page that is not full after this time is given as it is. */
const pageMsMax = 4_000

const round: RoundOptions = { waitMs: 0, bytesMax: 8 * 1024 * 1024, partitionBytesMax: 256 * 1024 }

/** Reading back: the first step of a partition, whose records' size is not known, and what a later one may bring. */
const firstStepMax = 16
const stepBytesMax = 16 * 1024 * 1024
const stepRecordsMax = 10_000

export interface Reading {
  cluster: WireCluster
  schemas: SchemaStore
  /** Monotonic, ms. */
  clock(): number
}

/** Reads one page: rows of all chosen partitions, merged by time. */
export async function readPage(reading: Reading, input: ReadInput): Promise<RecordPage> {
  const { topic, partitions, isolation, limit } = input
  const view = await viewTopic(reading.cluster, { topic, partitions, committedOnly: isolation === 'committed' })
  const start = await startOf(reading.cluster, view, input.from)
  const { place } = start
  const lanes = view.partitions.map(partition => laneOf(partition, place, limit, view.partitions.length))
  const page: Waiting[] = []
  const endsAt = reading.clock() + pageMsMax
  for (;;) {
    merge(lanes, place.direction, page, limit)
    const short = lanes.filter(lane => lane.waiting.length === 0 && !isExhausted(lane))
    if (page.length >= limit || short.length === 0 || reading.clock() >= endsAt) break
    await (place.direction === 'newer'
      ? readOn(reading, view, short, limit - page.length)
      : readBack(reading, view, short, { missing: limit - page.length, endsAt: endsAt + pageMsMax }))
  }
  const rows = await rowsOf(page, reading.schemas)
  const isOldestFirst = place.direction === 'newer'
  if (isOldestFirst !== (input.order === 'oldest-first')) rows.reverse()
  const positions = view.partitions.map((partition, index) => positionOf(partition, lanes[index]!, place))
  const cursor = (direction: Place['direction'], isThere: boolean) => {
    const offsets = positions.map(
      ({ partition, from, to }) => [partition, BigInt(direction === 'older' ? from : to)] as const,
    )
    return isThere ? writeCursor({ direction, offsets: new Map(offsets) }) : null
  }
  return {
    rows,
    older: cursor(
      'older',
      positions.some(({ isAtStart }) => !isAtStart),
    ),
    newer: cursor(
      'newer',
      positions.some(({ isAtEnd }) => !isAtEnd),
    ),
    partitions: positions,
    isPartial: page.length < limit && lanes.some(lane => !isExhausted(lane)),
    notes: notesOf(start.notes, positions, rows, reading.schemas),
  }
}

function laneOf(partition: PartitionView, { direction, offsets }: Place, limit: number, partitions: number): Lane {
  const { earliest, latest, reason } = partition
  const wanted = offsets.get(partition.partition) ?? (direction === 'older' ? latest : earliest)
  const start = wanted < earliest ? earliest : wanted > latest ? latest : wanted
  return {
    partition: partition.partition,
    start,
    limit: direction === 'older' ? earliest : latest,
    reached: start,
    waiting: [],
    taken: 0,
    step: Math.max(1, Math.min(firstStepMax, Math.ceil((limit * 1.2) / partitions))),
    recordBytes: null,
    reason,
  }
}

/** One round towards newer records. */
async function readOn(
  { cluster, schemas }: Reading,
  view: TopicView,
  lanes: Lane[],
  recordsMax: number,
): Promise<void> {
  const wants = lanes.map(({ partition, reached, limit }) => ({ partition, offset: reached, until: limit, recordsMax }))
  for (const [index, got] of (await fetchRound(cluster, view, wants, round)).entries()) {
    const lane = lanes[index]!
    lane.reason = got.reason
    lane.reached = got.next
    for (const record of got.records) lane.waiting.push(await hold(record, schemas))
  }
}

/**
 * One step of each lane towards older records. Kafka reads forwards only, so a step begins some offsets back and reads
 * up to where reading stood; where offsets are missing, the next step is longer.
 */
async function readBack(
  reading: Reading,
  view: TopicView,
  lanes: Lane[],
  { missing, endsAt }: { missing: number; endsAt: number },
): Promise<void> {
  const steps = lanes.map(lane => {
    const from = lane.reached - BigInt(lane.step)
    return { lane, from: from < lane.limit ? lane.limit : from, found: [] as Waiting[], bytes: 0 }
  })
  const ends = new Map(steps.map(step => [step.lane.partition, step]))
  let wants = steps.map(({ lane, from }) => wantOf(lane, from))
  while (wants.length > 0) {
    const gots = await fetchRound(reading.cluster, view, wants, round)
    const isLate = reading.clock() >= endsAt
    wants = []
    const stalled: Want[] = []
    for (const got of gots) {
      const step = ends.get(got.partition)!
      await keep(step, got, reading.schemas)
      if (got.reason !== null || (isLate && got.next < step.lane.reached)) step.lane.reason = got.reason ?? tooSlow
      else if (got.next < step.lane.reached)
        (got.records.length === 0 ? stalled : wants).push(wantOf(step.lane, got.next))
    }
    // What the broker had no room for comes first the next time.
    wants.unshift(...stalled)
  }
  for (const { lane, from, found, bytes } of steps) {
    if (lane.reason !== null) continue
    lane.waiting = found.reverse()
    lane.reached = from
    if (found.length > 0) lane.recordBytes = Math.max(1, bytes / found.length)
    lane.step = nextStep(lane, found.length, missing)
  }
}

const tooSlow = 'Reading it took too long'

function wantOf(lane: Lane, offset: bigint): Want {
  return { partition: lane.partition, offset, until: lane.reached, recordsMax: Infinity }
}

async function keep(step: { found: Waiting[]; bytes: number }, got: Got, schemas: SchemaStore): Promise<void> {
  for (const record of got.records) {
    step.bytes += (record.key?.length ?? 0) + (record.value?.length ?? 0) + record.headers.length
    step.found.push(await hold(record, schemas))
  }
}

function nextStep({ step, recordBytes }: Lane, found: number, missing: number): number {
  if (recordBytes === null || found * 2 < step) return Math.min(stepRecordsMax, step * 4)
  return Math.max(1, Math.min(stepRecordsMax, Math.max(missing, step), Math.floor(stepBytesMax / recordBytes)))
}

function positionOf(view: PartitionView, lane: Lane, { direction }: Place): PartitionPosition {
  const { partition, earliest, latest } = view
  const head = lane.waiting[0]
  const from = direction === 'newer' ? lane.start : head ? head.offset + 1n : lane.reached
  const to = direction === 'older' ? lane.start : head ? head.offset : lane.reached
  return {
    partition,
    earliest: String(earliest),
    latest: String(latest),
    from: String(from),
    to: String(to),
    isAtStart: lane.reason !== null || from <= earliest,
    isAtEnd: lane.reason !== null || to >= latest,
    gaps: Number(to - from) - lane.taken,
    reason: lane.reason,
  }
}
