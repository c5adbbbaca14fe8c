import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf, ProblemError } from '../lib/problem'

/**
 * The data directory:
 *
 * - `elevated.json`  {"format": 1}: the layout of the directory. A larger number is of a newer version of the app.
 * - `lock`           {"pid", "started"} of the process that uses it; whoever finds it of a dead process replaces it.
 * - `profiles/`      saved profiles, with their passwords; `profile.json` {"id"}: the one that the next start begins with.
 * - `stack/`         of the embedded stack, with a layout of its own.
 * - `logs/`          the app's log.
 *
 * To change the layout: raise dataFormat and convert in openDataDir, from each older number to the next.
 */
const dataFormat = 1

export interface DataDir {
  stack: string
  /** Gives the directory free for another start. */
  close(): void
}

/**
 * Makes or opens the directory, for one process at a time.
 *
 * @throws ProblemError data-dir-not-writable, data-dir-newer, data-dir-in-use
 */
export function openDataDir(path: string): DataDir {
  try {
    mkdirSync(path, { recursive: true })
    checkFormat(path)
    const lock = takeLock(path)
    return { stack: join(path, 'stack'), close: () => rmSync(lock, { force: true }) }
  } catch (error) {
    if (error instanceof ProblemError) throw error
    throw new ProblemError(
      {
        code: 'data-dir-not-writable',
        where: path,
        message: `The data directory cannot be used: ${messageOf(error)}.`,
        tip: 'Give a directory that this account may write, with --data-dir DIR.',
      },
      { cause: error },
    )
  }
}

function checkFormat(path: string): void {
  const file = join(path, 'elevated.json')
  const found = readJson(file) as { format?: unknown } | undefined
  if (found === undefined) return writeFileSync(file, JSON.stringify({ format: dataFormat }) + '\n')
  if (found.format === dataFormat) return
  throw new ProblemError({
    code: 'data-dir-newer',
    where: file,
    message: `The data directory has format ${String(found.format)}; this version of Elevated knows ${dataFormat}.`,
    tip: 'Use the newer version of Elevated that wrote it, or another directory with --data-dir DIR. Nothing was changed.',
  })
}

interface Lock {
  pid: number
  started: string | null
}

function takeLock(path: string): string {
  const file = join(path, 'lock')
  const own: Lock = { pid: process.pid, started: startOf(process.pid) }
  // Twice at most: the lock of a dead process is removed once.
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      writeFileSync(file, JSON.stringify(own), { flag: 'wx' })
      return file
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = readJson(file) as Partial<Lock> | undefined
    if (holder && isAlive(holder)) throw inUse(path, holder.pid)
    rmSync(file, { force: true })
  }
  throw inUse(path, undefined)
}

function isAlive({ pid, started }: Partial<Lock>): boolean {
  if (typeof pid !== 'number' || pid === process.pid) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: there is such a process, of another account.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const startedNow = startOf(pid)
  return startedNow === null || started == null || startedNow === started
}

/** When the process began, in the kernel's ticks, so that a process that got the same number later is told apart. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces; the start is field 22, the 20th after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    // Systems without /proc are told apart by the number alone.
    return null
  }
}

/** A file that is absent or half written says nothing. */
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function inUse(path: string, pid: number | undefined): ProblemError {
  return new ProblemError({
    code: 'data-dir-in-use',
    where: path,
    message: `The data directory is used by another Elevated${pid === undefined ? '' : ` (process ${pid})`}.`,
    tip: 'Stop that one first, or give another directory with --data-dir DIR.',
  })
}
