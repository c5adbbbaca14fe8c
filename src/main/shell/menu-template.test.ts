import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { menuTemplate, type MenuActions, type MenuInput } from './menu-template'
import { controlsOf } from './run-controls'

const run = {
  start: vi.fn(),
  pause: vi.fn(),
  stop: vi.fn(),
  step: vi.fn(),
  setSpeed: vi.fn(),
  faster: vi.fn(),
  slower: vi.fn(),
}
const actions: MenuActions = { run, go: vi.fn(), setKeepInTray: vi.fn(), openLogs: vi.fn(), openData: vi.fn() }

function template(given: Partial<MenuInput> = {}): MenuItemConstructorOptions[] {
  return menuTemplate({
    platform: 'linux',
    views: [
      { name: 'map', title: 'Map' },
      { name: 'topics', title: 'Topics' },
    ],
    controls: controlsOf({ state: 'running', speed: 60, seed: 1, problem: null }),
    keepInTray: false,
    hasTray: true,
    hasDevTools: false,
    actions,
    ...given,
  })
}

function itemsOf(items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap(item => [item, ...(Array.isArray(item.submenu) ? itemsOf(item.submenu) : [])])
}

/** Electron calls an item with the item itself first, of which only `checked` matters here. */
function click(items: MenuItemConstructorOptions[], id: string, checked = false): void {
  const item = itemsOf(items).find(one => one.id === id)!
  const call = item.click as unknown as (item: { checked: boolean }) => void
  call({ checked })
}

describe('the native menu', () => {
  it.each(['linux', 'win32', 'darwin'] as const)('on %s has no two items with one key', platform => {
    const keys = itemsOf(template({ platform })).flatMap(({ accelerator }) => (accelerator ? [accelerator] : []))
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('lists the views with a key each, which lead there; a tenth has none', () => {
    const views = Array.from({ length: 10 }, (_, i) => ({ name: `view-${'abcdefghij'[i]}`, title: `View ${i}` }))
    const items = template({ views })
    const listed = itemsOf(items).filter(({ id }) => id?.startsWith('view-view-'))
    expect(listed.map(({ accelerator }) => accelerator)).toEqual([
      ...Array.from({ length: 9 }, (_, i) => `CmdOrCtrl+${i + 1}`),
      undefined,
    ])
    click(items, 'view-view-b')
    expect(actions.go).toHaveBeenLastCalledWith('/view-b')
  })

  it('offers of the simulation what is possible, and marks its speed', () => {
    const items = itemsOf(template())
    const enabled = (id: string) => items.find(item => item.id === id)?.enabled
    expect(['start', 'pause', 'stop', 'step'].map(enabled)).toEqual([false, true, true, false])
    expect(items.filter(({ type, checked }) => type === 'radio' && checked).map(({ id }) => id)).toEqual(['speed-60'])
    click(items, 'pause')
    expect(run.pause).toHaveBeenCalledOnce()
  })

  it('shows a speed that only the command line can give', () => {
    const controls = controlsOf({ state: 'paused', speed: 45, seed: 1, problem: null })
    const labels = itemsOf(template({ controls })).flatMap(({ type, label }) => (type === 'radio' ? [label] : []))
    expect(labels).toEqual(['1×', '10×', '45×', '60×', '300×', '600×'])
  })

  it('has developer tools only where they are allowed', () => {
    const has = (hasDevTools: boolean) =>
      itemsOf(template({ hasDevTools })).some(({ role }) => role === 'toggleDevTools')
    expect([has(false), has(true)]).toEqual([false, true])
  })

  it('keeps the app in the tray when told so, except on macOS, whose apps stay anyway', () => {
    click(template(), 'keep-in-tray', true)
    expect(actions.setKeepInTray).toHaveBeenLastCalledWith(true)
    expect(itemsOf(template({ platform: 'darwin' })).some(({ id }) => id === 'keep-in-tray')).toBe(false)
  })
})
