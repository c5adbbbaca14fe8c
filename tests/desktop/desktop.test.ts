import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findElectron, noDesktop } from '../../scripts/suites.mts'
import { eventually } from '../support/process'
import { electronArgs, electronEnv, newDataDir, startDesktop, type Desktop } from './desktop'
import { openDisplay, type Display } from './display'
import { commandOf, descendantsOf, stillRunning } from './processes'

const missing = noDesktop()
if (missing) process.stderr.write(`left out: desktop tests: ${missing}\n`)

/** The issue's own limit, and what reaping the processes takes. */
const quitMsMax = 5_000 + 1_000

describe.skipIf(missing !== null)('the desktop', () => {
  const dataDir = newDataDir()
  let display: Display
  let desktop: Desktop

  beforeAll(async () => {
    display = await openDisplay()
    desktop = await startDesktop(dataDir.path, display.name)
  })
  afterAll(async () => {
    await desktop?.app.close()
    await display?.close()
    dataDir.remove()
  })

  it('opens one window with the control room, on a protocol of its own', async () => {
    expect(desktop.app.windows()).toHaveLength(1)
    expect(await desktop.page.title()).toContain('Elevated')
    expect(desktop.page.url()).toMatch(/^app:\/\/elevated\//)
  })

  it('shows the map, with trains that move by what is read from the topics', async () => {
    const { page } = desktop
    await page.locator('canvas').first().waitFor()
    const trains = () =>
      eventually('trains on the map', 100_000, async () => {
        const shown = await page.evaluate(() => document.body.innerText)
        return /(\d+)\s+trains/.exec(shown)?.[1] !== '0' && /\d+\s+trains/.exec(shown)
      })
    await trains()
    const picture = () => page.locator('main').screenshot()
    const before = await picture()
    await eventually('a train that moves', 20_000, async () => !before.equals(await picture()))
  })

  it('takes commands: the simulation pauses and goes on', async () => {
    const { page } = desktop
    const button = (name: string) => page.getByRole('button', { name, exact: true })
    await button('Pause').click()
    await button('Go on').click()
    await button('Running').waitFor()
  })

  it('connects again after a reload', async () => {
    const { page } = desktop
    await page.reload()
    await eventually('trains after the reload', 20_000, async () =>
      /[1-9]\d*\s+trains/.test(await page.evaluate(() => document.body.innerText)),
    )
  })

  it('has one instance per data directory: a second start brings the window to the front and ends', async () => {
    await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.minimize())
    const second = spawn(findElectron()!, electronArgs(dataDir.path), {
      env: electronEnv(display.name),
      stdio: 'ignore',
    })
    const code = await new Promise(resolve => second.on('exit', resolve))
    expect(code).toBe(0)
    expect(desktop.app.windows()).toHaveLength(1)
    await eventually('the window in front', 5_000, () =>
      desktop.app.evaluate(({ BrowserWindow }) => !BrowserWindow.getAllWindows()[0]!.isMinimized()),
    )
  })

  it('quits within five seconds and leaves no process', async () => {
    const processes = descendantsOf(desktop.pid).set(desktop.pid, commandOf(desktop.pid))
    const began = Date.now()
    await desktop.app.close()
    await eventually('the end of every process', quitMsMax, async () => stillRunning(processes).length === 0)
    expect(Date.now() - began).toBeLessThan(quitMsMax)
  })

  it('opens where its window was, and says in it why the engine cannot start', async () => {
    writeFileSync(join(dataDir.path, 'desktop', 'window.json'), '{"x":40,"y":60,"width":1100,"height":700}')
    writeFileSync(join(dataDir.path, 'elevated.json'), '{"format":999}')
    desktop = await startDesktop(dataDir.path, display.name)
    const size = await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getSize())
    expect(size).toEqual([1100, 700])
    await desktop.page.getByText('The data directory has format 999').first().waitFor({ timeout: 20_000 })
  })

  // Without a debugger, as a person starts it: one that is attached can make an older Electron crash at its very end.
  it('ends by itself on SIGTERM', async () => {
    await desktop.app.close()
    writeFileSync(join(dataDir.path, 'elevated.json'), '{"format":999}')
    const child = spawn(findElectron()!, electronArgs(dataDir.path), { env: electronEnv(display.name) })
    const ended = new Promise(resolve => child.on('exit', (code, signal) => resolve({ code, signal })))
    await new Promise<void>(resolve => {
      child.stderr.on('data', data => String(data).includes('the engine could not start') && resolve())
      void ended.then(() => resolve())
    })
    child.kill('SIGTERM')
    expect(await ended).toEqual({ code: 0, signal: null })
  })
})

describe.skipIf(missing !== null)('a data directory that cannot be made', () => {
  it('is said in the window', async () => {
    const display = await openDisplay()
    const dataDir = newDataDir()
    const file = join(dataDir.path, 'a-file')
    writeFileSync(file, '')
    const desktop = await startDesktop(join(file, 'inside'), display.name, [], { TMPDIR: dataDir.path })
    await desktop.page.getByText('The data directory cannot be used').first().waitFor({ timeout: 60_000 })
    await desktop.app.close()
    await display.close()
    dataDir.remove()
  })
})

describe.skipIf(missing !== null)('a slip on the command line', () => {
  it('is said on stderr, and no window opens', async () => {
    const display = await openDisplay()
    const dataDir = newDataDir()
    const child = spawn(findElectron()!, electronArgs(dataDir.path, ['--speed', 'fast']), {
      env: electronEnv(display.name),
    })
    let text = ''
    child.stderr.on('data', data => (text += String(data)))
    const code = await new Promise(resolve => child.on('exit', resolve))
    await display.close()
    dataDir.remove()
    expect(code).toBe(2)
    expect(text).toContain('--speed fast: not a number')
  })
})
