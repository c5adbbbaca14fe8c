import * as fs from 'node:fs'
import { dirname } from 'node:path'

const { constants, promises } = fs

/** A file that is open for reading and writing. Positions are bytes from its start. */
export interface DiskFile {
  /** Fills `buffer` from `position` on, as far as the file has bytes; the number of bytes read. */
  read(buffer: Buffer, position: number): Promise<number>
  /** Writes all of `pieces`, one behind the other, from `position` on. After a failure some of them may be written. */
  write(pieces: readonly Buffer[], position: number): Promise<void>
  /** Bytes that the file has. */
  size(): Promise<number>
  truncate(size: number): Promise<void>
  /** Resolves when what was written survives the machine's loss of power. */
  sync(): Promise<void>
  close(): Promise<void>
}

export interface DiskEntry {
  name: string
  isDirectory: boolean
}

/**
 * The few things that durable state needs of a file system, so that the same code runs on a real disk and on one in
 * memory that can fail on request. Paths are absolute or relative as the caller made them; they are only joined.
 */
export interface Disk {
  /** Opens `path`, which is made, with its directory, when it is missing. */
  open(path: string): Promise<DiskFile>
  /** The whole file, or null when there is none. */
  readFile(path: string): Promise<Buffer | null>
  /** Puts `bytes` at `path` so that after a crash there is either the old file or the new one, whole. */
  replaceFile(path: string, bytes: Uint8Array): Promise<void>
  /** The same without waiting for the disk: after a loss of power the file may be anything. For what can be rebuilt. */
  replaceDerivedFile(path: string, bytes: Uint8Array): Promise<void>
  /** Entries of a directory; none when it does not exist. */
  list(path: string): Promise<DiskEntry[]>
  /** Bytes of a file, or null when there is none. */
  size(path: string): Promise<number | null>
  makeDirectory(path: string): Promise<void>
  /** Replaces a file that is at `to`. */
  rename(from: string, to: string): Promise<void>
  /** Removes a file, or a directory with all that is in it; nothing when there is none. */
  remove(path: string): Promise<void>
}

/** writev takes at most this many pieces on Linux and macOS (IOV_MAX). */
const piecesMax = 1024

/**
 * The file system of this machine. What a start does to thousands of small files (list, size, readFile) is done at once
 * rather than in the thread pool: a trip there and back costs ten times as much as the call itself.
 */
export function realDisk(): Disk {
  return {
    async open(path) {
      return realFile(await openMaking(path))
    },
    readFile: async path => orNull(() => fs.readFileSync(path)),
    replaceFile: (path, bytes) => replace(path, bytes, file => file.sync()),
    replaceDerivedFile: (path, bytes) => replace(path, bytes, async () => {}),
    async list(path) {
      const entries = orNull(() => fs.readdirSync(path, { withFileTypes: true })) ?? []
      return entries.map(entry => ({ name: entry.name, isDirectory: entry.isDirectory() }))
    },
    size: async path => fs.statSync(path, { throwIfNoEntry: false })?.size ?? null,
    async makeDirectory(path) {
      await promises.mkdir(path, { recursive: true })
    },
    rename: (from, to) => promises.rename(from, to),
    remove: path => promises.rm(path, { recursive: true, force: true, maxRetries: 3 }),
  }
}

async function replace(
  path: string,
  bytes: Uint8Array,
  settle: (file: fs.promises.FileHandle) => Promise<void>,
): Promise<void> {
  const next = `${path}.next`
  const file = await openReplacing(next)
  try {
    await file.writeFile(bytes)
    await settle(file)
  } finally {
    await file.close()
  }
  await promises.rename(next, path)
}

async function openMaking(path: string): Promise<number> {
  const flags = constants.O_RDWR | constants.O_CREAT
  try {
    return await openDescriptor(path, flags)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    await promises.mkdir(dirname(path), { recursive: true })
    return openDescriptor(path, flags)
  }
}

async function openReplacing(path: string) {
  try {
    return await promises.open(path, 'w')
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    await promises.mkdir(dirname(path), { recursive: true })
    return promises.open(path, 'w')
  }
}

function openDescriptor(path: string, flags: number): Promise<number> {
  return call(done => fs.open(path, flags, 0o644, done))
}

// The callback functions of node:fs, because their promised forms cost a third more per call on the hot path.
function realFile(descriptor: number): DiskFile {
  return {
    read: (buffer, position) => readFully(descriptor, buffer, position),
    async write(pieces, position) {
      let at = position
      for (let index = 0; index < pieces.length; index += piecesMax) {
        at += await writeFully(descriptor, pieces.slice(index, index + piecesMax), at)
      }
    },
    size: () => call<fs.Stats>(done => fs.fstat(descriptor, done)).then(stats => stats.size),
    truncate: size => call(done => fs.ftruncate(descriptor, size, done)),
    sync: () => call(done => fs.fdatasync(descriptor, done)),
    close: () => call(done => fs.close(descriptor, done)),
  }
}

async function readFully(descriptor: number, buffer: Buffer, position: number): Promise<number> {
  let done = 0
  while (done < buffer.length) {
    const count = await call<number>(next =>
      fs.read(descriptor, buffer, done, buffer.length - done, position + done, next),
    )
    if (count === 0) break
    done += count
  }
  return done
}

/** writev may write less than it is given, for instance at the end of a disk's room. */
async function writeFully(descriptor: number, pieces: readonly Buffer[], position: number): Promise<number> {
  let rest = pieces.filter(piece => piece.length > 0)
  let done = 0
  while (rest.length > 0) {
    const count = await call<number>(next => fs.writev(descriptor, rest, position + done, next))
    if (count === 0) throw Object.assign(new Error('the disk took no more bytes'), { code: 'ENOSPC' })
    done += count
    rest = after(rest, count)
  }
  return done
}

function after(pieces: readonly Buffer[], count: number): Buffer[] {
  let left = count
  return pieces.flatMap(piece => {
    const taken = Math.min(left, piece.length)
    left -= taken
    return taken === piece.length ? [] : [piece.subarray(taken)]
  })
}

type Done<T> = (error: NodeJS.ErrnoException | null, value?: T) => void

function call<T = void>(start: (done: Done<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => start((error, value) => (error ? reject(error) : resolve(value as T))))
}

function orNull<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

/** The system's code of an error, such as ENOSPC. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
}
