import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { backoff } from './backoff'
import { deadline, delay, forEachLimited, within } from './cancellation'
import { createLog } from './log'
import { defaultDataDir } from './paths'
import { messageOf } from './problem'
import { rollingFile } from './rolling-file'
import { readSchemas } from './schemas'

describe('back-off', () => {
  it('doubles up to the largest time and begins anew after a success', () => {
    const wait = backoff({ firstMs: 100, maxMs: 350 })
    expect([wait.next(), wait.next(), wait.next(), wait.next()]).toEqual([100, 200, 350, 350])
    wait.reset()
    expect(wait.next()).toBe(100)
  })
})

describe('cancellation', () => {
  it('ends a delay with the reason of its signal', async () => {
    const stop = new AbortController()
    const waiting = delay(60_000, stop.signal)
    stop.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    await expect(delay(1, stop.signal)).rejects.toThrow('enough')
  })

  it('names what has taken too long', async () => {
    await expect(within(5, 'The answer', new Promise(() => undefined))).rejects.toThrow(
      'The answer did not end within 5 ms',
    )
  })

  it('aborts at the deadline, and with the outer signal', async () => {
    const outer = new AbortController()
    const late = deadline(outer.signal, 5, 'The step')
    await new Promise(resolve => late.signal.addEventListener('abort', resolve))
    expect(String(late.signal.reason)).toContain('The step did not end within 5 ms')
    const inTime = deadline(outer.signal, 60_000, 'The step')
    outer.abort(new Error('closing'))
    expect(inTime.signal.reason).toEqual(new Error('closing'))
    inTime.done()
  })

  it('does no more at once than it is told, and all of it', async () => {
    let atOnce = 0
    let most = 0
    const done: number[] = []
    await forEachLimited([1, 2, 3, 4, 5, 6, 7], 3, async item => {
      most = Math.max(most, ++atOnce)
      await delay(1)
      atOnce--
      done.push(item)
    })
    expect(most).toBe(3)
    expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it('starts nothing more after a failure', async () => {
    const begun: number[] = []
    const work = forEachLimited([1, 2, 3, 4, 5, 6], 1, async item => {
      begun.push(item)
      if (item === 2) throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    expect(begun).toEqual([1, 2])
  })
})

describe('the log', () => {
  it('writes to each sink what its level allows', () => {
    const lines: Record<string, string[]> = { warn: [], debug: [] }
    const log = createLog([
      { level: 'warn', write: line => lines.warn!.push(line) },
      { level: 'debug', write: line => lines.debug!.push(line) },
    ])
    log.child({ part: 'city' }).debug({ n: 1 }, 'small')
    log.error({ err: new Error('big') }, 'large')
    expect(lines.warn).toHaveLength(1)
    expect(lines.debug!.map(line => JSON.parse(line).msg)).toEqual(['small', 'large'])
    expect(JSON.parse(lines.debug![0]!)).toMatchObject({ part: 'city', n: 1 })
    expect(JSON.parse(lines.warn![0]!).err.message).toBe('big')
  })
})

describe('the rolling file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'elevated-log-'))
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('never grows past its limit, and keeps the file before', () => {
    const path = join(folder, 'logs', 'a.log')
    const file = rollingFile(path, error => expect.fail(String(error)), 100)
    for (let line = 0; line < 10; line++) file.write(`line ${line} ${'x'.repeat(20)}\n`)
    file.close()
    expect(statSync(path).size).toBeLessThanOrEqual(100)
    expect(readFileSync(path, 'utf8')).toContain('line 9')
    expect(readFileSync(`${path}.1`, 'utf8')).toContain('line 8')
  })

  it('says once when the disk does not take it, and goes on without', () => {
    const failures: Error[] = []
    const file = rollingFile('/dev/null/not/a/folder/a.log', error => failures.push(error))
    file.write('one\n')
    file.write('two\n')
    expect(failures).toHaveLength(1)
  })
})

describe('the default data directory', () => {
  it.each([
    ['linux', {}, '/home/u/.local/share/elevated'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/elevated'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/u/.local/share/elevated'],
    ['darwin', {}, '/home/u/Library/Application Support/Elevated'],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/Elevated'],
  ] as const)('follows the customs of %s with %j', (platform, env, expected) => {
    expect(defaultDataDir(platform, env, '/home/u').replaceAll('\\', '/')).toBe(expected)
  })
})

describe('the message of a failure', () => {
  it.each([
    [new Error('plain'), 'plain'],
    ['text', 'text'],
    [Object.assign(new Error(''), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    [new AggregateError([new Error('a'), new Error('b')]), 'a; b'],
  ])('of %o is never empty', (error, message) => expect(messageOf(error)).toBe(message))
})

it('reads the Avro schemas as one line of JSON each', () => {
  for (const { key, value } of Object.values(readSchemas())) {
    expect(JSON.parse(key).fields).toEqual([expect.objectContaining({ name: 'timestamp', type: 'long' })])
    expect(value).not.toContain('\n')
  }
})
