import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** All TypeScript files below a folder, as paths from the project's root with slashes, sorted. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
    .sort()
}
