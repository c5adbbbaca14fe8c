import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { run } from '../run.mts'
import { builderConfig, defaultTargets } from './builder-config.mts'
import { thirdPartyText } from './licences.mts'
import { copyModules } from './modules.mts'

export interface PackageOptions {
  /** Of electron-builder, such as deb; default: what is usual on this system. */
  targets?: string[]
  /** Folder that the packages go to; default: release. */
  output?: string
  /** Changes the app's folder before it is packed. */
  prepare?(app: string): void
}

const root = resolve('.')

/**
 * Makes packages of what is built: the app's files are put into one folder, as they will lie in the package, and
 * electron-builder packs that.
 *
 * @returns the exit code
 */
export async function packageApp({ targets, output = 'release', prepare }: PackageOptions): Promise<number> {
  const usual = defaultTargets[process.platform]
  if (!usual) throw new Error(`There is no package for ${process.platform}: Linux, Windows and macOS have one.`)
  const work = join(root, '.run', 'package')
  const app = join(work, 'app')
  rmSync(app, { recursive: true, force: true })
  stageApp(app)
  prepare?.(app)
  const config = join(work, 'electron-builder.json')
  writeFileSync(config, JSON.stringify(builderConfig({ root, output: resolve(output), ...electron() }), null, 2) + '\n')
  const args = ['packaging/node_modules/electron-builder/cli.js', usual.flag, ...(targets ?? usual.targets)]
  // Told that it is under vitest, electron-builder links files instead of copying them, and would then write into the
  // Electron that it was given.
  const { VITEST: _, ...env } = process.env
  return run(process.execPath, [...args, '--projectDir', app, '--config', config], env)
}

/** Everything that the installed app reads, in the places where it looks. */
export function stageApp(app: string): void {
  mkdirSync(app, { recursive: true })
  for (const folder of ['out', 'schemas', 'resources'])
    cpSync(join(root, folder), join(app, folder), { recursive: true })
  const { name, version, description, author, homepage, license, main } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as Record<string, unknown>
  // desktopName ties the window to its desktop entry, for the icon and the name in the system's lists.
  const manifest = { name, version, description, author, homepage, license, main, desktopName: 'elevated.desktop' }
  writeFileSync(join(app, 'package.json'), JSON.stringify(manifest, null, 2) + '\n')
  copyFileSync(join(root, 'LICENSE'), join(app, 'LICENSE'))
  writeFileSync(join(app, 'THIRD-PARTY.txt'), thirdPartyText(root))
  copyModules(root, join(app, 'modules'))
}

/** The Electron that this checkout is for, or a local one that stands in for it. */
function electron(): { electronVersion: string; electronDist: string | null } {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (dist && existsSync(join(dist, 'version'))) {
    const electronVersion = readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
    process.stderr.write(`Electron ${electronVersion} of ${dist} goes into the package.\n`)
    return { electronVersion, electronDist: dist }
  }
  const manifest = JSON.parse(readFileSync('node_modules/electron/package.json', 'utf8')) as { version: string }
  return { electronVersion: manifest.version, electronDist: null }
}
