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
 * Reads a file below `root`: one of its own, or one of `assets`. All other paths are addresses inside the app, which are
 * index.html; names in them, such as those of topics, may have dots, and escapes that somebody has cut in two.
 *
 * @param path as it stands in the request, percent-encoded, without the query
 * @returns undefined when there is no such file, or the path leads out of `root`
 */
export async function staticFile(root: string, path: string): Promise<StaticFile | undefined> {
  const decoded = decode(path)
  if (decoded.includes('\0')) return undefined
  const normal = normalize(decoded).replace(/^[/\\]+/, '')
  const [first, ...rest] = normal.split(sep)
  const isFile = extname(normal) !== '' && (rest.length === 0 || first === 'assets')
  const inside = isFile ? normal : 'index.html'
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

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
