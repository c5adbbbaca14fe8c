import { describe, expect, it } from 'vitest'
import { appArgs } from './command-line'

describe("the app's flags in Electron's command line", () => {
  it.each([
    [['electron', '/app', '--speed', '60'], true, ['--speed', '60']],
    [['electron', '--no-sandbox', '-r', 'hook.cjs', '/app', '--seed', '2'], true, ['--seed', '2']],
    [['electron', '/app'], true, []],
    [['electron', '/app', '--no-sandbox', '--profile', 'x.json', '--lang=de'], true, ['--profile', 'x.json']],
    [['elevated', '--no-autostart', '--ozone-platform=wayland'], false, ['--no-autostart']],
    [['Elevated', '-psn_0_12345'], false, []],
    [['elevated', '--no-sandbox-please'], false, ['--no-sandbox-please']],
    [['elevated', 'stray'], false, ['stray']],
  ])('%j, started with its folder: %s, are %j', (argv, isDefaultApp, flags) => {
    expect(appArgs(argv, isDefaultApp)).toEqual(flags)
  })
})
