import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noDesktop } from '../../scripts/suites.mts'
import { eventually } from '../support/process'
import { newDataDir, startDesktop, type Desktop } from './desktop'
import { openDisplay, type Display } from './display'
import { commandOf, descendantsOf } from './processes'

const hasStack = process.env.ELEVATED_PROFILE === undefined

describe.skipIf(noDesktop() !== null)('the desktop shell', () => {
  const dataDir = newDataDir()
  let display: Display
  let desktop: Desktop

  beforeAll(async () => {
    display = await openDisplay()
    // With a message bus, if only by its name, there is a tray to be made.
    const bus = process.env.DBUS_SESSION_BUS_ADDRESS ?? 'unix:path=/nonexistent/bus'
    desktop = await startDesktop(dataDir.path, display.name, [], { DBUS_SESSION_BUS_ADDRESS: bus })
    await desktop.page.getByRole('button', { name: 'Running', exact: true }).waitFor({ timeout: 60_000 })
  })
  afterAll(async () => {
    await desktop?.app.close()
    await display?.close()
    dataDir.remove()
  })

  /** What the menu has under an id just now; null: no such item. */
  const item = (id: string) =>
    desktop.app.evaluate(({ Menu }, wanted) => {
      const found = Menu.getApplicationMenu()?.getMenuItemById(wanted)
      return found ? { label: found.label, enabled: found.enabled, checked: found.checked } : null
    }, id)
  const choose = (id: string) =>
    desktop.app.evaluate(({ Menu, BrowserWindow }, wanted) => {
      const found = Menu.getApplicationMenu()!.getMenuItemById(wanted)!
      if (found.enabled) found.click(undefined, BrowserWindow.getAllWindows()[0], undefined)
      return found.enabled
    }, id)
  const becomes = (id: string, wanted: object) =>
    eventually(`the item ${id} as ${JSON.stringify(wanted)}`, 20_000, async () => {
      const found: Record<string, unknown> | null = await item(id)
      return found !== null && Object.entries(wanted).every(([key, value]) => found[key] === value)
    })
  /** The text of the window, also after its page has died and was loaded again; a dead page never answers. */
  const shownText = () =>
    desktop.app.evaluate(({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!
      const nothing = new Promise<string>(resolve => setTimeout(() => resolve(''), 1_000))
      const text = webContents.executeJavaScript('document.body.innerText').then(String, () => '')
      return Promise.race([text, nothing])
    })

  /** Has the page note whether a text comes into it from now on: news may come and go between two looks. */
  const noteComing = (text: string) =>
    desktop.app.evaluate(
      ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript(code),
      `window.hasCome = false
       new MutationObserver(() => {
         window.hasCome ||= document.body.textContent.includes(${JSON.stringify(text)})
       }).observe(document.body, { subtree: true, childList: true, characterData: true })
       undefined`,
    )
  const hasCome = () =>
    desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!
        .webContents.executeJavaScript('window.hasCome')
        .then(Boolean, () => false),
    )

  it('lists the views of the page in its menu, and leads there and back', async () => {
    const links = await desktop.page.getByRole('navigation', { name: 'Views' }).getByRole('link').all()
    const titles = await Promise.all(links.map(async link => (await link.innerText()).trim()))
    const names = await Promise.all(links.map(async link => (await link.getAttribute('href'))!.slice(1)))
    for (const [i, name] of names.entries()) expect(await item(`view-${name}`)).toMatchObject({ label: titles[i] })
    const last = names.at(-1)!
    await choose(`view-${last}`)
    await desktop.page.waitForURL(`app://elevated/${last}`)
    await choose(`view-${names[0]!}`)
    await desktop.page.waitForURL(`app://elevated/${names[0]!}`)
    if (names.length < 2) return
    await choose('back')
    await desktop.page.waitForURL(`app://elevated/${last}`)
    await choose('forward')
    await desktop.page.waitForURL(`app://elevated/${names[0]!}`)
  })

  it.each(['/nonsense', '/nonsense/x?y=%00', `/${'x'.repeat(200)}`])(
    'says so when an address leads nowhere: %s',
    async path => {
      const answer = await desktop.page.goto(`app://elevated${path}`)
      expect(answer?.status()).toBe(200)
      await desktop.page.getByText('There is no such view').waitFor()
      await desktop.page.getByRole('button', { name: 'Open the map' }).click()
      await desktop.page.waitForURL('app://elevated/map')
    },
  )

  it('pauses, steps, starts and stops the simulation from its menu, which follows the run', async () => {
    await becomes('pause', { enabled: true })
    expect(await choose('start')).toBe(false)
    await choose('pause')
    await becomes('start', { enabled: true, label: 'Go On' })
    await desktop.page.getByRole('button', { name: 'Go on', exact: true }).waitFor()
    await choose('step')
    await choose('speed-10')
    await becomes('speed-10', { checked: true })
    await choose('faster')
    await becomes('speed-60', { checked: true })
    await choose('stop')
    await becomes('start', { enabled: true, label: 'Start' })
    await becomes('stop', { enabled: false })
    await choose('start')
    await becomes('pause', { enabled: true })
  })

  it('stays in the tray when its window is closed, if a person wants that, and comes back', async () => {
    await desktop.app.evaluate(({ Menu, BrowserWindow }) => {
      const found = Menu.getApplicationMenu()!.getMenuItemById('keep-in-tray')!
      found.click(undefined, BrowserWindow.getAllWindows()[0], undefined)
    })
    const isVisible = () => desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.isVisible())
    await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close())
    await eventually('the hidden window', 5_000, async () => !(await isVisible()))
    await desktop.app.evaluate(({ app }) => void app.emit('second-instance'))
    await eventually('the window again', 5_000, isVisible)
  })

  it('shows the page again when it has died, and says so; when it dies again, it says that', async () => {
    const kill = () =>
      desktop.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer(),
      )
    await kill()
    await eventually('the page again, with what happened', 30_000, async () =>
      (await shownText()).includes('has crashed and was loaded again'),
    )
    await kill()
    await eventually('the page that says so', 30_000, async () =>
      (await shownText()).includes('The page of this window keeps crashing'),
    )
    await desktop.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript("document.querySelector('a').click()"),
    )
    await eventually('the control room', 30_000, async () => /[1-9]\d*\s+trains/.test(await shownText()))
  })

  it.runIf(hasStack)('starts the stack again when it has died, says so, and goes on', async () => {
    const stack = [...descendantsOf(desktop.pid)].find(([, command]) => command.includes('node.mojom.NodeService'))
    expect(stack, 'the process of the stack').toBeDefined()
    const news = 'The embedded stack has ended'
    await noteComing(news)
    process.kill(stack![0], 'SIGKILL')
    await eventually('the news', 20_000, hasCome)
    await eventually('the end of the news', 60_000, async () => !(await shownText()).includes(news))
    const now = [...descendantsOf(desktop.pid)].find(([, command]) => command.includes('node.mojom.NodeService'))
    expect(now![0]).not.toBe(stack![0])
    await becomes('pause', { enabled: true })
    await eventually('trains', 60_000, async () => /[1-9]\d*\s+trains/.test(await shownText()))
  })

  it.runIf(hasStack)('leaves no process behind even when it is killed', async () => {
    const processes = descendantsOf(desktop.pid)
    process.kill(desktop.pid, 'SIGKILL')
    await eventually('the end of every process', 10_000, async () =>
      [...processes].every(([pid, command]) => command === '' || commandOf(pid) !== command),
    )
  })
})
