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
  { name: 'conformance', config: 'tests/conformance/vitest.config.ts', byDefault: false, missing: () => null },
  { name: 'course', config: 'tests/course/vitest.config.ts', byDefault: false, missing: noCoursePrograms },
]

/** Chromium is looked for where systems put it, and in CHROMIUM. */
export function findChromium(): string | null {
  const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
  const folders = (process.env.PATH ?? '').split(delimiter)
  const places = [process.env.CHROMIUM, ...names.flatMap(name => folders.map(folder => join(folder, name)))]
  return places.find(place => place && existsSync(place)) ?? null
}

function noChromium(): string | null {
  return findChromium() ? null : 'no Chromium was found on the PATH or in the variable CHROMIUM'
}

function noCoursePrograms(): string | null {
  const folder = process.env.COURSE_PROGRAMS
  return folder && existsSync(folder) ? null : 'the variable COURSE_PROGRAMS names no folder with their sources'
}
