import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** One log file grows to this size, then it becomes `.1`; the one before is replaced, so a log takes twice this at most. */
const logFileBytesMax = 5 * 1024 * 1024

/** Where the file before the current one is. */
export const rolledPath = (path: string): string => `${path}.1`

export interface RollingFile {
  write(line: string): void
  close(): void
}

/**
 * A file that is appended to and rolled when full. Lines are written at once: what led to a crash must be in it.
 * A disk that cannot be written to loses log lines, never the program.
 *
 * @param onFailure told of the first failed write
 */
export function rollingFile(
  path: string,
  onFailure: (error: Error) => void,
  bytesMax: number = logFileBytesMax,
): RollingFile {
  let file: number | undefined
  let bytes = 0
  let failed = false
  const open = () => {
    mkdirSync(dirname(path), { recursive: true })
    file = openSync(path, 'a')
    bytes = fstatSync(file).size
  }
  return {
    write(line) {
      if (failed) return
      try {
        if (file === undefined) open()
        if (bytes > 0 && bytes + line.length > bytesMax) {
          closeSync(file!)
          renameSync(path, rolledPath(path))
          open()
        }
        bytes += writeSync(file!, line)
      } catch (error) {
        failed = true
        onFailure(error as Error)
      }
    },
    close() {
      if (file !== undefined) closeSync(file)
      file = undefined
      failed = true
    },
  }
}
