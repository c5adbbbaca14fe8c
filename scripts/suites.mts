import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface Suite {
  name: string
  /** The vitest configuration that names its files. */
  config: string
  /** Run by a plain `npm test`. */
  byDefault: boolean
  /** Why it cannot run here, or null. */
  missing(): string | null
}

/** Every suite of tests. */
export const suites: Suite[] = [
  { name: 'unit', config: 'vitest.config.ts', byDefault: true, missing: () => null },
  { name: 'pipeline', config: 'tests/pipeline/vitest.config.ts', byDefault: true, missing: () => null },
  { name: 'browser', config: 'tests/e2e/vitest.config.ts', byDefault: true, missing: noChromium },
  { name: 'desktop', config: 'tests/desktop/vitest.config.ts', byDefault: false, missing: noDesktop },
  { name: 'package', config: 'tests/package/vitest.config.ts', byDefault: false, missing: noPackage },
  { name: 'conformance', config: 'tests/conformance/vitest.config.ts', byDefault: false, missing: () => null },
  { name: 'crash', config: 'tests/crash/vitest.config.ts', byDefault: false, missing: noKcat },
  { name: 'fuzz', config: 'tests/fuzz/vitest.config.ts', byDefault: false, missing: () => null },
  { name: 'course', config: 'tests/course/vitest.config.ts', byDefault: false, missing: noCoursePrograms },
]

/** Chromium is looked for where systems put it, and in CHROMIUM. */
export function findChromium(): string | null {
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
  const folders = (process.env.PATH ?? '').split(delimiter)
  const places = [process.env.CHROMIUM, ...names.flatMap(name => folders.map(folder => join(folder, name)))]
  return places.find(place => place && existsSync(place)) ?? null
}

/** kcat reads while the broker is killed: a consumer of kafkajs gives up when it cannot connect as it restarts. */
function noKcat(): string | null {
  return onPath('kcat') ? null : 'there is no kcat on the PATH'
}

function noChromium(): string | null {
  return findChromium() ? null : 'no Chromium was found on the PATH or in the variable CHROMIUM'
}

/** Electron's binary: of the folder in ELECTRON_OVERRIDE_DIST_PATH, or as npm's package fetched it. */
export function findElectron(): string | null {
  const name =
    process.platform === 'darwin'
      ? 'Electron.app/Contents/MacOS/Electron'
      : process.platform === 'win32'
        ? 'electron.exe'
        : 'electron'
  const folders = [process.env.ELECTRON_OVERRIDE_DIST_PATH, 'node_modules/electron/dist']
  return folders.map(folder => folder && join(folder, name)).find(place => place && existsSync(place)) ?? null
}

/** Xvfb, which gives a display to tests on a machine without one. */
export function findXvfb(): string | null {
  return onPath('Xvfb')
}

export function noDesktop(): string | null {
  if (!findElectron())
    return "Electron's binary is not in ELECTRON_OVERRIDE_DIST_PATH; `npx install-electron` fetches it"
  const hasDisplay = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY
  return hasDisplay || findXvfb() ? null : 'there is no display, and no Xvfb on the PATH'
}

/** A package is installed and removed for real, so only where that harms nobody. */
export function noPackage(): string | null {
  if (process.platform !== 'linux' || !onPath('dpkg')) return 'packages are tried on Debian and its kin only'
  if (process.getuid?.() !== 0) return 'installing a package needs root'
  if (existsSync('/opt/Elevated')) return 'Elevated is installed on this system; the test would remove it'
  if (!existsSync('packaging/node_modules')) return '`npm run package` has not installed its tools yet'
  return noDesktop()
}

function onPath(name: string): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map(folder => join(folder, name)).find(existsSync) ?? null
}

function noCoursePrograms(): string | null {
  const folder = process.env.COURSE_PROGRAMS
  return folder && existsSync(folder) ? null : 'the variable COURSE_PROGRAMS names no folder with their sources'
}
