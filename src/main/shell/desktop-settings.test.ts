import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openSettings, parseSettings } from './desktop-settings'

const folder = mkdtempSync(join(tmpdir(), 'elevated-settings-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the settings of the desktop', () => {
  it.each(['', 'null', '[]', '{"keepInTray":', '{"keepInTray":"yes"}', '7'])('are the usual ones after %j', text => {
    expect(parseSettings(text)).toEqual({ keepInTray: false })
  })

  it('are kept for the next start', () => {
    const file = join(folder, 'settings.json')
    openSettings(file).change({ keepInTray: true })
    expect(openSettings(file).now).toEqual({ keepInTray: true })
  })

  it('hold until the end of the app when they cannot be written', () => {
    const settings = openSettings(join(folder, 'nowhere', 'settings.json'))
    expect(() => settings.change({ keepInTray: true })).toThrow()
    expect(settings.now.keepInTray).toBe(true)
  })
})
