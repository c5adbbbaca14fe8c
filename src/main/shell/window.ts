import { BrowserWindow, dialog, nativeTheme, screen } from 'electron'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { desktopOrigin } from '../../shared/contract/port'
import { projectRoot } from '../lib/files'
import type { Log } from '../lib/log'
import { messageOf, type Problem } from '../lib/problem'
import { crashPath } from './crash-page'
import { createCrashPolicy } from './crash-policy'
import { placeWindow, smallest } from './window-state'

/** The page's own background, so that the window does not flash before it is drawn. */
const backgrounds = { dark: '#0b0d11', light: '#eef0f2' }

/** Moving and resizing come in bursts; the place is kept once they pause. */
const keepAfterMs = 500

export interface WindowOptions {
  /** Path of the bundled preload script. */
  preload: string
  /** The file that keeps the window's place. */
  stateFile: string
  /** Developer tools are for who works on the app, not for its packages. */
  hasDevTools: boolean
  /** Is told of what the next page should show. */
  tell(problem: Problem): void
  log: Log
}

/** Opens the one window, where it was the last time. */
export function openWindow({ preload, stateFile, hasDevTools, tell, log }: WindowOptions): BrowserWindow {
  const { maximized, ...place } = placeWindow(
    readKept(stateFile),
    screen.getAllDisplays().map(({ workArea }) => workArea),
  )
  const window = new BrowserWindow({
    ...place,
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: 'Elevated',
    // The other systems take it from the program.
    ...(process.platform === 'linux' ? { icon: join(projectRoot(), 'resources', 'icons', '256x256.png') } : {}),
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      spellcheck: false,
      devTools: hasDevTools,
    },
  })
  if (maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  keepPlace(window, stateFile, log)
  surviveCrashes(window, tell, log)
  // A failure to load is shown by Chromium in the window itself.
  window.loadURL(`${desktopOrigin}/`).catch(error => log.error({ err: error }, 'the page could not be loaded'))
  return window
}

/** Brings a window to the front, from wherever it is. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

function readKept(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Never kept, or not readable: the window opens at its usual size.
    return ''
  }
}

function keepPlace(window: BrowserWindow, file: string, log: Log): void {
  let timer: NodeJS.Timeout | undefined
  const keep = () => {
    clearTimeout(timer)
    const state = { ...window.getNormalBounds(), maximized: window.isMaximized() }
    try {
      writeFileSync(file, JSON.stringify(state) + '\n')
    } catch (error) {
      log.warn({ file }, `the window's place could not be kept: ${messageOf(error)}`)
    }
  }
  const keepSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(keep, keepAfterMs)
  }
  window.on('resize', keepSoon)
  window.on('move', keepSoon)
  window.on('close', keep)
  window.on('closed', () => clearTimeout(timer))
}

function surviveCrashes(window: BrowserWindow, tell: (problem: Problem) => void, log: Log): void {
  const decide = createCrashPolicy(Date.now)
  const { webContents } = window
  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    const decision = decide()
    log.error({ reason, exitCode, decision }, 'the page has died')
    if (decision === 'say-so') {
      void webContents.loadURL(desktopOrigin + crashPath)
      return
    }
    tell(pageDied(reason))
    webContents.reload()
  })
  let isAsking = false
  window.on('unresponsive', async () => {
    log.warn({}, 'the page does not answer')
    if (isAsking) return
    isAsking = true
    const { response } = await dialog.showMessageBox(window, hangQuestion)
    isAsking = false
    // Its death is then handled like any other.
    if (response === 1 && !window.isDestroyed()) webContents.forcefullyCrashRenderer()
  })
  window.on('responsive', () => log.info({}, 'the page answers again'))
}

const hangQuestion = {
  type: 'warning' as const,
  title: 'Elevated',
  message: 'The page of this window does not answer.',
  detail: 'The simulation and the services go on. Wait for the page, or load it again.',
  buttons: ['Wait', 'Load Again'],
  defaultId: 0,
  cancelId: 0,
}

function pageDied(reason: string): Problem {
  return {
    code: 'page-died',
    where: `window: ${reason}`,
    message: 'The page of this window has crashed and was loaded again.',
    tip: 'The simulation and the services went on meanwhile; nothing was lost. The log has the details.',
  }
}
