import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noDesktop } from '../../scripts/suites.mts'
import { sourceFiles } from '../tidy/source'
import { newDataDir, startDesktop, type Desktop } from './desktop'
import { openDisplay, type Display } from './display'

/**
 * Electron's security checklist (electronjs.org/docs/latest/tutorial/security), each point by its number. The fuses of
 * point 19 are a matter of packages: tests/package looks at them.
 */
describe.skipIf(noDesktop() !== null)("the desktop, by Electron's security checklist", () => {
  const dataDir = newDataDir()
  let display: Display
  let desktop: Desktop

  beforeAll(async () => {
    display = await openDisplay()
    desktop = await startDesktop(dataDir.path, display.name, ['--no-autostart'])
    await desktop.page.locator('main').waitFor()
  })
  afterAll(async () => {
    await desktop?.app.close()
    await display?.close()
    dataDir.remove()
  })

  const preferences = () =>
    desktop.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]!.webContents as Electron.WebContents & {
        getLastWebPreferences(): Electron.WebPreferences
      }
      return { ...contents.getLastWebPreferences() } as Record<string, unknown>
    })

  it('1: loads nothing from a network', async () => {
    const reached = await desktop.page.evaluate(() =>
      Promise.all(
        ['http://127.0.0.1:1/', 'https://example.invalid/', 'file:///etc/passwd'].map(url =>
          fetch(url, { mode: 'no-cors' }).then(
            () => url,
            () => null,
          ),
        ),
      ),
    )
    expect(reached).toEqual([null, null, null])
    const resources = await desktop.page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => name),
    )
    expect(resources.filter(name => !/^(app:\/\/elevated\/|data:|blob:)/.test(name))).toEqual([])
  })

  it('1: asks the session for nothing else either, whoever asks', async () => {
    const answer = await desktop.app.evaluate(({ session, net }) => {
      return new Promise<string>(resolve => {
        const request = net.request({ url: 'http://127.0.0.1:1/', session: session.defaultSession })
        request.on('response', () => resolve('answered'))
        request.on('error', error => resolve(error.message))
        request.end()
      })
    })
    expect(answer).toContain('ERR_BLOCKED_BY_CLIENT')
  })

  it('2, 3, 4: has its window sandboxed, with context isolation and without Node', async () => {
    expect(await preferences()).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false })
    const { nodeIntegrationInWorker, nodeIntegrationInSubFrames } = await preferences()
    expect([nodeIntegrationInWorker, nodeIntegrationInSubFrames].filter(Boolean)).toEqual([])
  })

  it('2: gives the page nothing of Node', async () => {
    const found = await desktop.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global', '__dirname'].filter(name => name in window),
    )
    expect(found).toEqual([])
  })

  it('5: grants no permission', async () => {
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
      screen: await navigator.mediaDevices.getDisplayMedia().then(
        () => 'granted',
        () => 'denied',
      ),
      clipboard: await navigator.clipboard.readText().then(
        () => 'granted',
        () => 'denied',
      ),
    }))
    expect(new Set(Object.values(answers))).toEqual(new Set(['denied']))
  })

  it('6, 8, 9, 10: leaves web security on, and mixed content and experiments off', async () => {
    const given = await preferences()
    expect(given).toMatchObject({ webSecurity: true, allowRunningInsecureContent: false, experimentalFeatures: false })
    expect(given.enableBlinkFeatures ?? '').toBe('')
  })

  it('7: sends a content policy that allows no script but its own, and obeys it', async () => {
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

  it('11, 12: has no webview, and would refuse to attach one', async () => {
    expect(await preferences()).toMatchObject({ webviewTag: false })
    const refused = await desktop.app.evaluate(({ BrowserWindow }) => {
      let isPrevented = false
      const event = { preventDefault: () => (isPrevented = true) }
      BrowserWindow.getAllWindows()[0]!.webContents.emit('will-attach-webview', event, {}, {})
      return isPrevented
    })
    expect(refused).toBe(true)
  })

  it.each([
    'http://example.invalid/',
    'https://example.invalid/',
    'file:///etc/passwd',
    'app://other/',
    'app://elevated.example/',
  ])('13: does not navigate to %s', async url => {
    await desktop.page.evaluate(to => void (location.href = to), url)
    await new Promise(resolve => setTimeout(resolve, 300))
    expect(desktop.page.url()).toMatch(/^app:\/\/elevated\//)
  })

  it.each(['http://example.invalid/', 'app://elevated/', 'about:blank'])('14: opens no window on %s', async url => {
    expect(await desktop.page.evaluate(to => window.open(to) === null, url)).toBe(true)
    expect(desktop.app.windows()).toHaveLength(1)
  })

  it('15: hands no address to the system to open', () => {
    const users = sourceFiles('src').filter(file => /openExternal|openPath\([^)]*url/i.test(readFileSync(file, 'utf8')))
    expect(users).toEqual([])
  })

  it('16: pins the version of Electron that it ships with', () => {
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      devDependencies: Record<string, string>
    }
    expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/)
  })

  it.each([
    ['a frame on another origin', 'http://example.invalid/'],
    ['a frame on an origin that looks like it', 'app://elevated.example/'],
    ['a frame inside the page', 'app://elevated/'],
    ['a frame that is gone', null],
  ])('17: hands no port to %s', async (_who, url) => {
    const asked = await desktop.app.evaluate(({ ipcMain, MessageChannelMain, BrowserWindow }, frameUrl) => {
      const { port1, port2 } = new MessageChannelMain()
      const contents = BrowserWindow.getAllWindows()[0]!.webContents
      const stranger = frameUrl === null ? null : { url: frameUrl }
      return new Promise<string>(resolve => {
        port2.on('close', () => resolve('refused'))
        port2.on('message', () => resolve('served'))
        port2.start()
        ipcMain.emit('elevated:port', { ports: [port1], sender: contents, senderFrame: stranger })
      })
    }, url)
    expect(asked).toBe('refused')
  })

  it('17: listens to the page in one place, which looks who sends', () => {
    const listening = sourceFiles('src').filter(
      file =>
        !file.endsWith('.test.ts') && /\bipcMain\b|\bipcRenderer\.(on|invoke|send)\b/.test(readFileSync(file, 'utf8')),
    )
    expect(listening).toEqual(['src/main/shell/port.ts'])
    expect(readFileSync(listening[0]!, 'utf8').match(/ipcMain\.(on|handle)\w*\(/g)).toEqual(['ipcMain.on('])
  })

  it('18: serves its page on a protocol of its own, which has nothing but the page', async () => {
    expect(desktop.page.url()).toMatch(/^app:\/\/elevated\//)
    // A path that could be an address inside the page is answered with the page, whatever it looks like.
    const paths = ['/../../package.json', '/%2e%2e/main/index.js', '/..%2f..%2fpackage.json', '/..%5c..%5cpackage.json']
    const bodies = await desktop.page.evaluate(
      all => Promise.all(all.map(async path => (await fetch(path)).text())),
      ['/', ...paths],
    )
    const [page, ...others] = bodies
    for (const body of others) expect([page, 'There is no such page.\n']).toContain(body)
    const post = await desktop.page.evaluate(async () => (await fetch('/', { method: 'POST' })).status)
    expect(post).toBe(404)
  })

  it('20: gives the page one function, and nothing of Electron', async () => {
    const seen = await desktop.page.evaluate(() => {
      const own = (window as Window & { elevated?: object }).elevated
      return { electron: ['ipcRenderer', 'electron'].filter(name => name in window), own: Object.keys(own ?? {}) }
    })
    expect(seen).toEqual({ electron: [], own: ['requestPort'] })
  })
})
