import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import ts from 'typescript'
import { findElectron } from '../../scripts/suites.mts'

/** A JSON file with a profile; without it the embedded stack is started on free ports. */
const profileFile = process.env.ELEVATED_PROFILE

/** What Electron is given to run: the project, or a bundle of it that lies elsewhere. */
const entry = process.env.ELEVATED_DESKTOP_ENTRY ?? resolve('.')

export interface Desktop {
  app: ElectronApplication
  page: Page
  pid: number
  dataDir: string
  /** Errors and warnings of the page, and what its main process wrote to stderr. */
  complaints: string[]
  said(): string
}

export function newDataDir(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'elevated-desktop-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) }
}

/** Electron's arguments up to the app's own flags. */
export function electronArgs(dataDir: string, flags: string[] = []): string[] {
  const isRoot = process.getuid?.() === 0
  const where = profileFile ? ['--profile', resolve(profileFile)] : ['--ports', 'auto']
  return [
    ...['-r', olderElectron()],
    ...(isRoot ? ['--no-sandbox'] : []),
    entry,
    ...['--data-dir', dataDir, ...where, ...flags],
  ]
}

export function electronEnv(display: string | undefined): Record<string, string> {
  const env = { ...process.env, DISPLAY: display, LANG: 'C.UTF-8' }
  return Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined))
}

/** Starts the desktop and waits for its window. */
export async function startDesktop(
  dataDir: string,
  display: string | undefined,
  flags?: string[],
  env: Record<string, string> = {},
): Promise<Desktop> {
  const app = await _electron.launch({
    executablePath: findElectron()!,
    args: electronArgs(dataDir, flags),
    env: { ...electronEnv(display), ...env },
    timeout: 60_000,
  })
  let text = ''
  app.process().stderr!.on('data', data => (text = (text + String(data)).slice(-20_000)))
  const complaints: string[] = []
  const page = await app.firstWindow({ timeout: 60_000 })
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
  return { app, page, pid: app.process().pid!, dataDir, complaints, said: () => text }
}

/** The preloaded module, as JavaScript: an older Electron's Node reads nothing else. */
export function olderElectron(): string {
  const file = resolve('.run', 'older-electron.cjs')
  const source = readFileSync('tests/desktop/older-electron.ts', 'utf8')
  const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2021 }
  mkdirSync('.run', { recursive: true })
  writeFileSync(file, ts.transpileModule(source, { compilerOptions: options }).outputText)
  return file
}
