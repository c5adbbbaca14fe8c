import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Folders between a source or a bundle and the project's root, at most. */
const depthMax = 6

/** The project's root: where schemas/ and resources/ lie, for sources and for bundles in out/main alike. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  for (let depth = 0; depth < depthMax; depth++) {
    if (existsSync(join(folder, 'schemas', 'arrival-key.avsc'))) return folder
    folder = dirname(folder)
  }
  throw new Error('schemas/arrival-key.avsc was not found beside the program: the installation is incomplete')
}

/** A text file of the project, by its path from the root. */
export function projectFile(path: string): string {
  return readFileSync(join(projectRoot(), path), 'utf8')
}
