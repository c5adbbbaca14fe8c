import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../lib/log'
import { takeDataDir } from './data-dir'
import { startKafka } from './index'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'elevated-data-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const problem = (code: string) => expect.objectContaining({ problem: expect.objectContaining({ code }) })
const lockFile = () => join(directory, 'lock')

describe('a data directory', () => {
  it('is made when it is missing, and given back', () => {
    const release = takeDataDir(join(directory, 'a', 'b'))
    expect(readFileSync(join(directory, 'a', 'b', 'lock'), 'utf8')).toBe(`${process.pid}\n`)
    release()
    expect(existsSync(join(directory, 'a', 'b', 'lock'))).toBe(false)
  })

  it('is held by one instance at a time', () => {
    const release = takeDataDir(directory)
    expect(() => takeDataDir(directory)).toThrow(problem('data-dir-locked'))
    expect(() => takeDataDir(directory)).toThrow(`(process ${process.pid})`)
    release()
    takeDataDir(directory)()
  })

  it.each([
    ['of another process that lives', () => String(process.ppid), true],
    ['of a process that is dead', () => '99999999', false],
    ['of an earlier process that had our pid', () => String(process.pid), false],
    ['that is empty', () => '', false],
    ['that is no number', () => 'x', false],
  ])('with a lock %s', (_what, content, isLocked) => {
    writeFileSync(lockFile(), content())
    if (isLocked) expect(() => takeDataDir(directory)).toThrow(problem('data-dir-locked'))
    else takeDataDir(directory)()
  })

  it('that is a file is a problem with a tip', () => {
    const file = join(directory, 'file')
    writeFileSync(file, '')
    expect(() => takeDataDir(file)).toThrow(problem('data-dir-not-writable'))
  })

  it('that may not be written is a problem', () => {
    // The superuser may write anywhere.
    if (process.getuid?.() === 0) return
    const closed = join(directory, 'closed')
    mkdirSync(closed)
    chmodSync(closed, 0o500)
    expect(() => takeDataDir(closed)).toThrow(problem('data-dir-not-writable'))
  })

  it.each([
    ['of a newer version', '{"format":"elevated-kafka-metadata","version":99,"clusterId":"c"}\n', 'data-too-new'],
    ['of something else', '{"format":"cake","version":1}\n', 'data-damaged'],
    ['that is no JSON', 'metadata\n', 'data-damaged'],
  ])('with metadata %s is not touched', async (_what, content, code) => {
    const path = join(directory, 'metadata.jsonl')
    writeFileSync(path, content)
    await expect(startKafka({ port: 0, log: silentLog(), dataDir: directory })).rejects.toEqual(problem(code))
    expect(readFileSync(path, 'utf8')).toBe(content)
    expect(existsSync(lockFile())).toBe(false)
  })
})
