import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import ts from 'typescript'

export interface Layer {
  name: string
  /** Folder, with a slash at its end. */
  path: string
  /** Names of layers that may be imported. */
  imports: string[]
  /** npm packages that may be imported; `*` for any. */
  packages?: string[]
  /** May it use Node's own modules? */
  node: boolean
}

export function readLayers(): Layer[] {
  return (JSON.parse(readFileSync('layers.json', 'utf8')) as { layers: Layer[] }).layers
}

/** The layer with the longest path that the file lies in. */
export function layerOf(file: string, layers: Layer[]): Layer | undefined {
  return layers.filter(layer => file.startsWith(layer.path)).sort((a, b) => b.path.length - a.path.length)[0]
}

/**
 * What is wrong with the imports of one source file, one sentence each.
 *
 * @param file path from the project's root, with slashes
 */
export function importProblems(file: string, text: string, layers: Layer[]): string[] {
  const layer = layerOf(file, layers)
  if (!layer) return [`${file} lies in no layer: add its folder to layers.json.`]
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(imported => importProblem(file, imported.fileName, layer, layers))
    .filter(problem => problem !== null)
}

/** The files and folders of the project that a source file imports, as paths from the project's root. */
export function relativeImports(file: string, text: string): string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => posix.join(posix.dirname(file), fileName))
}

function importProblem(file: string, imported: string, layer: Layer, layers: Layer[]): string | null {
  if (imported.startsWith('.')) return relativeProblem(file, imported, layer, layers)
  if (imported.startsWith('node:')) {
    return layer.node ? null : `${file}: ${layer.name} may not use ${imported}; take what it needs as a parameter.`
  }
  const name = imported
    .split('/')
    .slice(0, imported.startsWith('@') ? 2 : 1)
    .join('/')
  const allowed = layer.packages ?? []
  if (allowed.includes('*') || allowed.includes(name)) return null
  return `${file}: ${layer.name} may not import the package ${name}; layers.json has what it may.`
}

function relativeProblem(file: string, imported: string, layer: Layer, layers: Layer[]): string | null {
  const target = posix.join(posix.dirname(file), imported)
  // Data files carry no code, so they may be read from anywhere.
  if (/^(resources|schemas)\//.test(target)) return null
  const to = layerOf(target + '/', layers) ?? layerOf(target, layers)
  if (!to) return `${file} imports ${target}, which lies in no layer.`
  if (to.name === layer.name || layer.imports.includes(to.name)) return null
  return `${file}: ${layer.name} may not import ${to.name} (${imported}); layers.json has the directions.`
}
