import { BrowserWindow, nativeTheme, screen } from 'electron'
import { readFileSync, writeFileSync } from 'node:fs'
import { desktopOrigin } from '../../shared/contract/port'
import type { Log } from '../lib/log'
import { messageOf } from '../lib/problem'
import { placeWindow, smallest } from './window-state'

/** The page's own background, so that the window does not flash before it is drawn. */
const backgrounds = { dark: '#0b0d11', light: '#eef0f2' }

/** Moving and resizing come in bursts; the place is kept once they pause. */
const keepAfterMs = 500

/** A page that dies is loaded again, so many times in so long; then it stays as it is. */
const reloadsMax = 3
const reloadsWithinMs = 60_000

export interface WindowOptions {
  /** Path of the bundled preload script. */
  preload: string
  /** The file that keeps the window's place. */
  stateFile: string
  log: Log
}

/** Opens the one window, where it was the last time. */
export function openWindow({ preload, stateFile, log }: WindowOptions): BrowserWindow {
  const { maximized, ...place } = placeWindow(
    readKept(stateFile),
    screen.getAllDisplays().map(({ workArea }) => workArea),
  )
  const window = new BrowserWindow({
    ...place,
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: 'Elevated',
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
      spellcheck: false,
    },
  })
  if (maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  keepPlace(window, stateFile, log)
  reloadAfterCrash(window, log)
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

function reloadAfterCrash(window: BrowserWindow, log: Log): void {
  let reloads: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return
    const now = Date.now()
    reloads = reloads.filter(at => now - at < reloadsWithinMs)
    log.error({ reason, exitCode, reloads: reloads.length }, 'the page has died')
    if (reloads.length >= reloadsMax || window.isDestroyed()) return
    reloads.push(now)
    window.webContents.reload()
  })
  window.on('unresponsive', () => log.warn({}, 'the page does not answer'))
  window.on('responsive', () => log.info({}, 'the page answers again'))
}
