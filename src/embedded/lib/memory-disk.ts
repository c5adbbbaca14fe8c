import type { Disk, DiskEntry, DiskFile } from './disk'

/** What can be made to fail. */
export type DiskOperation = 'open' | 'read' | 'write' | 'truncate' | 'sync' | 'rename' | 'remove' | 'replaceFile'

/** A disk in memory, for topics that need not last and for tests. */
export interface MemoryDisk extends Disk {
  /** The next `operation` fails with `error`; a write that fails leaves half of its bytes behind, as a real one may. */
  failNext(operation: DiskOperation, error: Error): void
  /** Every `operation` fails with `error` until it is null. */
  failAll(operation: DiskOperation, error: Error | null): void
  /** The disk as a process finds it that starts after this one was killed: all that was written, no open file. */
  afterCrash(): MemoryDisk
  /** Files that are open now. */
  openFiles(): number
  /** Changes the bytes of a file, which must exist, as a fault of the disk would. */
  tamper(path: string, change: (bytes: Buffer) => Buffer): void
  /** Paths of all files, in order. */
  paths(): string[]
}

export function memoryDisk(initial: ReadonlyMap<string, Buffer> = new Map()): MemoryDisk {
  const files = new Map<string, Buffered>([...initial].map(([path, bytes]) => [path, new Buffered(bytes)]))
  const failures = failureList()
  let openCount = 0
  const inside = (path: string) => [...files.keys()].filter(file => file.startsWith(`${path}/`))
  const replace = async (path: string, bytes: Uint8Array) => {
    failures.check('replaceFile')
    files.set(path, new Buffered(Buffer.from(bytes)))
  }
  const disk: MemoryDisk = {
    async open(path) {
      failures.check('open')
      const file = files.get(path) ?? new Buffered(Buffer.alloc(0))
      files.set(path, file)
      openCount++
      return memoryFile(file, failures, () => openCount--)
    },
    async readFile(path) {
      failures.check('read')
      const file = files.get(path)
      return file ? Buffer.from(file.bytes()) : null
    },
    replaceFile: replace,
    replaceDerivedFile: replace,
    async list(path) {
      const names = new Map<string, DiskEntry>()
      for (const file of inside(path)) {
        const [name, ...rest] = file.slice(path.length + 1).split('/')
        names.set(name!, { name: name!, isDirectory: rest.length > 0 })
      }
      return [...names.values()]
    },
    size: async path => files.get(path)?.length ?? null,
    async makeDirectory() {},
    async rename(from, to) {
      failures.check('rename')
      const moved = files.has(from) ? [from] : inside(from)
      if (moved.length === 0) throw Object.assign(new Error(`no such file: ${from}`), { code: 'ENOENT' })
      for (const path of moved) {
        files.set(to + path.slice(from.length), files.get(path)!)
        files.delete(path)
      }
    },
    async remove(path) {
      failures.check('remove')
      for (const file of [path, ...inside(path)]) files.delete(file)
    },
    failNext: (operation, error) => failures.next(operation, error),
    failAll: (operation, error) => failures.all(operation, error),
    afterCrash: () => memoryDisk(new Map([...files].map(([path, file]) => [path, Buffer.from(file.bytes())]))),
    openFiles: () => openCount,
    tamper(path, change) {
      const file = files.get(path)
      if (!file) throw new Error(`no such file: ${path}`)
      files.set(path, new Buffered(change(Buffer.from(file.bytes()))))
    },
    paths: () => [...files.keys()].sort(),
  }
  return disk
}

/** Bytes that grow by doubling, so that appending small pieces stays cheap. */
class Buffered {
  length: number
  private store: Buffer
  constructor(bytes: Buffer) {
    this.store = bytes
    this.length = bytes.length
  }

  bytes(): Buffer {
    return this.store.subarray(0, this.length)
  }

  write(piece: Buffer, position: number): void {
    const end = position + piece.length
    if (end > this.store.length) {
      const larger = Buffer.alloc(Math.max(end, 2 * this.store.length))
      this.bytes().copy(larger)
      this.store = larger
    }
    this.store.set(piece, position)
    this.length = Math.max(this.length, end)
  }

  truncate(size: number): void {
    this.store.fill(0, Math.min(size, this.length), this.length)
    if (size > this.length) this.write(Buffer.alloc(size - this.length), this.length)
    this.length = size
  }
}

type Failures = ReturnType<typeof failureList>

function failureList() {
  const once = new Map<DiskOperation, Error[]>()
  const always = new Map<DiskOperation, Error>()
  return {
    next(operation: DiskOperation, error: Error) {
      once.set(operation, [...(once.get(operation) ?? []), error])
    },
    all(operation: DiskOperation, error: Error | null) {
      if (error) always.set(operation, error)
      else always.delete(operation)
    },
    check(operation: DiskOperation) {
      const error = once.get(operation)?.shift() ?? always.get(operation)
      if (error) throw error
    },
  }
}

function memoryFile(file: Buffered, failures: Failures, onClose: () => void): DiskFile {
  return {
    async read(buffer, position) {
      failures.check('read')
      return file.bytes().copy(buffer, 0, position)
    },
    async write(pieces, position) {
      const bytes = Buffer.concat(pieces)
      try {
        failures.check('write')
      } catch (error) {
        file.write(bytes.subarray(0, bytes.length >> 1), position)
        throw error
      }
      file.write(bytes, position)
    },
    size: async () => file.length,
    async truncate(size) {
      failures.check('truncate')
      file.truncate(size)
    },
    async sync() {
      failures.check('sync')
    },
    async close() {
      onClose()
    },
  }
}
