import { existsSync, rmSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually, jsonEvent, start } from '../support/process'
import { processTree } from '../support/proc'
import { newDataDir, profileFile, startApp, type App } from './app'

const canSeeProcesses = existsSync('/proc/self/stat')

/** What SIGKILL does to the embedded stack and to the app. A custom profile's services are not ours to kill. */
describe.skipIf(profileFile !== undefined || !canSeeProcesses)('a violent end', () => {
  const dataDir = newDataDir()
  let app: App | undefined

  afterEach(async () => {
    await app?.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('of the stack is named, survived and repaired, with every record still there; of the app, leaves no orphan', async () => {
    app = await startApp(dataDir, ['--autostart', '--speed', '60', '--seed', '1'])
    const before = await eventually('a city that runs', 60_000, async () => {
      const city = await app!.city()
      return city.totals.trains > 50 && city.totals.entries > 500 && city
    })
    const endpoints = app.addresses.kafka

    // Followed, since the stack is back within a second: two looks may miss it.
    const death = deathIn(app, AbortSignal.timeout(15_000))
    process.kill(stackOf(app), 'SIGKILL')
    await death
    await eventually('all services back', 60_000, async () => {
      const { services, steps } = await app!.health()
      return services.every(({ state }) => state === 'ready') && steps.every(({ state }) => state === 'done')
    })
    const after = await eventually('a city that goes on', 60_000, async () => {
      const city = await app!.city()
      return city.totals.records > before.totals.records + 1_000 && city
    })
    expect(after.totals.entries).toBeGreaterThanOrEqual(before.totals.entries)
    expect(app.addresses.kafka).toBe(endpoints)

    const below = processTree(app.program.pid).filter(pid => pid !== app!.program.pid)
    expect(below.length).toBeGreaterThan(2)
    process.kill(app.program.pid, 'SIGKILL')
    await eventually('no process left', 10_000, async () => below.every(pid => !existsSync(`/proc/${pid}`)))
  })
})

describe.skipIf(profileFile !== undefined || !canSeeProcesses)('npm run stack', () => {
  it('ends with npm, however that ends', async () => {
    const dataDir = newDataDir()
    const npm = start('npm', ['run', '-s', 'stack', '--', '--data-dir', dataDir, '--ports', 'auto'])
    try {
      await npm.line(jsonEvent('ready'), 60_000)
      const below = processTree(npm.pid).filter(pid => pid !== npm.pid)
      expect(below.length).toBeGreaterThan(1)
      process.kill(npm.pid, 'SIGKILL')
      await eventually('no process left', 10_000, async () => below.every(pid => !existsSync(`/proc/${pid}`)))
    } finally {
      await npm.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
  })
})

/** Resolves once the app says of a service that it has failed, and why. */
async function deathIn({ client }: App, signal: AbortSignal): Promise<void> {
  for await (const { services } of await client.lifecycle.health(undefined, { signal })) {
    if (services.some(({ state, problem }) => state === 'failed' && problem !== null)) return
  }
  throw new Error('The app ended its health before it said that the stack had died.')
}

/** The stack is the app's one Node child; everything else is below it. */
function stackOf(app: App): number {
  const [, stack] = processTree(app.program.pid)
  if (stack === undefined) throw new Error('the app has no stack process')
  return stack
}
