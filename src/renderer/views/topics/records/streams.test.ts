import { describe, expect, it } from 'vitest'
import type { RecordRow, SearchMessage, TailMessage } from '../../../../shared/contract/records'
import { foldFound, type FoundRows } from './found-rows'
import { foldLive, type LiveRows } from './live-rows'
import { windowRowsMax } from './row-window'

const nothing = {
  kind: 'null',
  text: '',
  isCut: false,
  fields: null,
  schemaId: null,
  reason: null,
  sizeBytes: 0,
} as const
const row = (offset: number, timestamp: number | null = offset): RecordRow => ({
  partition: 0,
  offset: String(offset),
  timestamp,
  key: nothing,
  value: nothing,
  headersCount: 0,
  sizeBytes: 0,
})
const offsets = ({ rows }: { rows: readonly RecordRow[] }) => rows.map(({ offset }) => Number(offset))

describe('live rows', () => {
  const rows = (...all: RecordRow[]): TailMessage => ({
    kind: 'rows',
    rows: all,
    skipped: 1,
    records: 7,
    recordsPerSecond: 2,
  })
  const problem = { code: 'kafka-unavailable', where: 'Kafka', message: 'It is away.', tip: 'Wait.' }
  const fold = (...messages: TailMessage[]) => messages.reduce<LiveRows | null>(foldLive, null)!

  it('have the newest in front, and no more than the window holds', () => {
    let live = fold({ kind: 'started', partitions: [] }, rows(row(0), row(1)), rows(row(2)))
    expect(offsets(live)).toEqual([2, 1, 0])
    expect(live).toMatchObject({ added: 1, records: 7, skipped: 1, recordsPerSecond: 2 })
    for (let i = 3; i < 5_003; i += 500)
      live = foldLive(live, rows(...Array.from({ length: 500 }, (_, j) => row(i + j))))
    expect(live.rows).toHaveLength(windowRowsMax)
    expect(offsets(live)[0]).toBe(5_002)
  })

  it('stay when reading is interrupted, and say why until it goes on', () => {
    const broken = fold(rows(row(0)), { kind: 'interrupted', problem })
    expect(broken).toMatchObject({ problem, recordsPerSecond: 0 })
    expect(offsets(broken)).toEqual([0])
    expect(foldLive(broken, { kind: 'resumed' }).problem).toBeNull()
    expect(foldLive(broken, { kind: 'started', partitions: [] }).problem).toBeNull()
    expect(offsets(foldLive(broken, rows(row(1))))).toEqual([1, 0])
  })
})

describe('found rows', () => {
  const progress = { read: 10, total: 20, matching: 2, perSecond: 5, msLeft: 2_000 }
  const found = (...rows: RecordRow[]): SearchMessage => ({ kind: 'rows', rows, progress })
  const fold = (order: 'newest' | 'oldest', ...messages: SearchMessage[]) =>
    messages.reduce<FoundRows | null>((known, message) => foldFound(order, known, message), null)!

  it('are in order of time, whichever partition they came from first', () => {
    const messages = [found(row(5), row(9)), found(row(1), row(7, 6))]
    expect(offsets(fold('oldest', ...messages))).toEqual([1, 5, 7, 9])
    expect(offsets(fold('newest', ...messages))).toEqual([9, 7, 5, 1])
  })

  it('stay at the end, with what was read and what is to be known', () => {
    const end = fold('oldest', { kind: 'progress', progress }, found(row(1)), {
      kind: 'end',
      reason: 'limit',
      progress: { ...progress, read: 12 },
      notes: ['Enough.'],
    })
    expect(end).toMatchObject({ end: 'limit', notes: ['Enough.'], progress: { read: 12 } })
    expect(offsets(end)).toEqual([1])
  })
})
