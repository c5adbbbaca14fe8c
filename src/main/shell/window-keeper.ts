import { app, type BrowserWindow } from 'electron'
import { openWindow, showWindow, type WindowOptions } from './window'

export interface WindowKeeper {
  window(): BrowserWindow | null
  /** Opens the window, or brings it to the front. */
  show(): void
}

export interface KeeperOptions extends WindowOptions {
  /** Whether closing the window only hides it. */
  isKeptInTray(): boolean
}

/** Keeps the one window of the app: opened when it is asked for, closed when a person or the end of the app wants it. */
export function createWindowKeeper(options: KeeperOptions): WindowKeeper {
  let window: BrowserWindow | null = null
  let isQuitting = false
  const show = () => {
    if (isQuitting) return
    if (window) return showWindow(window)
    const opened = openWindow(options)
    opened.on('close', event => {
      if (isQuitting || !options.isKeptInTray()) return
      event.preventDefault()
      opened.hide()
    })
    opened.on('closed', () => (window = null))
    window = opened
  }
  app.on('before-quit', () => (isQuitting = true))
  app.on('window-all-closed', () => {
    // On macOS an app goes on without a window until it is quit.
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('second-instance', show)
  app.on('activate', show)
  return { window: () => window, show }
}
