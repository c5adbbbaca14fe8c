import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf } from '../lib/disk'
import { ProblemError, type Problem } from '../lib/problem'

/** Directories that this process holds: a lock file with our own pid may be one that a dead process left behind. */
const held = new Set<string>()

/**
 * Makes the directory when it is missing and takes it for this process alone, by a file `lock` that holds the pid. The
 * lock of a process that no longer runs is taken over.
 *
 * @returns how to give it back
 * @throws ProblemError data-dir-not-writable, data-dir-locked
 */
export function takeDataDir(directory: string): () => void {
  const path = join(directory, 'lock')
  try {
    mkdirSync(directory, { recursive: true })
    takeLock(directory, path)
  } catch (error) {
    if (error instanceof ProblemError) throw error
    throw new ProblemError(notWritable(directory, error as Error), { cause: error })
  }
  held.add(directory)
  return () => {
    held.delete(directory)
    rmSync(path, { force: true })
  }
}

function takeLock(directory: string, path: string): void {
  if (tryCreate(path)) return
  const owner = Number.parseInt(readFileSync(path, 'utf8'), 10)
  const isAlive = owner === process.pid ? held.has(directory) : isRunning(owner)
  if (isAlive) throw new ProblemError(locked(directory, path, owner))
  rmSync(path, { force: true })
  // Two that find the same stale lock: the second creation fails, and the first one's pid is alive.
  if (!tryCreate(path)) throw new ProblemError(locked(directory, path, Number.parseInt(readFileSync(path, 'utf8'), 10)))
}

function tryCreate(path: string): boolean {
  try {
    writeFileSync(path, `${process.pid}\n`, { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

function locked(directory: string, path: string, pid: number): Problem {
  return {
    code: 'data-dir-locked',
    where: directory,
    message: `The data directory ${directory} is used by another instance (process ${pid}).`,
    tip: `Stop that instance or choose another data directory. When process ${pid} is something else, remove ${path}.`,
  }
}

function notWritable(directory: string, error: Error): Problem {
  return {
    code: 'data-dir-not-writable',
    where: directory,
    message: `The data directory ${directory} cannot be written: ${error.message}.`,
    tip: 'Give this account the right to write there, or choose another data directory with --data-dir DIR.',
  }
}
