import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CityPatch, CitySnapshot } from '../../src/shared/contract/city'
import type { ServiceName } from '../../src/shared/contract/services'
import type { ProfileDraft, ServiceCheck } from '../../src/shared/contract/profiles'
import { eventually, jsonEvent, start, type Started } from '../support/process'
import { newDataDir, profileFile, startApp, type App } from './app'

/** From source while the app is being changed, as app.ts has it. */
const stackCommand = process.env.ELEVATED_FROM_SOURCE
  ? ['--import', 'tsx', 'src/embedded/index.ts']
  : ['scripts/bootstrap.mjs', 'stack']

/**
 * The app with its own stack, and beside it the services of somebody else (a second stack, with data and ports of its
 * own), between which the running app is switched.
 */
describe.skipIf(profileFile !== undefined)('profiles', () => {
  const dataDir = newDataDir()
  const otherDir = newDataDir()
  let app: App
  let other: Started
  let addresses: Record<ServiceName, string>

  beforeAll(async () => {
    other = start(process.execPath, [...stackCommand, '--data-dir', otherDir, '--ports', 'auto'])
    const ready = other.line(jsonEvent<{ endpoints: typeof addresses }>('ready'), 60_000)
    const [started, { endpoints }] = await Promise.all([
      startApp(dataDir, ['--autostart', '--speed', '60', '--seed', '1']),
      ready,
    ])
    app = started
    addresses = endpoints
  })

  afterAll(async () => {
    await Promise.all([app?.stop(), other.stop()])
    for (const folder of [dataDir, otherDir])
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 })
  })

  /** The other services, with the password beside the address, as the form has it. */
  const draft = (change: Partial<ProfileDraft['fields']> = {}, password = 'chicago'): ProfileDraft => {
    const url = new URL(addresses.postgres)
    url.password = ''
    const http = (name: ServiceName) => ({ url: addresses[name], username: null })
    return {
      fields: {
        title: 'Neighbour',
        readOnly: false,
        kafka: { brokers: [addresses.kafka], tls: null, sasl: null },
        registry: http('registry'),
        restProxy: http('restProxy'),
        connect: http('connect'),
        ksql: http('ksql'),
        postgres: { url: url.href, fromConnect: null },
        ...change,
      },
      secrets: { postgresPassword: password },
    }
  }
  const test = async (input: { id: string | null; draft: ProfileDraft | null }) => {
    const checks = new Map<ServiceName, ServiceCheck>()
    for await (const check of await app.client.profiles.test(input)) checks.set(check.service, check)
    return checks
  }
  const topicsThere = async (id: string) =>
    /(\d+) topics/.exec((await test({ id, draft: null })).get('kafka')!.found!)?.[1]
  const city = async (what: string, wanted: (trains: number, records: number) => boolean) =>
    eventually(what, 60_000, async () => {
      const { totals } = await app.city()
      return wanted(totals.trains, totals.records)
    })

  it('are the built-in ones at first, of which the embedded one is in use', async () => {
    const { profiles, current, next } = await app.client.profiles.list()
    expect(profiles.map(({ id, kind }) => [id, kind])).toEqual([
      ['embedded', 'built-in'],
      ['compose', 'built-in'],
    ])
    expect([current, next]).toEqual(['embedded', 'embedded'])
    expect(profiles[0]!.addresses?.kafka).toBe(app.addresses.kafka)
  })

  it('are saved for this account alone, and never tell a secret', async () => {
    const saved = await app.client.profiles.save({ id: null, draft: draft() })
    expect(saved).toMatchObject({ id: 'neighbour', kind: 'saved', secretsSet: ['postgresPassword'] })
    expect(JSON.stringify(saved)).not.toContain('chicago')
    expect(JSON.stringify(await app.client.profiles.list())).not.toContain('chicago')
    expect(statSync(join(dataDir, 'profiles', 'neighbour.json')).mode & 0o777).toBe(0o600)
  })

  it('are tested: each service answers, and a wrong one is named', async () => {
    const good = await test({ id: 'neighbour', draft: null })
    expect([...good.values()].filter(({ state }) => state !== 'ok')).toEqual([])
    const wrong = await test({ id: 'neighbour', draft: draft({ registry: null }, 'hunter2') })
    expect(wrong.get('registry')?.state).toBe('absent')
    expect(wrong.get('postgres')?.problems.map(({ code }) => code)).toEqual(['wrong-password'])
    const own = await test({ id: 'embedded', draft: null })
    expect([...own.values()].filter(({ state }) => state !== 'ok')).toEqual([])
  })

  it('that are read-only write nothing: no topic, no schema, no row', async () => {
    const { id } = await app.client.profiles.save({ id: null, draft: draft({ title: 'Looking only', readOnly: true }) })
    const before = await topicsThere(id)
    await app.client.profiles.use({ id })
    const health = await eventually('the steps', 60_000, async () => {
      const now = await app.health()
      return now.steps.length > 0 && now.steps.every(({ state }) => ['done', 'skipped'].includes(state)) && now
    })
    expect(health.profile).toEqual({ id, title: 'Looking only', readOnly: true })
    expect(health.steps.filter(({ state }) => state === 'skipped').map(({ id }) => id)).toContain('topics')
    expect(health.parts.find(({ id }) => id === 'producer')).toMatchObject({ state: 'off', records: 0 })
    await expect(app.client.lifecycle.start()).rejects.toMatchObject({ data: { code: 'read-only' } })
    expect(await topicsThere(id)).toBe(before)
  })

  it('can be switched while readers go on: they see the empty city of the new one, and its trains once it is started', async () => {
    const stop = new AbortController()
    const seen: (CitySnapshot | CityPatch)[] = []
    const watching = (async () => {
      for await (const message of await app.client.city.watch(undefined, { signal: stop.signal })) seen.push(message)
    })().catch(() => undefined)
    const list = await app.client.profiles.use({ id: 'neighbour' })
    expect([list.current, list.next]).toEqual(['neighbour', 'neighbour'])
    await eventually('the services', 60_000, async () => {
      const { services, steps } = await app.health()
      return services.every(({ state }) => state === 'ready') && steps.every(({ state }) => state === 'done')
    })
    expect((await app.health()).run.state).toBe('ready')
    await app.client.lifecycle.start()
    await city('trains on the other services', trains => trains > 50)
    await eventually('a snapshot of the new city', 10_000, async () =>
      seen.some(message => message.kind === 'snapshot' && message.records === 0),
    )
    expect(seen.at(-1)!.records).toBeGreaterThan(0)
    stop.abort()
    await watching
  })

  it('can be left again for the embedded one, whose city goes on by itself where it was', async () => {
    const records = async () => (await app.city()).totals.records
    await app.client.profiles.use({ id: 'embedded' })
    await city('the city of before', (trains, all) => trains > 50 && all > 1_000)
    const before = await records()
    await city('a city that goes on', (_trains, all) => all > before)
    expect((await app.client.profiles.list()).next).toBe('embedded')
  })

  it('cannot be deleted while in use, and are gone when deleted', async () => {
    await expect(app.client.profiles.remove({ id: 'embedded' })).rejects.toMatchObject({
      data: { code: 'profile-fixed' },
    })
    const copy = await app.client.profiles.duplicate({ id: 'neighbour' })
    expect(copy).toMatchObject({ id: 'neighbour-copy', secretsSet: ['postgresPassword'] })
    const { profiles } = await app.client.profiles.remove({ id: copy.id })
    expect(profiles.map(({ id }) => id)).toEqual(['embedded', 'compose', 'looking-only', 'neighbour'])
    await expect(app.client.profiles.get({ id: copy.id })).rejects.toMatchObject({ data: { code: 'unknown-profile' } })
  })

  it('send a kept secret to no other address than the one it was given for', async () => {
    const { fields } = draft({ postgres: { url: 'postgresql://cta_admin@127.0.0.1:1/cta', fromConnect: null } })
    const moved = app.client.profiles.save({ id: 'neighbour', draft: { fields, secrets: {} } })
    await expect(moved).rejects.toMatchObject({ data: { code: 'secret-needed', where: 'postgresPassword' } })
  })

  it('write no secret into the log', () => {
    const log = readFileSync(join(dataDir, 'logs', 'elevated.log'), 'utf8')
    expect(log).toContain('switching to another profile')
    for (const secret of ['hunter2', ':chicago@', '"chicago"']) expect(log).not.toContain(secret)
  })
})
