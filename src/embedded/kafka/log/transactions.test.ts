import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryDisk, type MemoryDisk } from '../../lib/memory-disk'
import { buildMarker } from '../wire/control-batch'
import { checksum } from '../wire/crc'
import { compact } from './compact'
import type { PartitionLog } from './partition-log'
import { append, batchOf, openLog, readAll } from './testing'

const data = (producerId: number, ...values: (string | [string, string])[]) =>
  batchOf(values, { producerId, producerEpoch: 0, baseSequence: 0, isTransactional: true })
const marker = (producerId: number, isCommit: boolean) =>
  buildMarker({ producerId, producerEpoch: 0, isCommit, coordinatorEpoch: 3, timestamp: 1_000_000 })
const commit = (producerId: number) => marker(producerId, true)
const abort = (producerId: number) => marker(producerId, false)

describe('the last stable offset of a log', () => {
  it('is the end where nothing is transactional', async () => {
    const { log } = await openLog()
    await append(log, batchOf(['a', 'b']))
    expect(log.lastStableOffset).toBe(2)
  })

  it('stays at the first record of the earliest open transaction', async () => {
    const { log } = await openLog()
    await append(log, batchOf(['a']), data(1, 'b'), data(2, 'c'), batchOf(['d']))
    expect(log.lastStableOffset).toBe(1)
    await append(log, commit(1))
    expect(log.lastStableOffset).toBe(2)
    await append(log, abort(2))
    expect(log.lastStableOffset).toBe(6)
  })

  it('does not move by a marker before that is in the file', async () => {
    const { log } = await openLog()
    await append(log, data(1, 'a'))
    log.append(commit(1))
    expect(log.lastStableOffset).toBe(0)
    await log.durable(1)
    expect(log.lastStableOffset).toBe(2)
  })

  it('goes back to where it was when the disk refuses the marker', async () => {
    const { log, disk, clock } = await openLog()
    await append(log, data(1, 'a'))
    disk.failNext('write', new Error('no space'))
    log.append(abort(1))
    await expect(log.durable(1)).rejects.toMatchObject({ code: 56 })
    expect(log.lastStableOffset).toBe(0)
    expect(await log.abortedIn(0, 1)).toEqual([])
    clock.advance(10_000)
    await append(log, commit(1))
    expect(log.lastStableOffset).toBe(2)
    expect(await log.abortedIn(0, 2)).toEqual([])
  })

  it('is not before the start of the log', async () => {
    const { log } = await openLog()
    await append(log, data(1, 'a'), batchOf(['b']))
    log.raiseLogStart(2)
    expect(log.lastStableOffset).toBe(2)
  })
})

describe('aborted transactions', () => {
  it('are told with where they began, for the part of the log that they reach into', async () => {
    const { log } = await openLog()
    await append(log, data(1, 'a'), data(2, 'b'), abort(1), batchOf(['c']), commit(2), data(1, 'd'), abort(1))
    const first = { producerId: 1, firstOffset: 0, markerOffset: 2 }
    const second = { producerId: 1, firstOffset: 5, markerOffset: 6 }
    expect(await log.abortedIn(0, 7)).toEqual([first, second])
    expect(await log.abortedIn(0, 5)).toEqual([first])
    expect(await log.abortedIn(3, 7)).toEqual([second])
    expect(await log.abortedIn(3, 5)).toEqual([])
  })

  it('are found when their marker lies segments behind', async () => {
    const { log } = await openLog()
    await append(log, data(1, 'a'))
    log.roll()
    await append(log, batchOf(['b']))
    log.roll()
    await append(log, abort(1))
    expect(await log.abortedIn(0, 1)).toEqual([{ producerId: 1, firstOffset: 0, markerOffset: 2 }])
  })

  it('are not told for a marker without a transaction', async () => {
    const { log } = await openLog()
    await append(log, data(1, 'a'), abort(1), abort(1))
    expect(await log.abortedIn(0, 3)).toEqual([{ producerId: 1, firstOffset: 0, markerOffset: 1 }])
  })
})

describe('transactions after a restart', () => {
  it('are open again, from a checkpoint that was written before there were any', async () => {
    const { log, disk } = await openLog()
    await append(log, batchOf(['a']))
    await log.close()
    await asVersion1(disk, 'topic/0-00000000000000000000.index')
    const { log: reopened } = await openLog({ disk })
    expect([reopened.endOffset, reopened.lastStableOffset]).toEqual([1, 1])
  })

  it.each(['with', 'without'])('are those of an order of batches, %s the checkpoints', async checkpoints => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async steps => {
        const disk = memoryDisk()
        let { log } = await openLog({ disk, segmentBytes: 300 })
        const model: Model = { open: new Map(), aborted: [], next: 0 }
        for (const one of steps) {
          if (one.kind === 'restart') {
            await log.close()
            if (checkpoints === 'without') await removeCheckpoints(disk)
            log = (await openLog({ disk, segmentBytes: 300 })).log
          } else await take(log, model, one)
        }
        expect(log.endOffset).toBe(model.next)
        expect(log.lastStableOffset).toBe(Math.min(model.next, ...model.open.values()))
        const stable = log.lastStableOffset
        for (let from = 0; from < stable; from += 3) {
          const expected = model.aborted.filter(one => one.firstOffset < stable && one.markerOffset >= from)
          expect(await log.abortedIn(from, stable)).toEqual(expected)
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('compaction of transactions', () => {
  const config = { minLagMs: 0, maxLagMs: Infinity, dirtyRatio: 0, deleteRetentionMs: 1000, segmentBytes: 1024 * 1024 }
  const run = (log: PartitionLog) => compact(log, config, 0, new AbortController().signal)
  const contentOf = async (log: PartitionLog) =>
    (await readAll(log)).filter(({ key }) => /^\w$/.test(key ?? '')).map(({ key, value }) => `${key}=${value}`)

  it('keeps the committed value of a key, and drops the aborted ones behind it', async () => {
    const { log } = await openLog()
    await append(log, data(1, ['a', 'old']), commit(1), data(1, ['a', 'aborted'], ['b', 'aborted']), abort(1))
    log.roll()
    await run(log)
    expect(await contentOf(log)).toEqual(['a=old'])
    expect(log.lastStableOffset).toBe(5)
  })

  it('leaves alone what is not decided', async () => {
    const { log } = await openLog()
    await append(log, batchOf([['a', 'old']]), data(1, ['a', 'new']))
    log.roll()
    await append(log, batchOf([['c', '1']]))
    expect(await run(log)).toBeNull()
    await append(log, commit(1))
    log.roll()
    await run(log)
    expect(await contentOf(log)).toEqual(['a=new', 'c=1'])
  })

  it('drops what a marker in a segment behind aborts', async () => {
    const { log, disk } = await openLog()
    await append(log, batchOf([['a', 'old']]), data(1, ['a', 'aborted']))
    log.roll()
    await append(log, abort(1))
    await run(log)
    expect(await contentOf(log)).toEqual(['a=old'])
    await log.close()
    const { log: reopened } = await openLog({ disk })
    expect(reopened.lastStableOffset).toBe(3)
    expect(await reopened.abortedIn(0, 3)).toEqual([{ producerId: 1, firstOffset: 1, markerOffset: 2 }])
  })
})

interface Model {
  open: Map<number, number>
  aborted: { producerId: number; firstOffset: number; markerOffset: number }[]
  next: number
}

type Step = { kind: 'plain' | 'restart' | 'roll' } | { kind: 'data' | 'commit' | 'abort'; producerId: number }
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('plain' as const, 'restart' as const, 'roll' as const) }) },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constantFrom('data' as const, 'commit' as const, 'abort' as const),
      producerId: fc.integer({ min: 1, max: 3 }),
    }),
  },
)

async function take(log: PartitionLog, model: Model, one: Step): Promise<void> {
  if (one.kind === 'roll') return log.roll()
  if (one.kind === 'plain') await append(log, batchOf(['x']))
  else if (one.kind === 'data') {
    await append(log, data(one.producerId, 'y'))
    if (!model.open.has(one.producerId)) model.open.set(one.producerId, model.next)
  } else if ('producerId' in one) {
    await append(log, marker(one.producerId, one.kind === 'commit'))
    const firstOffset = model.open.get(one.producerId)
    model.open.delete(one.producerId)
    if (firstOffset !== undefined && one.kind === 'abort') {
      model.aborted.push({ producerId: one.producerId, firstOffset, markerOffset: model.next })
    }
  }
  model.next++
}

async function removeCheckpoints(disk: MemoryDisk): Promise<void> {
  for (const path of disk.paths()) if (path.endsWith('.index')) await disk.remove(path)
}

/** The file as the version before transactions wrote it: for a log without producers. */
async function asVersion1(disk: MemoryDisk, path: string): Promise<void> {
  const bytes = Buffer.from((await disk.readFile(path))!)
  // Without the two counts behind the producers.
  const old = bytes.subarray(0, -8)
  old.writeUInt16BE(1, 4)
  old.writeUInt32BE(checksum(old.subarray(0, -4)), old.length - 4)
  await disk.replaceDerivedFile(path, old)
}
