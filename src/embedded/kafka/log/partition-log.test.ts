import { describe, expect, it } from 'vitest'
import type { MemoryDisk } from '../../lib/memory-disk'
import { errors } from '../wire/errors'
import { readBatchHeader } from '../wire/record-batch'
import { retryWriteMs } from './partition-log'
import { append, batchOf, openLog, readAll, valuesOf } from './testing'

const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
const logPath = 'topic/0-00000000000000000000.log'
const indexPath = 'topic/0-00000000000000000000.index'
const storageError = expect.objectContaining({ code: errors.kafkaStorageError })

describe('a log', () => {
  it('gives offsets in the order of appends and reads from any of them', async () => {
    const { log } = await openLog()
    expect([log.append(batchOf(['a', 'b'])), log.append(batchOf(['c'])), log.append(batchOf(['d', 'e']))]).toEqual([
      0, 2, 3,
    ])
    await log.durable(4)
    expect(valuesOf(await readAll(log))).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(valuesOf(await readAll(log, 1))).toEqual(['b', 'c', 'd', 'e'])
    expect(valuesOf(await readAll(log, 4))).toEqual(['e'])
    expect(await readAll(log, 5)).toEqual([])
  })

  it('costs no file until something is appended', async () => {
    const { log, disk } = await openLog()
    expect(disk.paths()).toEqual([])
    await log.close()
    expect(disk.openFiles()).toBe(0)
  })

  it('shows readers only what has been written', async () => {
    const { log } = await openLog({ tailBytes: 10_000 })
    log.append(batchOf(['a']))
    expect(log.endOffset).toBe(1)
    expect(log.writtenOffset).toBe(0)
    await log.durable(0)
    expect(log.writtenOffset).toBe(1)
  })

  it('writes what was appended while it wrote in one call', async () => {
    const { log, disk } = await openLog()
    const opened = disk.open
    const writes: number[] = []
    disk.open = async path => {
      const file = await opened(path)
      return { ...file, write: (pieces, position) => (writes.push(pieces.length), file.write(pieces, position)) }
    }
    for (let index = 0; index < 5; index++) log.append(batchOf(['a']))
    await log.durable(4)
    expect(writes).toEqual([5])
  })

  it('returns whole batches up to a size, and the first whatever its size', async () => {
    const { log } = await openLog()
    const one = batchOf(['x'.repeat(100)])
    await append(log, batchOf(['x'.repeat(100)]), batchOf(['y'.repeat(100)]), batchOf(['z'.repeat(100)]))
    const range = { offset: 0, endOffset: 3, takesFirst: true }
    const sizeOf = (pieces: Buffer[]) => Buffer.concat(pieces).length
    expect(sizeOf(await log.read({ ...range, bytesMax: 1 }))).toBe(one.length)
    expect(sizeOf(await log.read({ ...range, bytesMax: one.length * 2 + 1 }))).toBe(one.length * 2)
    expect(sizeOf(await log.read({ ...range, bytesMax: 1, takesFirst: false }))).toBe(0)
    expect(sizeOf(await log.read({ ...range, endOffset: 2, bytesMax: 10_000 }))).toBe(one.length * 2)
  })

  it('reads a batch that is larger than one piece of the file', async () => {
    const { log } = await openLog()
    await append(log, batchOf(['small']), batchOf(['x'.repeat(300_000)]), batchOf(['end']))
    expect((await readAll(log, 1)).map(({ value }) => value?.length)).toEqual([300_000, 3])
  })

  it('tells those that wait of new bytes, until they no longer want to know', async () => {
    const { log } = await openLog()
    const told: number[] = []
    const cancel = log.onAdvance(bytes => told.push(bytes))
    const batch = batchOf(['a'])
    await append(log, batch)
    cancel()
    await append(log, batchOf(['b']))
    expect(told).toEqual([batch.length])
  })

  it('begins a new segment when one is full, by bytes or by time', async () => {
    const { log, disk } = await openLog({ segmentBytes: 100 })
    await append(log, batchOf(['a']), batchOf(['b']), batchOf(['c']))
    expect(disk.paths().filter(path => path.endsWith('.log'))).toHaveLength(3)
    expect(valuesOf(await readAll(log))).toEqual(['a', 'b', 'c'])

    const byTime = await openLog({ segmentMs: 1000 })
    await append(
      byTime.log,
      batchOf(['a'], { timestamp: 1 }),
      batchOf(['b'], { timestamp: 1001 }),
      batchOf(['c'], { timestamp: 1002 }),
    )
    expect(byTime.log.segments.map(({ baseOffset }) => baseOffset)).toEqual([0, 2])
  })

  it('answers that it is gone when it was deleted', async () => {
    const { log } = await openLog()
    const waiting = log.durable(5)
    await log.abandon()
    await expect(waiting).rejects.toMatchObject({ code: errors.unknownTopicOrPartition })
    expect(() => log.append(batchOf(['a']))).toThrow(expect.objectContaining({ code: errors.unknownTopicOrPartition }))
  })
})

describe('a log after a crash', () => {
  it('has all that was acknowledged', async () => {
    const { log, disk } = await openLog({ segmentBytes: 200 })
    for (let index = 0; index < 10; index++) await append(log, batchOf([`v${index}`]))
    const again = await openLog({ disk: disk.afterCrash() })
    expect(again.log.endOffset).toBe(10)
    expect(valuesOf(await readAll(again.log))).toEqual(Array.from({ length: 10 }, (_, index) => `v${index}`))
  })

  it.each([
    ['half a batch', (bytes: Buffer) => bytes.subarray(0, -5)],
    ['half a header', (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(30, 1)])],
    ['zeros', (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(500)])],
    ['garbage', (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(500, 0xa5)])],
    ['a wrong byte in the last batch', (bytes: Buffer) => (bytes.writeUInt8(0xff, bytes.length - 2), bytes)],
  ])('is cut behind its last whole batch when %s is at its end', async (what, change) => {
    const { log, disk } = await openLog()
    await append(log, batchOf(['a']), batchOf(['b']))
    const isDamaged = what.startsWith('half a batch') || what.startsWith('a wrong')
    const crashed = disk.afterCrash()
    crashed.tamper(logPath, change)
    const again = await openLog({ disk: crashed })
    expect(again.log.endOffset).toBe(isDamaged ? 1 : 2)
    await append(again.log, batchOf(['c']))
    expect(valuesOf(await readAll(again.log))).toEqual(isDamaged ? ['a', 'c'] : ['a', 'b', 'c'])
  })

  it('is cut where an earlier offset comes again', async () => {
    const { log, disk } = await openLog()
    await append(log, batchOf(['a']))
    const crashed = disk.afterCrash()
    crashed.tamper(logPath, bytes => Buffer.concat([bytes, bytes]))
    expect((await openLog({ disk: crashed })).log.endOffset).toBe(1)
  })

  it('knows its producers', async () => {
    const { log, disk } = await openLog({ segmentBytes: 150 })
    for (let sequence = 0; sequence < 4; sequence++) {
      await append(log, batchOf(['a'], { producerId: 7, producerEpoch: 0, baseSequence: sequence }))
    }
    const again = await openLog({ disk: disk.afterCrash() })
    const header = readBatchHeader(batchOf(['a'], { producerId: 7, producerEpoch: 0, baseSequence: 3 }))
    expect(again.log.checkProducer(header)).toMatchObject({ kind: 'duplicate', batch: { baseOffset: 3 } })
    expect(again.log.checkProducer({ ...header, baseSequence: 6 })).toMatchObject({
      code: errors.outOfOrderSequenceNumber,
    })
  })

  it('does not take for written what a checkpoint of an earlier segment knew to come', async () => {
    const { log, disk } = await openLog({ segmentBytes: 100 })
    const batch = (sequence: number) => batchOf(['a'], { producerId: 7, producerEpoch: 0, baseSequence: sequence })
    // The first write takes the first segment only; its checkpoint is made while the second batch still waits.
    log.append(batch(0))
    log.append(batch(1))
    await log.durable(1)
    const crashed = disk.afterCrash()
    await crashed.remove('topic/0-00000000000000000001.log')
    const again = await openLog({ disk: crashed })
    expect(again.log.endOffset).toBe(1)
    expect(again.log.checkProducer(readBatchHeader(batch(1)))).toEqual({ kind: 'new' })
  })
})

describe('a log that was closed', () => {
  it('is opened again without reading its batches', async () => {
    const { log, disk } = await openLog()
    await append(log, batchOf(['a', 'b']))
    await log.close()
    expect(disk.openFiles()).toBe(0)
    const next = disk.afterCrash()
    // Were the batches read, this would be found and cut.
    next.tamper(logPath, bytes => (bytes.writeUInt8(0, 17), bytes))
    expect((await openLog({ disk: next })).log.endOffset).toBe(2)
  })

  it.each([
    ['missing', (disk: MemoryDisk) => disk.remove(indexPath)],
    ['cut', async (disk: MemoryDisk) => disk.tamper(indexPath, (bytes: Buffer) => bytes.subarray(0, -1))],
    [
      'changed',
      async (disk: MemoryDisk) => disk.tamper(indexPath, (bytes: Buffer) => (bytes.writeUInt8(9, 12), bytes)),
    ],
    ['empty', async (disk: MemoryDisk) => disk.tamper(indexPath, () => Buffer.alloc(0))],
  ])('is rebuilt from its batches when its checkpoint is %s', async (_what, change) => {
    const { log, disk } = await openLog()
    await append(log, batchOf(['a', 'b']), batchOf(['c']))
    await log.close()
    const next = disk.afterCrash()
    await change(next)
    const again = await openLog({ disk: next })
    expect(again.log.endOffset).toBe(3)
    expect(valuesOf(await readAll(again.log, 2))).toEqual(['c'])
  })
})

describe('a log on a disk that is full', () => {
  it('refuses, keeps what was acknowledged, and goes on when there is room', async () => {
    const { log, disk, clock } = await openLog()
    await append(log, batchOf(['a']))
    disk.failAll('write', full)
    log.append(batchOf(['lost']))
    log.append(batchOf(['lost too']))
    await expect(log.durable(2)).rejects.toEqual(storageError)
    expect(log.isReadOnly).toBe(true)
    expect(log.endOffset).toBe(1)
    expect(() => log.append(batchOf(['b']))).toThrow(storageError)
    expect(valuesOf(await readAll(log))).toEqual(['a'])

    disk.failAll('write', null)
    clock.advance(retryWriteMs)
    await append(log, batchOf(['c']))
    expect(log.isReadOnly).toBe(false)
    expect(valuesOf(await readAll(log))).toEqual(['a', 'c'])
    expect(valuesOf(await readAll((await openLog({ disk: disk.afterCrash() })).log))).toEqual(['a', 'c'])
  })

  it('takes a batch that was refused when it comes again', async () => {
    const { log, disk, clock } = await openLog()
    const batch = (sequence: number) => batchOf(['a'], { producerId: 7, producerEpoch: 0, baseSequence: sequence })
    await append(log, batch(0))
    disk.failNext('write', full)
    log.append(batch(1))
    await expect(log.durable(1)).rejects.toEqual(storageError)
    clock.advance(retryWriteMs)
    expect(log.checkProducer(readBatchHeader(batch(1)))).toEqual({ kind: 'new' })
    await append(log, batch(1))
    expect(log.endOffset).toBe(2)
  })

  it('forgets the segment that it could not begin', async () => {
    const { log, disk, clock } = await openLog({ segmentBytes: 100 })
    await append(log, batchOf(['a']))
    disk.failNext('write', full)
    log.append(batchOf(['b']))
    await expect(log.durable(1)).rejects.toEqual(storageError)
    expect(log.segments).toHaveLength(1)
    clock.advance(retryWriteMs)
    await append(log, batchOf(['c']))
    expect(valuesOf(await readAll(log))).toEqual(['a', 'c'])
  })
})
