import { describe, expect, it } from 'vitest'
import { memoryDisk } from '../../lib/memory-disk'
import { findTopicFiles } from '../topics/topic-files'
import { codecs, readBatchHeader, assembleBatch, batchHeaderBytes } from '../wire/record-batch'
import { compress } from './codecs'
import { compact, type CompactionConfig } from './compact'
import type { PartitionLog } from './partition-log'
import { append, batchOf, openLog, readAll } from './testing'

const config: CompactionConfig = {
  minLagMs: 0,
  maxLagMs: Infinity,
  dirtyRatio: 0,
  deleteRetentionMs: 1000,
  segmentBytes: 1024 * 1024,
}
const neverEnds = new AbortController().signal
const run = (log: PartitionLog, nowMs = 0, changed: Partial<CompactionConfig> = {}) =>
  compact(log, { ...config, ...changed }, nowMs, neverEnds)
const contentOf = async (log: PartitionLog) =>
  (await readAll(log)).map(({ offset, key, value }) => `${offset}:${key}=${value}`)

describe('compaction', () => {
  it('keeps the last record of each key, at its offset', async () => {
    const { log } = await openLog()
    await append(
      log,
      batchOf([
        ['a', '1'],
        ['b', '1'],
        ['a', '2'],
      ]),
      batchOf([['a', '3']]),
      batchOf([['c', '1']]),
    )
    log.roll()
    await run(log)
    expect(await contentOf(log)).toEqual(['1:b=1', '3:a=3', '4:c=1'])
    expect(log.endOffset).toBe(5)
  })

  it('leaves the segment that grows alone', async () => {
    const { log } = await openLog()
    await append(
      log,
      batchOf([
        ['a', '1'],
        ['a', '2'],
      ]),
    )
    expect(await run(log)).toBeNull()
    log.roll()
    await append(log, batchOf([['a', '3']]))
    await run(log)
    expect(await contentOf(log)).toEqual(['1:a=2', '2:a=3'])
  })

  it('puts small segments together, and reads on from offsets that are gone', async () => {
    const { log, disk } = await openLog({ segmentBytes: 100 })
    for (let index = 0; index < 10; index++) await append(log, batchOf([['a', `${index}`]]))
    await run(log)
    expect(disk.paths().filter(path => path.endsWith('.log'))).toHaveLength(2)
    expect(await contentOf(log)).toEqual(['8:a=8', '9:a=9'])
    expect((await readAll(log, 3)).map(({ offset }) => offset)).toEqual([8, 9])
  })

  it('keeps a deletion until its time is over', async () => {
    const { log } = await openLog()
    await append(
      log,
      batchOf([
        ['a', '1'],
        ['a', null],
      ]),
    )
    log.roll()
    await run(log, 5000)
    expect(await contentOf(log)).toEqual(['1:a=null'])
    await append(log, batchOf([['b', '1']]))
    log.roll()
    await run(log, 5999)
    expect(await contentOf(log)).toEqual(['1:a=null', '2:b=1'])
    await append(log, batchOf([['b', '2']]))
    log.roll()
    await run(log, 6000)
    expect(await contentOf(log)).toEqual(['3:b=2'])
  })

  it('leaves records alone that are younger than min.compaction.lag.ms', async () => {
    const { log } = await openLog()
    await append(
      log,
      batchOf(
        [
          ['a', '1'],
          ['a', '2'],
        ],
        { timestamp: 1000 },
      ),
    )
    log.roll()
    expect(await run(log, 1500, { minLagMs: 1000 })).toBeNull()
    await run(log, 2000, { minLagMs: 1000 })
    expect(await contentOf(log)).toEqual(['1:a=2'])
  })

  it('waits for enough dirty bytes, unless records have waited for max.compaction.lag.ms', async () => {
    const { log } = await openLog()
    await append(log, batchOf([['a', 'x'.repeat(500)]], { timestamp: 1000 }))
    log.roll()
    await run(log)
    await append(log, batchOf([['a', '2']], { timestamp: 1000 }))
    log.roll()
    expect(await run(log, 1500, { dirtyRatio: 0.5, maxLagMs: 1000 })).toBeNull()
    expect(await run(log, 2001, { dirtyRatio: 0.5, maxLagMs: 1000 })).not.toBeNull()
  })

  it.each(codecs)('keeps the codec of batches: %s', async codec => {
    const { log } = await openLog()
    const plain = batchOf([
      ['a', '1'],
      ['b', '1'],
      ['a', '2'],
    ])
    const payload = await compress(codec, plain.subarray(batchHeaderBytes))
    const batch = assembleBatch(payload, { ...readBatchHeader(plain), attributes: codecs.indexOf(codec) })
    await append(log, batch)
    log.roll()
    await run(log)
    expect(await contentOf(log)).toEqual(['1:b=1', '2:a=2'])
    const [bytes] = await log.read({ offset: 0, endOffset: 3, bytesMax: 1e6, takesFirst: true })
    expect(readBatchHeader(bytes!)).toMatchObject({ codec: codecs.indexOf(codec), lastOffsetDelta: 2, recordCount: 2 })
  })

  it('survives a restart, and producers with it', async () => {
    const { log, disk } = await openLog()
    await append(
      log,
      batchOf(
        [
          ['a', '1'],
          ['a', '2'],
        ],
        { producerId: 7, producerEpoch: 0, baseSequence: 0 },
      ),
    )
    log.roll()
    await append(log, batchOf([['b', '1']]))
    await run(log)
    const again = await openLog({ disk: disk.afterCrash() })
    expect(await contentOf(again.log)).toEqual(['1:a=2', '2:b=1'])
    const header = readBatchHeader(batchOf(['x', 'y'], { producerId: 7, producerEpoch: 0, baseSequence: 0 }))
    expect(again.log.checkProducer(header)).toMatchObject({ kind: 'duplicate' })
  })

  it('does not touch what it cannot read', async () => {
    const { log, disk } = await openLog()
    await append(log, batchOf([['a', '1']]), batchOf([['a', '2']]))
    log.roll()
    await Promise.all(log.segments.map(segment => segment.file.release()))
    disk.tamper(
      'topic/0-00000000000000000000.log',
      bytes => (bytes.writeUInt8(1, batchOf([['a', '1']]).length + 16), bytes),
    )
    await expect(run(log)).rejects.toThrow('cannot be compacted at 70: no record batch')
    expect(disk.paths()).toContain('topic/0-00000000000000000000.log')
  })

  it.each(['rename', 'sync', 'write'] as const)('goes on with the old segments when %s fails', async operation => {
    const { log, disk } = await openLog()
    await append(
      log,
      batchOf([
        ['a', '1'],
        ['a', '2'],
      ]),
    )
    log.roll()
    await append(log, batchOf([['b', '1']]))
    disk.failNext(operation, new Error('broken'))
    await expect(run(log)).rejects.toThrow('broken')
    expect(await contentOf(log)).toEqual(['0:a=1', '1:a=2', '2:b=1'])
    await run(log)
    expect(await contentOf(log)).toEqual(['1:a=2', '2:b=1'])
  })
})

describe('a compaction that a crash interrupted', () => {
  it('is finished when its result was whole, and forgotten when it was not', async () => {
    const bytes = Buffer.from('log')
    const id = '01234567-89ab-cdef-0123-456789abcdef'
    const root = `topics/name~${id}`
    const disk = memoryDisk(
      new Map([
        [`${root}/0-00000000000000000000.log`, bytes],
        [`${root}/0-00000000000000000000.index`, bytes],
        [`${root}/0-00000000000000000005.log`, bytes],
        [`${root}/0-00000000000000000009.log`, bytes],
        [`${root}/0-00000000000000000000-00000000000000000009.swap`, Buffer.from('compacted')],
        [`${root}/1-00000000000000000000.log`, bytes],
        [`${root}/1-00000000000000000000.cleaned`, bytes],
        [`topics/gone~99999999-89ab-cdef-0123-456789abcdef/0-00000000000000000000.log`, bytes],
      ]),
    )
    const found = await findTopicFiles(disk, 'topics', new Set([id]))
    expect(found.segments.get(id)).toEqual([
      [
        { baseOffset: 0, bytes: 9 },
        { baseOffset: 9, bytes: 3 },
      ],
      [{ baseOffset: 0, bytes: 3 }],
    ])
    expect(found.orphans).toEqual(['topics/gone~99999999-89ab-cdef-0123-456789abcdef'])
    expect(disk.paths().filter(path => /swap|cleaned|index/.test(path))).toEqual([])
  })
})
