import type { MenuItemConstructorOptions } from 'electron'
import { speeds } from '../../shared/contract/speeds'
import type { DesktopView } from '../../shared/contract/port'
import type { RunCommands } from './run-commands'
import type { RunControls } from './run-controls'

export interface MenuActions {
  run: RunCommands
  /** Leads the page to a path, or through its history. */
  go(to: string): void
  setKeepInTray(keep: boolean): void
  openLogs(): void
  openData(): void
}

export interface MenuInput {
  platform: NodeJS.Platform
  /** In the order of the page's rail. */
  views: DesktopView[]
  controls: RunControls
  keepInTray: boolean
  hasTray: boolean
  hasDevTools: boolean
  actions: MenuActions
}

/** The native menu. Roles wherever there is one, so that an item has the system's own words, keys and behaviour. */
export function menuTemplate(input: MenuInput): MenuItemConstructorOptions[] {
  const isMac = input.platform === 'darwin'
  return [
    ...(isMac ? ([{ role: 'appMenu' }] as const) : []),
    { role: 'fileMenu', submenu: fileMenu(input) },
    { role: 'editMenu' },
    { role: 'viewMenu', submenu: viewMenu(input) },
    { label: 'Simulation', submenu: simulationMenu(input) },
    { role: 'windowMenu' },
    { role: 'help', submenu: helpMenu(input) },
  ]
}

function fileMenu({ platform, keepInTray, hasTray, actions }: MenuInput): MenuItemConstructorOptions[] {
  if (platform === 'darwin') return [{ role: 'close' }]
  return [
    { role: 'close' },
    {
      id: 'keep-in-tray',
      label: 'Keep Running in the Tray When Closed',
      type: 'checkbox',
      checked: keepInTray,
      enabled: hasTray,
      click: item => actions.setKeepInTray(item.checked),
    },
    { type: 'separator' },
    { role: 'quit' },
  ]
}

/** Views beyond the ninth have no key of their own; the page's own search reaches them. */
const numberedViewsMax = 9

function viewMenu({ platform, views, hasDevTools, actions }: MenuInput): MenuItemConstructorOptions[] {
  const separator = { type: 'separator' } as const
  const [back, forward] = platform === 'darwin' ? ['Cmd+[', 'Cmd+]'] : ['Alt+Left', 'Alt+Right']
  const items = views.map(({ name, title }, i): MenuItemConstructorOptions => ({
    id: `view-${name}`,
    label: title,
    ...(i < numberedViewsMax ? { accelerator: `CmdOrCtrl+${i + 1}` } : {}),
    click: () => actions.go(`/${name}`),
  }))
  return [
    ...items,
    ...(items.length > 0 ? [separator] : []),
    { id: 'back', label: 'Back', accelerator: back, click: () => actions.go('back') },
    { id: 'forward', label: 'Forward', accelerator: forward, click: () => actions.go('forward') },
    separator,
    { role: 'reload' },
    ...(hasDevTools ? ([{ role: 'toggleDevTools' }] as const) : []),
    separator,
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    separator,
    { role: 'togglefullscreen' },
  ]
}

/** Keys as debuggers have them: the simulation is started, paused and stepped through like a program. */
function simulationMenu({ controls, actions: { run } }: MenuInput): MenuItemConstructorOptions[] {
  const { canStart, canPause, canStop, canStep, canSetSpeed, startTitle, speed } = controls
  // The command line takes any speed; the one that holds is always among those shown.
  const allSpeeds = [...new Set<number>([...speeds, speed])].sort((one, other) => one - other)
  return [
    { id: 'start', label: startTitle, accelerator: 'F5', enabled: canStart, click: run.start },
    { id: 'pause', label: 'Pause', accelerator: 'F6', enabled: canPause, click: run.pause },
    { id: 'stop', label: 'Stop', accelerator: 'Shift+F5', enabled: canStop, click: run.stop },
    { id: 'step', label: 'Step', accelerator: 'F7', enabled: canStep, click: run.step },
    { type: 'separator' },
    { id: 'slower', label: 'Slower', accelerator: 'CmdOrCtrl+Shift+,', enabled: canSetSpeed, click: run.slower },
    { id: 'faster', label: 'Faster', accelerator: 'CmdOrCtrl+Shift+.', enabled: canSetSpeed, click: run.faster },
    { type: 'separator' },
    ...allSpeeds.map((one): MenuItemConstructorOptions => ({
      id: `speed-${one}`,
      label: `${one}×`,
      type: 'radio',
      checked: one === speed,
      enabled: canSetSpeed,
      click: () => run.setSpeed(one),
    })),
  ]
}

function helpMenu({ platform, actions }: MenuInput): MenuItemConstructorOptions[] {
  return [
    { id: 'open-logs', label: 'Open the Log Folder', click: actions.openLogs },
    { id: 'open-data', label: 'Open the Data Folder', click: actions.openData },
    ...(platform === 'darwin' ? [] : ([{ type: 'separator' }, { role: 'about' }] as const)),
  ]
}
