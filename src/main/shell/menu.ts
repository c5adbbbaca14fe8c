import { Menu, shell } from 'electron'
import type { DesktopView } from '../../shared/contract/port'
import { logFolder } from '../lib/app-log'
import { menuTemplate, type MenuActions, type MenuInput } from './menu-template'
import type { RunControls } from './run-controls'

export interface AppMenu {
  /** The page has told which views there are. */
  showViews(views: DesktopView[]): void
  /** The run has changed. */
  showRun(): void
  /** A command was given: the system has marked what was clicked, which need not be what holds now. */
  refresh(): void
}

export interface MenuOptions {
  actions: Omit<MenuActions, 'openLogs' | 'openData'>
  /** As the run is just now. */
  controls(): RunControls
  keepInTray(): boolean
  hasTray(): boolean
  hasDevTools: boolean
  dataDir: string
}

/** The application's menu, which follows what the page has and how the run is. */
export function createMenu(options: MenuOptions): AppMenu {
  const { dataDir, hasDevTools } = options
  const actions: MenuActions = {
    ...options.actions,
    openLogs: () => void shell.openPath(logFolder(dataDir)),
    openData: () => void shell.openPath(dataDir),
  }
  let shown = ''
  let views: DesktopView[] = []
  const show = () => {
    const controls = options.controls()
    const input = {
      platform: process.platform,
      views,
      controls,
      hasDevTools,
      hasTray: options.hasTray(),
      keepInTray: options.keepInTray(),
    }
    const text = JSON.stringify({ ...input, controls: { ...controls, summary: '', icon: '' } })
    if (text === shown) return
    shown = text
    // As a whole, since not every system takes changes of an item; and only then, since that closes a menu that is open.
    setMenu({ ...input, actions })
  }
  show()
  return {
    showViews(told) {
      views = told
      show()
    },
    showRun: show,
    refresh() {
      shown = ''
      show()
    },
  }
}

function setMenu(input: MenuInput): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(input)))
}
