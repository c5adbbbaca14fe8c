import { describe, expect, it } from 'vitest'
import type { ReadInput, RecordPage } from '../../../shared/contract/records'
import type { TestBatch } from '../../lib/kafka-wire/testing'
import { schemaStore } from '../decode'
import { fakeCluster, type FakePartition } from './testing'
import { readPage } from './page'

const schemas = schemaStore(null, () => 0)

const input: ReadInput = {
  topic: 't',
  partitions: null,
  isolation: 'committed',
  from: { kind: 'latest' },
  order: 'oldest-first',
  limit: 10,
}

function read(partitions: FakePartition[], more: Partial<ReadInput> = {}): Promise<RecordPage> {
  return readPage({ cluster: fakeCluster(partitions), schemas, clock: () => 0 }, { ...input, ...more })
}

/** A batch of records whose values are their offsets, one a second. */
function batch(baseOffset: number, count: number, more: Partial<TestBatch> = {}): TestBatch {
  const records = Array.from({ length: count }, (_, index) => ({
    value: Buffer.from(`v${baseOffset + index}`),
    time: (baseOffset + index) * 1_000,
  }))
  return { baseOffset: BigInt(baseOffset), records, ...more }
}

const places = ({ rows }: RecordPage) => rows.map(({ partition, offset }) => `${partition}:${offset}`)

/** All places from one end to the other, page by page. */
async function walk(partitions: FakePartition[], from: 'earliest' | 'latest', limit: number): Promise<string[]> {
  const seen: string[] = []
  const order = from === 'earliest' ? 'oldest-first' : 'newest-first'
  for (let page = await read(partitions, { from: { kind: from }, limit, order }); ;) {
    seen.push(...places(page))
    const cursor = from === 'earliest' ? page.newer : page.older
    if (cursor === null) return seen
    page = await read(partitions, { from: { kind: 'cursor', cursor }, limit, order })
  }
}

describe('a page of records', () => {
  it('merges partitions by time, and keeps the order of offsets within one', async () => {
    const wild = { baseOffset: 0n, records: [{ time: 3_500 }, { time: 500 }, { time: 9_000 }] }
    const page = await read([{ batches: [batch(0, 5)] }, { batches: [wild] }], { from: { kind: 'earliest' } })
    expect(places(page)).toEqual(['0:0', '0:1', '0:2', '0:3', '1:0', '1:1', '0:4', '1:2'])
    expect(page).toMatchObject({ older: null, newer: null, isPartial: false, notes: [] })
  })

  it('from the end has the last records, and reads no more than it needs', async () => {
    const batches = Array.from({ length: 1_000 }, (_, index) => batch(index * 10, 10))
    const cluster = fakeCluster([{ batches }])
    const page = await readPage({ cluster, schemas, clock: () => 0 }, { ...input, limit: 5 })
    expect(places(page)).toEqual(['0:9995', '0:9996', '0:9997', '0:9998', '0:9999'])
    expect(page.older).toBe('older;0:9995')
    expect(cluster.fetches).toBe(1)
  })

  it('sorts the same rows the other way round when asked to', async () => {
    const partitions = [{ batches: [batch(0, 4)] }]
    expect(places(await read(partitions, { from: { kind: 'earliest' }, limit: 2, order: 'newest-first' }))).toEqual([
      '0:1',
      '0:0',
    ])
    expect(places(await read(partitions, { limit: 2, order: 'newest-first' }))).toEqual(['0:3', '0:2'])
  })

  it.each([1, 3, 7, 100])('leads by pages of %i to every record once, in both directions', async limit => {
    const gap = { baseOffset: 40n, records: [{ delta: 0 }, { delta: 900 }, { delta: 901 }] }
    const partitions = [{ batches: [batch(0, 20), batch(20, 20), gap] }, { batches: [] }, { batches: [batch(5, 30)] }]
    const forwards = await walk(partitions, 'earliest', limit)
    expect(new Set(forwards).size).toBe(20 + 20 + 3 + 30)
    expect(forwards).toHaveLength(20 + 20 + 3 + 30)
    const backwards = await walk(partitions, 'latest', limit)
    expect([...backwards].sort()).toEqual([...forwards].sort())
  })

  it('goes from a page back to the one before', async () => {
    const partitions = [{ batches: [batch(0, 30)] }, { batches: [batch(0, 30)] }]
    const one = await read(partitions, { from: { kind: 'earliest' } })
    const two = await read(partitions, { from: { kind: 'cursor', cursor: one.newer! } })
    expect(places(await read(partitions, { from: { kind: 'cursor', cursor: two.older! } }))).toEqual(places(one))
  })

  it('begins at an offset, or at a time', async () => {
    const partitions = [{ batches: [batch(0, 30)] }]
    expect(places(await read(partitions, { from: { kind: 'offset', offset: '17' }, limit: 2 }))).toEqual([
      '0:17',
      '0:18',
    ])
    expect(places(await read(partitions, { from: { kind: 'time', at: 16_001 }, limit: 2 }))).toEqual(['0:17', '0:18'])
  })

  it('counts the offsets that have no record', async () => {
    const compacted = { baseOffset: 0n, records: [{ delta: 3 }, { delta: 10 }] }
    const page = await read([{ batches: [compacted], latest: 11n }], { from: { kind: 'earliest' } })
    expect(places(page)).toEqual(['0:3', '0:10'])
    expect(page.partitions[0]).toMatchObject({ from: '0', to: '11', gaps: 9, isAtStart: true, isAtEnd: true })
  })

  it('of an empty topic is empty', async () => {
    expect(await read([{ batches: [] }])).toMatchObject({ rows: [], older: null, newer: null, isPartial: false })
  })

  it('keeps offsets beyond 2^53', async () => {
    const partitions = [{ batches: [{ ...batch(0, 3), baseOffset: 2n ** 62n }] }]
    expect(places(await read(partitions, { limit: 1 }))).toEqual([`0:${2n ** 62n + 2n}`])
  })

  it('has no time where a record has none', async () => {
    const page = await read([{ batches: [{ records: [{ time: -1 }], baseTime: -1n }] }])
    expect(page.rows[0]?.timestamp).toBeNull()
  })
})

describe('transactions', () => {
  const abort = Buffer.from([0, 0, 0, 0])
  const marker = (baseOffset: bigint, producerId: bigint, key = abort): TestBatch => ({
    baseOffset,
    producerId,
    attributes: 16 | 32,
    records: [{ key }],
  })
  const partition: FakePartition = {
    batches: [
      batch(0, 3, { producerId: 7n, attributes: 16 }),
      batch(3, 2),
      marker(5n, 7n),
      batch(6, 3, { producerId: 7n, attributes: 16 }),
      marker(9n, 7n, Buffer.from([0, 0, 0, 1])),
    ],
    aborted: [{ producerId: 7n, firstOffset: 0n }],
  }

  it('that were taken back are left out, and no markers are shown', async () => {
    const page = await read([partition], { from: { kind: 'earliest' } })
    expect(places(page)).toEqual(['0:3', '0:4', '0:6', '0:7', '0:8'])
    expect(page.partitions[0]?.gaps).toBe(5)
  })

  it('that were taken back are over also when reading begins at their marker', async () => {
    const page = await read([partition], { from: { kind: 'offset', offset: '5' } })
    expect(places(page)).toEqual(['0:6', '0:7', '0:8'])
  })

  it('that were taken back are shown when asked for', async () => {
    const page = await read([partition], { from: { kind: 'earliest' }, isolation: 'all' })
    expect(places(page)).toHaveLength(8)
  })
})

describe('trouble with a page', () => {
  it('in a topic or partition that is not there is named', async () => {
    const partitions = [{ batches: [batch(0, 1)] }]
    await expect(read(partitions, { topic: 'other' })).rejects.toMatchObject({ problem: { code: 'topic-unknown' } })
    await expect(read(partitions, { partitions: [0, 3] })).rejects.toMatchObject({
      problem: { code: 'partition-unknown', message: expect.stringContaining('partition 3: it has 1') },
    })
  })

  it('before the beginning begins there, and says so', async () => {
    const page = await read([{ batches: [batch(100, 3)] }], { from: { kind: 'offset', offset: '5' } })
    expect(places(page)).toEqual(['0:100', '0:101', '0:102'])
    expect(page.notes).toEqual([expect.stringContaining('begins at 100')])
  })

  it('behind the end is empty, and says so', async () => {
    const page = await read([{ batches: [batch(0, 3)] }], { from: { kind: 'offset', offset: '9999999999999999999' } })
    expect(page).toMatchObject({
      rows: [],
      older: 'older;0:3',
      newer: null,
      notes: [expect.stringContaining('ends at 3')],
    })
  })

  it('whose records were deleted since the page before begins where there are some', async () => {
    const page = await read([{ batches: [batch(100, 3)] }], { from: { kind: 'cursor', cursor: 'newer;0:7' } })
    expect(places(page)).toHaveLength(3)
    expect(page.notes).toEqual([expect.stringContaining('deleted meanwhile')])
  })

  it.each([
    [56, 'disk'],
    [29, 'not allowed'],
  ])('in one partition leaves the others, with error %i', async (error, reason) => {
    const page = await read([{ batches: [batch(0, 2)] }, { batches: [batch(0, 2)], error }])
    expect(places(page)).toEqual(['0:0', '0:1'])
    expect(page.partitions[1]?.reason).toContain(reason)
    expect(page.notes).toHaveLength(1)
  })

  it('without a leader is said', async () => {
    const page = await read([{ batches: [batch(0, 2)] }, { batches: [], leader: -1 }])
    expect(places(page)).toHaveLength(2)
    expect(page.notes).toEqual(['Partition 1: No broker leads this partition at the moment.'])
  })

  it('with a damaged batch says where', async () => {
    const damaged: TestBatch = { ...batch(0, 2), attributes: 7 }
    const page = await read([{ batches: [damaged] }], { from: { kind: 'earliest' } })
    expect(page.rows).toEqual([])
    expect(page.partitions[0]?.reason).toContain('compression 7')
  })

  it('that takes too long gives what it has, and goes on from there', async () => {
    let ms = 0
    const batches = [
      batch(0, 5),
      ...Array.from({ length: 50 }, (_, i) => ({ baseOffset: BigInt(1_000 * (i + 1)), records: [{ delta: 999 }] })),
    ]
    const cluster = fakeCluster([
      {
        batches: batches.map(b => ({ ...b, producerId: 7n, attributes: 16 })),
        aborted: [{ producerId: 7n, firstOffset: 1_000n }],
      },
    ])
    const page = await readPage(
      { cluster, schemas, clock: () => (ms += 3_000) },
      { ...input, from: { kind: 'latest' } },
    )
    expect(page).toMatchObject({ rows: [], isPartial: true })
    expect(page.older).toMatch(/^older;0:/)
    expect(page.older).not.toBe('older;0:51000')
  })

  it('of a record of 20 MB has its beginning', async () => {
    const value = Buffer.alloc(20 * 1024 * 1024, 'x')
    const page = await read([{ batches: [{ records: [{ value }, { value: Buffer.from('small') }] }] }])
    expect(page.rows[0]?.value).toMatchObject({ kind: 'text', isCut: true, sizeBytes: value.length })
    expect(JSON.stringify(page).length).toBeLessThan(10_000)
  })
})
