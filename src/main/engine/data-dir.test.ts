import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ProblemError } from '../lib/problem'
import { openDataDir } from './data-dir'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'elevated-data-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function codeOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof ProblemError) return error.problem.code
  }
  return 'none'
}

describe('the data directory', () => {
  it('is made, used and given free', () => {
    const path = join(folder, 'a', 'b')
    const opened = openDataDir(path)
    expect(opened.stack).toBe(join(path, 'stack'))
    expect(JSON.parse(readFileSync(join(path, 'elevated.json'), 'utf8'))).toEqual({ format: 1 })
    opened.close()
    openDataDir(path).close()
  })

  it('is for one process at a time', () => {
    writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: process.ppid, started: null }))
    expect(codeOf(() => openDataDir(folder))).toBe('data-dir-in-use')
  })

  it.each([
    ['a process that is gone', JSON.stringify({ pid: 2 ** 30, started: null })],
    ['a process whose number another one has now', JSON.stringify({ pid: process.ppid, started: 'never' })],
    ['nobody, half written', '{"pi'],
  ])('is taken over from %s', (_whom, lock) => {
    // Without /proc a number that is used again cannot be told apart.
    if (lock.includes('never') && process.platform !== 'linux') return
    writeFileSync(join(folder, 'lock'), lock)
    openDataDir(folder).close()
  })

  it('of a newer version is left alone', () => {
    writeFileSync(join(folder, 'elevated.json'), '{"format":2}')
    expect(codeOf(() => openDataDir(folder))).toBe('data-dir-newer')
    expect(readFileSync(join(folder, 'elevated.json'), 'utf8')).toBe('{"format":2}')
  })

  it('that cannot be written is said so', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(codeOf(() => openDataDir(join(folder, 'file', 'below')))).toBe('data-dir-not-writable')
  })
})
