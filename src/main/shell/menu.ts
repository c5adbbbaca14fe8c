import { Menu, shell, type MenuItemConstructorOptions } from 'electron'
import { logFolder } from '../lib/app-log'

/** The native menu: roles, so that every item has the system's own words, keys and behaviour. */
export function setMenu(dataDir: string): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, dataDir)))
}

function menuTemplate(platform: NodeJS.Platform, dataDir: string): MenuItemConstructorOptions[] {
  const view: MenuItemConstructorOptions[] = [
    { role: 'reload' },
    { role: 'toggleDevTools' },
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ]
  const help: MenuItemConstructorOptions[] = [
    { label: 'Open the Log Folder', click: () => void shell.openPath(logFolder(dataDir)) },
    { label: 'Open the Data Folder', click: () => void shell.openPath(dataDir) },
    ...(platform === 'darwin' ? [] : ([{ type: 'separator' }, { role: 'about' }] as const)),
  ]
  return [
    ...(platform === 'darwin' ? ([{ role: 'appMenu' }] as const) : []),
    { role: 'fileMenu' },
    { role: 'editMenu' },
    { label: 'View', submenu: view },
    { role: 'windowMenu' },
    { role: 'help', submenu: help },
  ]
}
