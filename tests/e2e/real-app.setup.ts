import { rm } from 'node:fs/promises'
import type { TestProject } from 'vitest/node'
import { newDataDir, startApp } from '../pipeline/app'
import { eventually } from '../support/process'
import { missing } from './browser'

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the one running app that the browser tests share, with its token; null: they are left out. */
    realUrl: string | null
  }
}

/** One app with the embedded stack behind it for all browser tests: started as a user does, with a city that runs. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  if (missing()) {
    project.provide('realUrl', null)
    return async () => undefined
  }
  const dataDir = newDataDir()
  const app = await startApp(dataDir, ['--autostart'])
  const tearDown = async () => {
    await app.stop()
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await eventually('trains on the map', 120_000, async () => (await app.city()).totals.trains > 20)
  } catch (error) {
    await tearDown()
    throw error
  }
  project.provide('realUrl', app.url)
  return tearDown
}
