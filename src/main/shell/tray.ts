import { Menu, nativeImage, Tray, type MenuItemConstructorOptions, type NativeImage } from 'electron'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../lib/files'
import type { RunCommands } from './run-commands'
import type { RunControls } from './run-controls'

export interface TrayActions {
  run: RunCommands
  show(): void
  quit(): void
}

export interface AppTray {
  /** Whether a person can find it. */
  isThere: boolean
  show(controls: RunControls): void
  close(): void
}

/**
 * Whether there can be a tray at all: Linux' trays are reached over the session's message bus. Where that is, a tray may
 * still be missing, as in GNOME without an extension, and nothing tells.
 */
export function canHaveTray(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, exists = existsSync): boolean {
  if (platform !== 'linux') return true
  const { DBUS_SESSION_BUS_ADDRESS: address = '', XDG_RUNTIME_DIR: runtime } = env
  // Chromium itself sets this address where there was none.
  if (address !== '' && address !== 'disabled:') return true
  return address === '' && runtime !== undefined && exists(join(runtime, 'bus'))
}

/** The icon in the system's tray: how the run is, by shape and colour, with its commands. Nothing is to be had here alone. */
export function createTray(actions: TrayActions): AppTray {
  if (!canHaveTray(process.platform, process.env)) return { isThere: false, show() {}, close() {} }
  const images = new Map<string, NativeImage>()
  const imageOf = (icon: RunControls['icon']) => {
    const image = images.get(icon) ?? loadImage(icon)
    images.set(icon, image)
    return image
  }
  const tray = new Tray(imageOf('starting'))
  // Where a click is told at all (not on macOS, which opens the menu), it brings the window.
  if (process.platform !== 'darwin') tray.on('click', actions.show)
  return {
    isThere: true,
    show(controls) {
      tray.setImage(imageOf(controls.icon))
      tray.setToolTip(`Elevated – ${controls.summary}`)
      // Linux takes changes of a menu only with a new one.
      tray.setContextMenu(Menu.buildFromTemplate(trayTemplate(controls, actions)))
    },
    close: () => tray.destroy(),
  }
}

export function trayTemplate(controls: RunControls, { run, show, quit }: TrayActions): MenuItemConstructorOptions[] {
  return [
    { label: controls.summary, enabled: false },
    { type: 'separator' },
    { id: 'tray-show', label: 'Show Elevated', click: show },
    { type: 'separator' },
    { id: 'tray-start', label: controls.startTitle, enabled: controls.canStart, click: run.start },
    { id: 'tray-pause', label: 'Pause', enabled: controls.canPause, click: run.pause },
    { id: 'tray-stop', label: 'Stop', enabled: controls.canStop, click: run.stop },
    { type: 'separator' },
    { id: 'tray-quit', label: 'Quit Elevated', click: quit },
  ]
}

function loadImage(icon: string): NativeImage {
  const folder = join(projectRoot(), 'resources', 'icons', 'tray')
  // Linux' panels scale one picture to their own height; the others choose among the files beside this one.
  if (process.platform === 'linux') return nativeImage.createFromBuffer(readFileSync(join(folder, `${icon}@3x.png`)))
  const image = nativeImage.createFromPath(
    join(folder, process.platform === 'darwin' ? `${icon}Template.png` : `${icon}.png`),
  )
  image.setTemplateImage(process.platform === 'darwin')
  return image
}
