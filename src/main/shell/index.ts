import { app, session } from 'electron'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '../engine'
import type { Log } from '../lib/log'
import { messageOf } from '../lib/problem'
import { openSettings } from './desktop-settings'
import { createMenu } from './menu'
import { servePorts } from './port'
import { registerScheme, servePage, type ReadPage } from './protocol'
import { stopBeforeQuit } from './quit'
import { createRunCommands } from './run-commands'
import { controlsOf } from './run-controls'
import { followRun } from './run-follower'
import { hardenContents, hardenSession } from './security'
import { createTray } from './tray'
import { createWindowKeeper } from './window-keeper'

export { appArgs } from './command-line'
export { forkUtility } from './stack-child'

export interface ShellOptions {
  engine: Engine
  dataDir: string
  autostart: boolean
  /** Path of the bundled preload script. */
  preload: string
  readPage: ReadPage
  log: Log
  closeLog(): void
}

/** Groups windows and shortcuts on Windows; the package's appId. */
const appId = 'org.example.elevated'

/**
 * Claims the data directory for this process, before the app is ready.
 *
 * @returns false: another Elevated has it; its window comes to the front, and this process should end
 */
export function claimDesktop(dataDir: string): boolean {
  app.setName('Elevated')
  app.setAppUserModelId(appId)
  // Whatever a window's own options say.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
  const folder = desktopFolder(dataDir)
  try {
    mkdirSync(folder, { recursive: true })
  } catch {
    // The window opens all the same, to show what the engine says of the directory.
    app.setPath('userData', mkdtempSync(join(tmpdir(), 'elevated-')))
    return true
  }
  // Chromium's profile lies with the rest of what the app keeps, so the one instance is one per data directory.
  app.setPath('userData', folder)
  return app.requestSingleInstanceLock()
}

/** Opens the window at once, and lets it show how the engine starts, or why it does not. */
export async function openShell(options: ShellOptions): Promise<void> {
  const { engine, autostart, readPage, log, closeLog } = options
  registerScheme()
  hardenContents(log)
  const ending = new AbortController()
  const open: { close(): void }[] = []
  stopBeforeQuit(async () => {
    ending.abort()
    for (const part of open) part.close()
    await engine.close()
    closeLog()
  }, log)
  await app.whenReady()
  hardenSession(session.defaultSession, log)
  servePage(session.defaultSession, readPage, log)
  open.push(...openDesktop(options, ending.signal))
  // The engine keeps the problem in its state, which the window shows.
  await engine.open({ autostart }).catch(error => log.error({ err: error }, 'the engine could not start'))
}

/** Window, menu and tray, and the way between them and the page. */
function openDesktop({ engine, dataDir, preload, log }: ShellOptions, signal: AbortSignal) {
  const settings = openSettings(join(desktopFolder(dataDir), 'settings.json'))
  const keeper = createWindowKeeper({
    preload,
    stateFile: join(desktopFolder(dataDir), 'window.json'),
    hasDevTools: !app.isPackaged,
    isKeptInTray: () => tray.isThere && settings.now.keepInTray,
    tell: problem => ports.tell(problem),
    log,
  })
  const run = createRunCommands({ engine, window: keeper.window, onDone: () => menu.refresh(), log })
  const tray = createTray({ run, show: keeper.show, quit: () => app.quit() })
  const menu = createMenu({
    actions: {
      run,
      go(to) {
        keeper.show()
        ports.go(to)
      },
      setKeepInTray(keepInTray) {
        try {
          settings.change({ keepInTray })
        } catch (error) {
          log.warn({}, `the setting holds until the app ends; it could not be kept: ${messageOf(error)}`)
        }
      },
    },
    controls: () => controlsOf(engine.health().run),
    keepInTray: () => settings.now.keepInTray,
    hasTray: () => tray.isThere,
    hasDevTools: !app.isPackaged,
    dataDir,
  })
  const ports = servePorts(engine, log, menu.showViews)
  void followRun(
    engine,
    signal,
    controls => {
      menu.showRun()
      tray.show(controls)
    },
    log,
  )
  keeper.show()
  return [ports, tray]
}

function desktopFolder(dataDir: string): string {
  return join(dataDir, 'desktop')
}
