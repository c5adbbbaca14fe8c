import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CityDocument } from '../../src/shared/city/document'
import type { Health } from '../../src/shared/contract/lifecycle'
import { eventually } from '../support/process'
import { newDataDir, startApp, type App } from './app'
import { breakables, produceBadRecords } from './break'

/**
 * The whole app as a user starts it, judged from outside. The same for the embedded stack and for real services:
 * ELEVATED_PROFILE=FILE.json switches, and no test asks which it is.
 */
describe('the pipeline', () => {
  const dataDir = newDataDir()
  let app: App

  beforeAll(async () => {
    app = await startApp(dataDir, ['--autostart', '--speed', '60', '--seed', '1'])
  })

  afterAll(async () => {
    await app.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('brings every service up, or says that the profile has none', async () => {
    const health = await eventually('services', 30_000, async () => {
      const now = await app.health()
      return now.services.every(({ state }) => ['ready', 'slow', 'absent'].includes(state)) && now
    })
    expect(health.services.map(({ name }) => name)).toEqual([
      'kafka',
      'registry',
      'restProxy',
      'connect',
      'ksql',
      'postgres',
    ])
  })

  it('provisions everything that it needs', async () => {
    const health = await eventuallyProvisioned(app)
    for (const step of health.steps) expect(step.detail, step.id).toBeTruthy()
    const skipped = health.steps.filter(({ state }) => state === 'skipped').map(({ id }) => id)
    const absent = health.services.filter(({ state }) => state === 'absent').map(({ name }) => name as string)
    expect(skipped).toEqual(absent)
  })

  it('changes nothing when it provisions again', async () => {
    // How long a step took is another time's each time.
    const provision = async () => (await app.client.lifecycle.provision({})).map(({ took: _took, ...step }) => step)
    const before = await provision()
    expect(await provision()).toEqual(before)
  })

  it('shows all eight lines with their stations', async () => {
    const { lines } = await app.city()
    const all = ['red', 'blue', 'brown', 'green', 'orange', 'pink', 'purple', 'yellow']
    expect(lines.map(({ id }) => id).sort()).toEqual([...all].sort())
    expect(lines.find(({ id }) => id === 'red')?.stations).toHaveLength(33)
  })

  it('moves trains, counts entries and tells the weather, all read back from Kafka', async () => {
    const before = await eventually('a first train', 60_000, async () => {
      const city = await app.city()
      return city.totals.trains > 0 && city.totals.entries > 0 && city
    })
    const after = await eventually('trains that have moved', 60_000, async () => {
      const city = await app.city()
      return movedTrains(before, city) > 5 && city.weather && city.totals.entries > before.totals.entries && city
    })
    expect(after.totals.records).toBeGreaterThan(before.totals.records)
    expect(after.simulatedTime!).toBeGreaterThan(before.simulatedTime!)
    expect(['sunny', 'partly_cloudy', 'cloudy', 'windy', 'precipitation']).toContain(after.weather!.status)
  })

  it('counts and skips what it cannot decode, and goes on', async () => {
    const before = await snapshot(app)
    const bad = await produceBadRecords(app.addresses)
    await eventually('the bad records counted', 30_000, async () => {
      const now = await snapshot(app)
      return now.undecoded >= before.undecoded + bad && now.records > before.records + bad + 100
    })
    const after = await snapshot(app)
    expect(after.lastUndecoded?.reason).toBeTruthy()
    for (const { id, state } of (await app.health()).parts) expect(state, id).toBe('running')
  })

  it('streams a snapshot and then at most ten patches a second', async () => {
    const stream = await app.client.city.watch()
    const times: number[] = []
    for await (const message of stream) {
      if (times.length === 0) expect(message.kind).toBe('snapshot')
      else expect(message.kind).toBe('patch')
      times.push(performance.now())
      if (times.length === 12) break
    }
    expect(times.at(-1)! - times[0]!).toBeGreaterThan(900)
  })

  it('stands still while it is paused, advances by a step, and goes on', async () => {
    expect((await app.client.lifecycle.pause()).state).toBe('paused')
    const still = await eventuallyStill(app)
    expect((await app.client.lifecycle.step()).state).toBe('paused')
    const stepped = await eventually('a step', 30_000, async () => {
      const city = await app.city()
      return city.simulatedTime! > still.simulatedTime! && city
    })
    expect(stepped.simulatedTime! - still.simulatedTime!).toBeLessThanOrEqual(6 * 60_000)
    expect((await app.client.lifecycle.setSpeed({ speed: 300 })).speed).toBe(300)
    expect((await app.client.lifecycle.start()).state).toBe('running')
    await eventually('time to pass', 30_000, async () => (await app.city()).simulatedTime! > stepped.simulatedTime!)
    await app.client.lifecycle.setSpeed({ speed: 60 })
  })

  it('has a plain status page with every line', async () => {
    const page = await app.get('/status')
    expect(page.status).toBe(200)
    expect(page.headers['content-type']).toContain('text/html')
    expect(page.text.match(/<table/g)).toHaveLength(8)
    expect(page.text).toContain('Howard')
  })

  it.each([
    ['without the token', {}, 401],
    ['with a wrong token', { authorization: 'Bearer wrong' }, 401],
    ['under a name that is not its own', { host: 'evil.example', authorization: 'Bearer a-token-of-the-test' }, 403],
    [
      'from a page of another site',
      { origin: 'http://evil.example', authorization: 'Bearer a-token-of-the-test' },
      403,
    ],
  ])('refuses who asks %s', async (_who, headers, status) => {
    expect((await app.get('/api/city', headers)).status).toBe(status)
  })

  it.each(breakables)('brings back $what that somebody has deleted', async thing => {
    if (thing.needs && app.addresses[thing.needs] === null) return
    await thing.drop(app.addresses)
    await eventually('its end', 20_000, async () => !(await thing.isBack(app.addresses).catch(() => false)))
    const steps = await app.client.lifecycle.provision({})
    expect(steps.filter(({ state }) => state === 'failed')).toEqual([])
    await eventually(thing.what, 30_000, () => thing.isBack(app.addresses))
  })

  it('still runs after all that', async () => {
    const before = await app.city()
    await eventually('entries', 60_000, async () => (await app.city()).totals.entries > before.totals.entries)
    expect((await app.health()).parts.map(({ state }) => state)).toEqual(Array(4).fill('running'))
  })

  it('ends on SIGTERM with 0, and goes on from there when it is started again', async () => {
    await app.client.lifecycle.pause()
    const before = await eventuallyStill(app)
    expect(await app.stop(), app.program.output()).toBe(0)
    app = await startApp(dataDir, ['--no-autostart'])
    const after = await eventually('the city as it was', 60_000, async () => {
      const city = await app.city()
      const isRead = city.totals.entries >= before.totals.entries && city.simulatedTime === before.simulatedTime
      return isRead && city.weather && city
    })
    expect(after.totals.entries).toBe(before.totals.entries)
    expect(after.weather).toEqual(before.weather)
    await eventuallyProvisioned(app)
    await app.client.lifecycle.start()
    await eventually('time to go on', 60_000, async () => {
      const { simulatedTime } = await app.city()
      expect(simulatedTime!).toBeGreaterThanOrEqual(before.simulatedTime!)
      return simulatedTime! > before.simulatedTime!
    })
  })
})

async function eventuallyProvisioned(app: App): Promise<Health> {
  return eventually('provisioning', 90_000, async () => {
    const health = await app.health()
    const failed = health.steps.filter(({ state }) => state === 'failed')
    if (failed.length > 0) throw new Error(JSON.stringify(failed))
    return (
      health.steps.length > 0 && health.steps.every(({ state }) => state === 'done' || state === 'skipped') && health
    )
  })
}

/** The city once nothing comes any more: two looks a second apart say the same. */
async function eventuallyStill(app: App): Promise<CityDocument> {
  let before = await app.city()
  return eventually('stillness', 60_000, async () => {
    await new Promise(resolve => setTimeout(resolve, 1_000))
    const now = await app.city()
    const still = now.totals.records === before.totals.records
    before = now
    return still && now
  })
}

/** Trains that stand elsewhere than before. */
function movedTrains(before: CityDocument, after: CityDocument): number {
  const places = new Map(before.lines.flatMap(line => line.trains.map(train => [train.id, train.stationId] as const)))
  const trains = after.lines.flatMap(line => line.trains)
  return trains.filter(train => places.has(train.id) && places.get(train.id) !== train.stationId).length
}

/** The first message of the city's stream: all that has been read so far. */
async function snapshot({ client }: App) {
  for await (const message of await client.city.watch()) if (message.kind === 'snapshot') return message
  throw new Error('the stream ended without a snapshot')
}
