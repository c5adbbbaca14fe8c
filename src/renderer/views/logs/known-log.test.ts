import { describe, expect, it } from 'vitest'
import { logEntriesMax, type LogEntry, type LogMessage } from '../../../shared/contract/logs'
import { entryJson, fieldsLine, fieldsText, foldLog } from './known-log'

const entry = (id: number, more: Partial<LogEntry> = {}): LogEntry => ({
  id,
  at: 0,
  level: 'info',
  source: 'app',
  message: `entry ${id}`,
  fields: null,
  isCut: false,
  ...more,
})
const common = { counts: [], dropped: 0, hasStack: true }
const window = (entries: LogEntry[], older = 0): LogMessage => ({
  kind: 'window',
  entries,
  older,
  files: ['/x.log'],
  ...common,
})
const more = (entries: LogEntry[], skipped = 0): LogMessage => ({ kind: 'entries', entries, skipped, ...common })

describe('the log that is known', () => {
  it('grows at its end, and begins anew with a window', () => {
    const known = foldLog(foldLog(null, window([entry(1)], 4)), more([entry(2)], 3))
    expect(known.entries.map(({ id }) => id)).toEqual([1, 2])
    expect(known).toMatchObject({ older: 4, skipped: 3, files: ['/x.log'] })
    expect(foldLog(known, window([entry(9)])).entries.map(({ id }) => id)).toEqual([9])
  })

  it('keeps the same list when nothing new fits', () => {
    const known = foldLog(null, window([entry(1)]))
    expect(foldLog(known, more([])).entries).toBe(known.entries)
  })

  it('is bounded, and counts what has left it', () => {
    const full = foldLog(null, window(Array.from({ length: logEntriesMax }, (_, i) => entry(i))))
    const known = foldLog(full, more([entry(logEntriesMax), entry(logEntriesMax + 1)]))
    expect(known.entries).toHaveLength(logEntriesMax)
    expect(known).toMatchObject({ older: 2 })
  })
})

describe('an entry', () => {
  it('is copied as one line of JSON', () => {
    expect(entryJson(entry(1, { level: 'warn', source: 'kafka', fields: '{"topic":"a"}' }))).toBe(
      '{"time":"1970-01-01T00:00:00.000Z","level":"warn","source":"kafka","message":"entry 1","fields":{"topic":"a"}}',
    )
    expect(JSON.parse(entryJson(entry(1, { fields: '{"topic":"a', isCut: true })))).toMatchObject({
      fields: '{"topic":"a',
      isCut: true,
    })
  })

  it('has its fields as lines, and in short', () => {
    const fields = JSON.stringify({
      topic: 'a',
      partitions: 3,
      err: { type: 'Error', message: 'no\n broker', stack: 'x' },
    })
    expect(fieldsText(fields)).toContain('\n  "topic": "a"')
    expect(fieldsLine(fields)).toBe('topic=a  partitions=3  err=no broker')
    expect(fieldsLine(null)).toBe('')
    expect(fieldsLine('{"cut')).toBe('{"cut')
    expect(fieldsText('{"cut')).toBe('{"cut')
  })
})
