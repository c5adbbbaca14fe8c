import { afterEach, describe, expect, it } from 'vitest'
import type { LogFilter, LogMessage } from '../../shared/contract/logs'
import { logEntries, type LogEntries } from './log-entries'

const all: LogFilter = { level: 'debug', source: null, text: '', limit: 10_000 }
const about = () => ({ files: ['/data/logs/elevated.log'], hasStack: true })
const line = (msg: string, more: object = {}) => JSON.stringify({ level: 30, time: 5, ...more, msg }) + '\n'

let stop = new AbortController()
afterEach(() => {
  stop.abort()
  stop = new AbortController()
})

function follow(entries: LogEntries, filter: Partial<LogFilter> = {}) {
  const watching = entries.watch({ ...all, ...filter }, about, stop.signal)
  return async (): Promise<LogMessage> => {
    const { value } = await watching.next()
    if (!value) throw new Error('the log has ended')
    return value
  }
}
const messages = ({ entries }: LogMessage) => entries.map(({ message }) => message)

describe('the entries of the log', () => {
  it('are had with time, level, source, message and fields', async () => {
    const entries = logEntries(() => 7)
    entries.write(line('one', { level: 50, err: { message: 'no' }, part: 'city' }))
    entries.write(line('two', { level: 40, stackService: 'kafka', topic: 'a' }))
    entries.write(line('three', { level: 20, stackService: 'stack' }))
    entries.write('no JSON\n')
    const window = await follow(entries)()
    expect(window.entries).toEqual([
      {
        id: 1,
        at: 5,
        level: 'error',
        source: 'app',
        message: 'one',
        fields: '{"err":{"message":"no"},"part":"city"}',
        isCut: false,
      },
      { id: 2, at: 5, level: 'warn', source: 'kafka', message: 'two', fields: '{"topic":"a"}', isCut: false },
      { id: 3, at: 5, level: 'debug', source: 'stack', message: 'three', fields: null, isCut: false },
      { id: 4, at: 7, level: 'info', source: 'app', message: 'no JSON', fields: null, isCut: false },
    ])
    expect(window).toMatchObject({
      older: 0,
      dropped: 0,
      hasStack: true,
      files: ['/data/logs/elevated.log'],
      counts: [
        { source: 'app', entries: 2, problems: 1 },
        { source: 'kafka', entries: 1, problems: 1 },
        { source: 'stack', entries: 1, problems: 0 },
      ],
    })
  })

  it('are told as they come, and only once', async () => {
    const entries = logEntries(Date.now)
    entries.write(line('one'))
    const next = follow(entries)
    expect(messages(await next())).toEqual(['one'])
    entries.write(line('two'))
    entries.write(line('three'))
    expect(messages(await next())).toEqual(['two', 'three'])
    entries.write(line('four'))
    expect(messages(await next())).toEqual(['four'])
  })

  it.each([
    [{ level: 'warn' as const }, ['bad']],
    [{ source: 'kafka' as const }, ['bad']],
    [{ text: 'TOPIC-7' }, ['bad']],
    [{ text: ' Good ' }, ['good']],
    [{ text: 'kafka', level: 'error' as const }, []],
  ])('are filtered by %o', async (filter, expected) => {
    const entries = logEntries(Date.now)
    entries.write(line('good'))
    entries.write(line('bad', { level: 40, stackService: 'kafka', topic: 'topic-7' }))
    expect(messages(await follow(entries, filter)())).toEqual(expected)
  })

  it('are filtered as they come, too, while the counts are of all', async () => {
    const entries = logEntries(Date.now)
    const next = follow(entries, { level: 'warn' })
    await next()
    entries.write(line('good'))
    expect(await next()).toMatchObject({ entries: [], counts: [{ source: 'app', entries: 1, problems: 0 }] })
  })

  it('are the newest, and say how many older ones there are', async () => {
    const entries = logEntries(Date.now, 100)
    for (let i = 1; i <= 250; i++) entries.write(line(`entry ${i}`))
    const window = await follow(entries, { limit: 10 })()
    expect(messages(window)[0]).toBe('entry 241')
    expect(window).toMatchObject({ older: 90, dropped: 150, counts: [{ entries: 100 }] })
  })

  it('are told by their newest when many come at once', async () => {
    const entries = logEntries(Date.now)
    const next = follow(entries)
    await next()
    for (let i = 1; i <= 700; i++) entries.write(line(`entry ${i}`))
    const batch = await next()
    expect(batch).toMatchObject({ kind: 'entries', skipped: 200 })
    expect(messages(batch).at(-1)).toBe('entry 700')
  })

  it('are told from where they are kept when a reader comes late', async () => {
    const entries = logEntries(Date.now, 10)
    const next = follow(entries)
    await next()
    for (let i = 1; i <= 35; i++) entries.write(line(`entry ${i}`))
    expect(messages(await next())).toEqual(Array.from({ length: 10 }, (_, i) => `entry ${26 + i}`))
  })

  it('are cut when they are long', async () => {
    const entries = logEntries(Date.now)
    entries.write(line('x'.repeat(10_000), { more: 'y'.repeat(50_000) }))
    const { entries: found } = await follow(entries)()
    expect(found[0]).toMatchObject({ isCut: true })
    expect(found[0]!.message).toHaveLength(4_000)
    expect(found[0]!.fields).toHaveLength(16_000)
  })
})
