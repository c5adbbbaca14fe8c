import { describe, expect, it, vi } from 'vitest'
import { controlsOf } from './run-controls'
import { canHaveTray, trayTemplate, type TrayActions } from './tray'

vi.mock('electron', () => ({ Menu: {}, nativeImage: {}, Tray: class {} }))

describe('a tray', () => {
  it.each([
    ['linux', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus' }, true],
    ['linux', { XDG_RUNTIME_DIR: '/run/user/1000' }, true],
    ['linux', { XDG_RUNTIME_DIR: '/run/user/7' }, false],
    ['linux', { DBUS_SESSION_BUS_ADDRESS: 'disabled:' }, false],
    ['linux', {}, false],
    ['win32', {}, true],
    ['darwin', {}, true],
  ] as const)('on %s with %j: %s', (platform, env, expected) => {
    expect(canHaveTray(platform, env, path => path === '/run/user/1000/bus')).toBe(expected)
  })

  it('says how the run is, and offers what is possible', () => {
    const run = { start: vi.fn(), pause: vi.fn(), stop: vi.fn() } as unknown as TrayActions['run']
    const controls = controlsOf({ state: 'paused', speed: 60, seed: 1, problem: null })
    const items = trayTemplate(controls, { run, show: vi.fn(), quit: vi.fn() })
    const shown = items.filter(({ type }) => type !== 'separator').map(({ label, enabled }) => [label, enabled ?? true])
    expect(shown).toEqual([
      ['Paused, 60×', false],
      ['Show Elevated', true],
      ['Go On', true],
      ['Pause', false],
      ['Stop', true],
      ['Quit Elevated', true],
    ])
  })
})
