import type { Disk, DiskFile } from '../../lib/disk'

/** Files that are kept open at the same time; more are opened only while all of these are in use. */
export const openFilesMax = 512

/** A file that is opened when it is used, and may be closed whenever it is not. */
export interface PooledFile {
  readonly path: string
  /** Runs `work` with the file open; the file is made when it is missing. */
  use<T>(work: (file: DiskFile) => Promise<T>): Promise<T>
  /** Waits until nobody uses the file and closes it. It may be used again afterwards. */
  release(): Promise<void>
  /** The same for a file that goes away: whoever wants to use it afterwards is told so. */
  retire(): Promise<void>
}

/** The file went away, for instance by compaction, between being found and being used: look again. */
export class FileRetired extends Error {}

/** Opens files when they are first used and closes those that were used least recently. */
export interface FilePool {
  file(path: string): PooledFile
}

interface Entry {
  opened: Promise<DiskFile> | null
  users: number
  isRetired: boolean
  /** Called when the last user is done. */
  onIdle: (() => void)[]
}

export function filePool(disk: Disk, filesMax = openFilesMax): FilePool {
  /** Open entries, the least recently used first. */
  const open = new Set<Entry>()

  function acquire(entry: Entry, path: string): Promise<DiskFile> {
    entry.users++
    open.delete(entry)
    open.add(entry)
    entry.opened ??= disk.open(path).catch((error: unknown) => {
      entry.opened = null
      open.delete(entry)
      throw error
    })
    if (open.size > filesMax) closeOldest()
    return entry.opened
  }

  function closeOldest(): void {
    for (const entry of open) {
      if (open.size <= filesMax) return
      // A failure to close leaves nothing to do: all writes were awaited by those who made them.
      if (entry.users === 0) close(entry).catch(() => {})
    }
  }

  async function release(entry: Entry): Promise<void> {
    while (entry.users > 0) await new Promise<void>(resolve => entry.onIdle.push(resolve))
    await close(entry)
  }

  async function close(entry: Entry): Promise<void> {
    const { opened } = entry
    entry.opened = null
    open.delete(entry)
    if (opened) await (await opened).close()
  }

  return {
    file(path) {
      const entry: Entry = { opened: null, users: 0, isRetired: false, onIdle: [] }
      return {
        path,
        async use(work) {
          if (entry.isRetired) throw new FileRetired(path)
          try {
            return await work(await acquire(entry, path))
          } finally {
            entry.users--
            if (entry.users === 0) for (const resume of entry.onIdle.splice(0)) resume()
          }
        },
        release: () => release(entry),
        retire() {
          entry.isRetired = true
          return release(entry)
        },
      }
    },
  }
}
