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
      eventually('trains on the map', 50_000, async () => {
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

  describe('is closed to what a page could do', () => {
    it('gives the page nothing of Node, and one function of its own', async () => {
      const seen = await desktop.page.evaluate(() => {
        const names = ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron']
        const own = (window as Window & { elevated?: object }).elevated
        return { node: names.filter(name => name in window), own: Object.keys(own ?? {}) }
      })
      expect(seen).toEqual({ node: [], own: ['requestPort'] })
    })

    it('opens its window sandboxed, with context isolation and without Node', async () => {
      const options = await desktop.app.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]!.webContents as Electron.WebContents & {
          getLastWebPreferences(): Electron.WebPreferences
        }
        const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity } = contents.getLastWebPreferences()
        return { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity }
      })
      expect(options).toEqual({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        webSecurity: true,
      })
    })

    it('sends a content policy that allows no script but its own, and obeys it', async () => {
      const { policy, ran } = await desktop.page.evaluate(async () => {
        const answer = await fetch('/')
        const script = document.createElement('script')
        script.textContent = 'window.injected = true'
        document.body.append(script)
        script.remove()
        return { policy: answer.headers.get('content-security-policy'), ran: 'injected' in window }
      })
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self';")
      expect(ran).toBe(false)
    })

    it.each(['http://example.invalid/', 'https://example.invalid/', 'file:///etc/passwd', 'app://other/'])(
      'does not navigate to %s',
      async url => {
        await desktop.page.evaluate(to => void (location.href = to), url)
        await new Promise(resolve => setTimeout(resolve, 300))
        expect(desktop.page.url()).toMatch(/^app:\/\/elevated\//)
      },
    )

    it.each(['http://example.invalid/', 'app://elevated/', 'about:blank'])('opens no window on %s', async url => {
      expect(await desktop.page.evaluate(to => window.open(to) === null, url)).toBe(true)
      expect(desktop.app.windows()).toHaveLength(1)
    })

    it('grants no permission', async () => {
      const answers = await desktop.page.evaluate(async () => ({
        notification: await Notification.requestPermission(),
        position: await new Promise(resolve =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('granted'),
            error => resolve(error.code === error.PERMISSION_DENIED ? 'denied' : error.message),
          ),
        ),
        camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(
          () => 'granted',
          () => 'denied',
        ),
      }))
      expect(answers).toEqual({ notification: 'denied', position: 'denied', camera: 'denied' })
    })

    it('reaches no network', async () => {
      const isCut = await desktop.page.evaluate(() =>
        fetch('http://127.0.0.1:1/').then(
          () => false,
          () => true,
        ),
      )
      expect(isCut).toBe(true)
    })

    it.each(['/../../package.json', '/%2e%2e/main/index.js', '/nothing.js'])('serves no %s', async path => {
      expect(await desktop.page.evaluate(async at => (await fetch(at)).status, path)).toBe(404)
    })

    it('hands no port to a frame on another origin', async () => {
      const asked = await desktop.app.evaluate(({ ipcMain, MessageChannelMain, BrowserWindow }) => {
        const { port1, port2 } = new MessageChannelMain()
        const contents = BrowserWindow.getAllWindows()[0]!.webContents
        const stranger = { url: 'http://example.invalid/' }
        return new Promise<string>(resolve => {
          port2.on('close', () => resolve('refused'))
          port2.on('message', () => resolve('served'))
          port2.start()
          ipcMain.emit('elevated:port', { ports: [port1], sender: contents, senderFrame: stranger })
        })
      })
      expect(asked).toBe('refused')
    })
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

  it('ends by itself on SIGTERM', async () => {
    const child = desktop.app.process()
    const ended = new Promise(resolve => child.on('exit', resolve))
    process.kill(desktop.pid, 'SIGTERM')
    expect(await ended).toBe(0)
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
