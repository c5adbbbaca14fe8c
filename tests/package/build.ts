import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { packageApp } from '../../scripts/package/app.mts'
import { olderElectron } from '../desktop/desktop'

const output = resolve('.run', 'package', 'release')

/**
 * Makes the .deb, and returns its path. Where an older Electron stands in, its package begins with what that one lacks:
 * a package takes no module to preload on its command line.
 */
export async function buildDeb(): Promise<string> {
  rmSync(output, { recursive: true, force: true })
  const code = await packageApp({ targets: ['deb'], output, prepare: beginWithStandIns })
  if (code !== 0) throw new Error(`electron-builder ended with ${code}`)
  return join(
    output,
    readdirSync(output).find(name => name.endsWith('.deb'))!,
  )
}

function beginWithStandIns(app: string): void {
  const file = join(app, 'package.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { main: string }
  writeFileSync(join(app, 'older-electron.cjs'), readFileSync(olderElectron()))
  writeFileSync(join(app, 'begin.cjs'), `require('./older-electron.cjs')\nrequire('./${manifest.main}')\n`)
  writeFileSync(file, JSON.stringify({ ...manifest, main: 'begin.cjs' }))
}
