import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'

export interface StaticFile {
  body: Buffer
  type: string
  /** Whether its name changes with its content, so that it may be kept for ever. */
  immutable: boolean
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.geojson': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
}

/**
 * Reads a file below `root`. A path without an extension is an address inside the app, which is index.html.
 *
 * @param path as it stands in the request, percent-encoded, without the query
 * @returns undefined when there is no such file, or the path leads out of `root`
 */
export async function staticFile(root: string, path: string): Promise<StaticFile | undefined> {
  const decoded = decode(path)
  if (decoded === undefined || decoded.includes('\0')) return undefined
  const inside = extname(decoded) === '' ? 'index.html' : normalize(decoded).replace(/^[/\\]+/, '')
  if (inside.split(sep).includes('..')) return undefined
  const type = types[extname(inside)]
  if (!type) return undefined
  const file = join(root, inside)
  try {
    if (!(await stat(file)).isFile()) return undefined
    return { body: await readFile(file), type, immutable: inside.startsWith(`assets${sep}`) }
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
