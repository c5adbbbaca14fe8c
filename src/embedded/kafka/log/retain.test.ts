import { describe, expect, it } from 'vitest'
import { retain } from './retain'
import { append, batchOf, openLog, readAll, valuesOf } from './testing'

/** Five segments of one record each, whose times are 0, 1000, … 4000. */
async function fiveSegments() {
  const opened = await openLog({ segmentBytes: 60 })
  for (let index = 0; index < 5; index++) await append(opened.log, batchOf([`v${index}`], { timestamp: index * 1000 }))
  return opened
}
const segmentBytes = batchOf(['v0']).length

describe('retention', () => {
  it.each([
    ['nothing when there is no limit', { retentionMs: -1, retentionBytes: -1 }, ['v0', 'v1', 'v2', 'v3', 'v4']],
    ['what is older than retention.ms', { retentionMs: 2000, retentionBytes: -1 }, ['v2', 'v3', 'v4']],
    ['the last segment too when all are older', { retentionMs: 500, retentionBytes: -1 }, []],
    ['the oldest above retention.bytes', { retentionMs: -1, retentionBytes: segmentBytes * 2 }, ['v3', 'v4']],
    ['only whole segments', { retentionMs: -1, retentionBytes: segmentBytes * 2 + 1 }, ['v2', 'v3', 'v4']],
    ['never the last one by size', { retentionMs: -1, retentionBytes: 0 }, ['v4']],
  ])('deletes %s', async (_what, config, left) => {
    const { log } = await fiveSegments()
    await retain(log, config, config.retentionMs === 500 ? 5000 : 4000)
    expect(valuesOf(await readAll(log))).toEqual(left)
    expect(log.logStartOffset).toBe(5 - left.length)
    expect(log.endOffset).toBe(5)
  })

  it('remembers the end over a restart when all records are gone', async () => {
    const { log, disk } = await fiveSegments()
    await retain(log, { retentionMs: 0, retentionBytes: -1 }, 10_000)
    const again = await openLog({ disk: disk.afterCrash() })
    expect([again.log.logStartOffset, again.log.endOffset]).toEqual([5, 5])
    await append(again.log, batchOf(['new']))
    expect(await readAll(again.log)).toMatchObject([{ offset: 5, value: 'new' }])
  })

  it('deletes segments before the log start without any limit', async () => {
    const { log, disk } = await fiveSegments()
    log.raiseLogStart(3)
    expect(await retain(log, null, 0)).toBe(segmentBytes * 3)
    expect(disk.paths().filter(path => path.endsWith('.log'))).toHaveLength(2)
    expect(valuesOf(await readAll(log))).toEqual(['v3', 'v4'])
  })

  it('reads on while segments go', async () => {
    const { log } = await fiveSegments()
    const reading = readAll(log, 0)
    await retain(log, { retentionMs: 2000, retentionBytes: -1 }, 4000)
    expect(valuesOf(await reading).slice(-3)).toEqual(['v2', 'v3', 'v4'])
  })
})
