import { app, session, type BrowserWindow } from 'electron'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine } from '../engine'
import type { Log } from '../lib/log'
import { setMenu } from './menu'
import { servePorts } from './port'
import { registerScheme, servePage, type ReadPage } from './protocol'
import { stopBeforeQuit } from './quit'
import { hardenContents, hardenSession } from './security'
import { openWindow, showWindow } from './window'

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

/**
 * Claims the data directory for this process, before the app is ready.
 *
 * @returns false: another Elevated has it; its window comes to the front, and this process should end
 */
export function claimDesktop(dataDir: string): boolean {
  app.setName('Elevated')
  const folder = desktopFolder(dataDir)
  try {
    mkdirSync(folder, { recursive: true })
    // Chromium's profile lies with the rest of what the app keeps, so the one instance is one per data directory.
    app.setPath('userData', folder)
  } catch {
    // The engine says what is wrong with the directory, in the window.
  }
  return app.requestSingleInstanceLock()
}

/** Opens the window at once, and lets it show how the engine starts, or why it does not. */
export async function openShell(options: ShellOptions): Promise<void> {
  const { engine, dataDir, autostart, preload, readPage, log, closeLog } = options
  registerScheme()
  hardenContents(log)
  let window: BrowserWindow | null = null
  let closePorts = () => {}
  stopBeforeQuit(async () => {
    closePorts()
    await engine.close()
    closeLog()
  }, log)
  const show = () => {
    if (window) return showWindow(window)
    window = openWindow({ preload, stateFile: join(desktopFolder(dataDir), 'window.json'), log })
    window.on('closed', () => (window = null))
  }
  app.on('window-all-closed', () => {
    // On macOS an app goes on without a window until it is quit.
    if (process.platform !== 'darwin') app.quit()
  })
  await app.whenReady()
  app.on('second-instance', show)
  app.on('activate', show)
  hardenSession(session.defaultSession, log)
  servePage(session.defaultSession, readPage, log)
  closePorts = servePorts(engine, log)
  setMenu(dataDir)
  show()
  // The engine keeps the problem in its state, which the window shows.
  await engine.open({ autostart }).catch(error => log.error({ err: error }, 'the engine could not start'))
}

function desktopFolder(dataDir: string): string {
  return join(dataDir, 'desktop')
}
