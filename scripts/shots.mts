import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Page } from 'playwright-core'
import { startFixture, type Fixture } from './fixture/server'
import { findChromium } from './suites.mts'

/** One picture of the page in a named state. */
interface Shot {
  name: string
  scenario: string
  scheme?: 'dark' | 'light'
  size?: [number, number]
  path?: string
  /** What to do before the picture is taken. */
  act?(page: Page, fixture: Fixture): Promise<void>
}

const loop = async (page: Page) => {
  await page.keyboard.press('l')
  await page.waitForTimeout(900)
}

/** Writes statements into ksqlDB's editor and runs them. */
const runKsql = (text: string) => async (page: Page) => {
  await page.getByRole('textbox', { name: 'Statements' }).fill(text)
  await page.keyboard.press('Control+Enter')
  await page.waitForTimeout(2_000)
}
const followSummary = runKsql(
  "-- Every change of a station's count, as it happens.\nSELECT *\nFROM TURNSTILE_SUMMARY\nEMIT CHANGES;",
)

/** Tests the connection of the profile that is shown. */
const testConnection = async (page: Page) => {
  await page.getByRole('button', { name: 'Test connection' }).click()
  await page.waitForTimeout(1_200)
}

/** Leaves a form of a new profile with mistakes in it. */
const fillBadly = async (page: Page) => {
  await page.getByLabel('Name', { exact: true }).fill('Cluster at home')
  await page.getByLabel('Brokers').fill('PLAINTEXT://kafka.home:9092')
  await page.getByLabel('Registry address').fill('kafka.home:8081')
  await page.getByLabel('Database', { exact: true }).fill('jdbc:postgresql://kafka.home:5432/cta')
  await page.getByText('SCRAM-512').click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.waitForTimeout(200)
}

const turnstile = '/topics/org.chicago.cta.turnstile.v1'
const turnstileRecord = `${turnstile}?from=latest&partition=1&offset=215452`

/** As for a person who has starred some topics. */
const starred = async (page: Page) => {
  const favourites = ['org.chicago.cta.turnstile.v1', 'org.chicago.cta.weather.v1', 'TURNSTILE_SUMMARY']
  await page.evaluate(
    choices => localStorage.setItem('elevated.topics', choices),
    JSON.stringify({ favourites, columns: {} }),
  )
  await page.reload()
  await page.waitForTimeout(2_500)
}

const turnstileValue = 'org.chicago.cta.turnstile.v1-value'
const division = 'signals-and-interlockings-of-the-northern-division'

const shots: Shot[] = [
  { name: 'settings-dark', scenario: 'running', path: '/settings' },
  {
    name: 'settings-light',
    scenario: 'running',
    scheme: 'light',
    path: '/settings/profiles/staging',
    act: testConnection,
  },
  { name: 'settings-about', scenario: 'running', path: '/settings/about' },
  {
    name: 'settings-small',
    scenario: 'profiles-failing',
    size: [1280, 720],
    path: '/settings/profiles/staging',
    act: testConnection,
  },
  { name: 'profile-form', scenario: 'running', path: '/settings/profiles?new', act: fillBadly },
  { name: 'profile-embedded', scenario: 'running', path: '/settings/profiles/embedded', act: testConnection },
  {
    name: 'profile-test-failed',
    scenario: 'profiles-failing',
    path: '/settings/profiles/staging',
    act: testConnection,
  },
  { name: 'profile-none', scenario: 'running', path: '/settings/profiles/nobody' },
  { name: 'profile-list', scenario: 'running', scheme: 'light', path: '/settings/profiles' },
  { name: 'profiles-overflow', scenario: 'profiles-overflow', size: [1280, 720], path: '/settings/profiles/long' },
  { name: 'profiles-unreadable', scenario: 'profiles-overflow', path: '/settings/profiles/edited-by-hand' },
  { name: 'profiles-error', scenario: 'profiles-failed', path: '/settings/profiles' },
  {
    name: 'profile-menu',
    scenario: 'running',
    act: async page => {
      await page.getByRole('button', { name: /Embedded/ }).click()
      await page.waitForTimeout(400)
    },
  },
  {
    name: 'profile-switch',
    scenario: 'running',
    path: '/settings/profiles/staging',
    act: async page => {
      await page.getByRole('button', { name: 'Use', exact: true }).click()
      await page.waitForTimeout(400)
    },
  },
  { name: 'map-dark', scenario: 'running', path: '/map?station=41320' },
  { name: 'map-light', scenario: 'running', scheme: 'light', path: '/map?station=41320' },
  { name: 'loop-dark', scenario: 'running', act: loop },
  { name: 'loop-light', scenario: 'running', scheme: 'light', act: loop },
  {
    name: 'train-dark',
    scenario: 'running',
    size: [1280, 720],
    act: async (page, fixture) => {
      await page.goto(new URL(`/map?train=${fixture.trainOf('brown')}`, page.url()).href)
      await page.waitForTimeout(1_500)
      await page.keyboard.press('f')
      await page.waitForTimeout(1_200)
    },
  },
  { name: 'small-dark', scenario: 'running', size: [1280, 720] },
  { name: 'start-dark', scenario: 'starting' },
  { name: 'failed-step', scenario: 'failed-step' },
  { name: 'degraded-dark', scenario: 'degraded' },
  { name: 'empty', scenario: 'empty' },
  { name: 'moved', scenario: 'moved', act: page => page.getByRole('button', { name: /Provisioned/ }).click() },
  {
    name: 'long-names',
    scenario: 'long-names',
    size: [1280, 720],
    act: page => page.getByRole('button', { name: /Kafka/ }).click(),
  },
  {
    name: 'disconnected',
    scenario: 'running',
    act: async (page, fixture) => {
      fixture.setReachable(false)
      await page.waitForTimeout(1_500)
    },
  },
  { name: 'groups-dark', scenario: 'running', path: '/groups/elevated-city-5f0c9a417be2-1' },
  { name: 'groups-light', scenario: 'running', scheme: 'light', path: '/groups/course-python-reader?tab=members' },
  {
    name: 'groups-small',
    scenario: 'running',
    size: [1280, 720],
    path: '/groups/elevated-city-5f0c9a417be2-1?tab=rebalances',
  },
  { name: 'groups-list', scenario: 'running', path: '/groups' },
  { name: 'groups-absent', scenario: 'running', path: '/groups/nobody' },
  { name: 'groups-empty', scenario: 'groups-empty', path: '/groups' },
  { name: 'groups-loading', scenario: 'groups-loading', path: '/groups' },
  { name: 'groups-error', scenario: 'groups-error', path: '/groups/elevated-transformer' },
  { name: 'groups-overflow', scenario: 'groups-overflow', size: [1280, 720], path: '/groups/share-of-alerts?q=share' },
  {
    name: 'groups-crowd',
    scenario: 'groups-overflow',
    path: '/groups/0-a-topic-with-a-very-long-name-that-somebody-has-thought-out-on-a-friday-afternoon.v17',
  },
  { name: 'schemas-dark', scenario: 'running', path: `/schemas/${turnstileValue}` },
  { name: 'schemas-light', scenario: 'running', scheme: 'light', path: `/schemas/${turnstileValue}` },
  { name: 'schemas-diff', scenario: 'running', path: `/schemas/${turnstileValue}?diff=2` },
  { name: 'schemas-side', scenario: 'running', path: `/schemas/${turnstileValue}?diff=2&layout=side` },
  { name: 'schemas-protobuf', scenario: 'running', path: '/schemas/org.chicago.cta.fares.v1-value' },
  {
    name: 'schemas-small',
    scenario: 'running',
    size: [1280, 720],
    path: '/schemas/org.chicago.cta.station.arrivals.belmont-value',
  },
  { name: 'schemas-empty', scenario: 'schemas-empty', path: '/schemas' },
  { name: 'schemas-absent', scenario: 'schemas-absent', path: '/schemas' },
  { name: 'schemas-error', scenario: 'schemas-error', path: '/schemas' },
  { name: 'schemas-unknown', scenario: 'running', path: '/schemas/nobody-value' },
  {
    name: 'schemas-overflow',
    scenario: 'schemas-overflow',
    size: [1280, 720],
    path: `/schemas/com.example.${division}.axle-counters.measurements-value`,
  },
  { name: 'connect-dark', scenario: 'running', path: '/connect/stations' },
  { name: 'connect-light', scenario: 'running', scheme: 'light', path: '/connect/stations' },
  { name: 'connect-failed', scenario: 'connect-failed', path: '/connect/stations' },
  { name: 'connect-small', scenario: 'connect-failed', size: [1280, 720], path: '/connect/stations' },
  { name: 'connect-plugins', scenario: 'running', path: '/connect?show=plugins' },
  { name: 'connect-read-only', scenario: 'connect-read-only', path: '/connect/timetable' },
  { name: 'connect-empty', scenario: 'connect-empty', path: '/connect' },
  { name: 'connect-absent', scenario: 'connect-absent', path: '/connect' },
  { name: 'connect-error', scenario: 'connect-error', path: '/connect' },
  { name: 'connect-overflow', scenario: 'connect-overflow', size: [1280, 720], path: '/connect/jdbc-0003' },
  { name: 'inspector-dark', scenario: 'running', path: turnstileRecord, act: starred },
  { name: 'inspector-light', scenario: 'running', scheme: 'light', path: turnstileRecord, act: starred },
  { name: 'inspector-small', scenario: 'running', size: [1280, 720], path: turnstileRecord, act: starred },
  { name: 'inspector-link', scenario: 'running', path: `${turnstile}?partition=1&offset=215452` },
  {
    name: 'inspector-live',
    scenario: 'running',
    path: '/topics/load.firehose?from=live',
    act: async page => {
      await page.keyboard.press('p')
      await page.waitForTimeout(1_500)
    },
  },
  { name: 'inspector-search', scenario: 'running', path: '/topics/load.firehose?q=belmont' },
  {
    name: 'inspector-bytes',
    scenario: 'running',
    path: '/topics/lab.odd.records?from=earliest&partition=0&offset=4&detail=bytes',
  },
  { name: 'inspector-long', scenario: 'running', path: '/topics/lab.odd.records?from=earliest&partition=0&offset=12' },
  { name: 'inspector-none', scenario: 'topics-none', path: '/topics' },
  { name: 'inspector-empty', scenario: 'running', path: '/topics/lab.empty' },
  { name: 'inspector-unknown', scenario: 'running', path: '/topics/no.such.topic' },
  { name: 'inspector-gone', scenario: 'running', path: '/topics/lab.trimmed?partition=0&offset=10' },
  { name: 'inspector-error', scenario: 'topics-failed', path: turnstile },
  { name: 'inspector-stale', scenario: 'topics-stale', path: turnstile },
  {
    name: 'inspector-overflow',
    scenario: 'topics-overflow',
    size: [1280, 720],
    path: `/topics/${'W'.repeat(249)}?from=earliest&partition=0&offset=9`,
  },
  { name: 'inspector-multitude', scenario: 'topics-multitude', path: '/topics' },
  { name: 'inspector-partitions', scenario: 'running', path: `${turnstile}?tab=partitions` },
  { name: 'inspector-config', scenario: 'running', path: `${turnstile}?tab=config` },
  { name: 'inspector-consumers', scenario: 'running', path: `${turnstile}?tab=consumers` },
  { name: 'inspector-schema', scenario: 'running', scheme: 'light', path: `${turnstile}?tab=schema` },
  { name: 'components-dark', scenario: 'running', path: '/components' },
  { name: 'components-light', scenario: 'running', scheme: 'light', path: '/components' },
  {
    name: 'palette',
    scenario: 'running',
    act: async page => {
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: 'Search or jump to' }).fill('belm')
      await page.waitForTimeout(900)
    },
  },
  { name: 'logs-dark', scenario: 'running', path: '/logs' },
  {
    name: 'logs-light',
    scenario: 'running',
    scheme: 'light',
    path: '/logs?level=warn',
    act: async page => {
      await page.getByRole('log').getByRole('button').nth(4).click()
      await page.waitForTimeout(1_500)
    },
  },
  { name: 'logs-small', scenario: 'running', size: [1280, 720], path: '/logs?source=connect' },
  { name: 'logs-own', scenario: 'logs-own', path: '/logs' },
  { name: 'logs-none', scenario: 'running', path: '/logs?text=nobody%20says%20this' },
  { name: 'logs-empty', scenario: 'logs-empty', path: '/logs' },
  { name: 'logs-overflow', scenario: 'logs-overflow', size: [1280, 720], path: '/logs?text=nobody%20can%20read' },
  { name: 'ksql-dark', scenario: 'running', path: '/ksql?table=TURNSTILE_SUMMARY', act: followSummary },
  {
    name: 'ksql-light',
    scenario: 'running',
    scheme: 'light',
    path: '/ksql?table=TURNSTILE_SUMMARY',
    act: followSummary,
  },
  {
    name: 'ksql-running',
    scenario: 'running',
    path: '/ksql?query=CTAS_TURNSTILE_SUMMARY_3',
    act: async page => {
      await followSummary(page)
      await page.getByRole('button', { name: 'Hold' }).click()
      await page.getByRole('row').nth(4).click()
      await page.waitForTimeout(600)
    },
  },
  {
    name: 'ksql-error',
    scenario: 'running',
    path: '/ksql',
    act: runKsql('SELECT ID, COUNT\n  FRM TURNSTILE_SUMMARY\n  EMIT CHANGES;'),
  },
  { name: 'ksql-script', scenario: 'running', path: '/ksql', act: runKsql('SHOW STREAMS;\nSHOW TABLES;') },
  { name: 'ksql-small', scenario: 'running', size: [1280, 720], path: '/ksql?stream=TURNSTILE', act: followSummary },
  { name: 'ksql-none', scenario: 'ksql-none', path: '/ksql' },
  { name: 'ksql-empty', scenario: 'ksql-empty', path: '/ksql' },
  { name: 'ksql-failed', scenario: 'ksql-failed', path: '/ksql' },
  { name: 'ksql-absent-source', scenario: 'running', path: '/ksql?stream=NOBODY' },
  { name: 'ksql-overflow', scenario: 'ksql-overflow', size: [1280, 720], path: '/ksql', act: followSummary },
  { name: 'pipeline-dark', scenario: 'pipeline', path: '/pipeline' },
  { name: 'pipeline-light', scenario: 'pipeline', scheme: 'light', path: '/pipeline?node=ksql&show=lag' },
  { name: 'pipeline-failed', scenario: 'pipeline-failed', path: '/pipeline' },
  { name: 'pipeline-failed-light', scenario: 'pipeline-failed', scheme: 'light', path: '/pipeline?node=connector' },
  { name: 'pipeline-small', scenario: 'pipeline-failed', size: [1280, 720], path: '/pipeline?show=errors' },
  { name: 'pipeline-no-ksql', scenario: 'pipeline-no-ksql', path: '/pipeline?step=ksql' },
  { name: 'pipeline-read-only', scenario: 'pipeline-read-only', path: '/pipeline' },
  { name: 'pipeline-away', scenario: 'pipeline-away', path: '/pipeline?node=nothing' },
  {
    name: 'keys',
    scenario: 'running',
    act: async page => {
      await page.keyboard.press('?')
      await page.waitForTimeout(400)
    },
  },
]

const { values, positionals } = parseArgs({
  options: { out: { type: 'string' }, scale: { type: 'string' } },
  allowPositionals: true,
})
const executablePath = findChromium()
if (!executablePath) throw new Error('No Chromium was found on the PATH or in the variable CHROMIUM.')
const out = values.out ?? mkdtempSync(join(tmpdir(), 'elevated-shots-'))
mkdirSync(out, { recursive: true })
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
})
for (const shot of shots.filter(({ name }) => positionals.length === 0 || positionals.includes(name))) {
  const fixture = await startFixture(shot.scenario)
  const [width, height] = shot.size ?? [1440, 900]
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: shot.scheme ?? 'dark',
    deviceScaleFactor: Number(values.scale ?? 1),
  })
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type()))
      console.log(`${shot.name}: ${message.text()} ${message.location().url}:${message.location().lineNumber}`)
  })
  page.on('pageerror', error => console.log(`${shot.name}: ${error.stack ?? error.message}`))
  await page.goto(fixture.url + (shot.path ?? '/'))
  await page.waitForTimeout(2_500)
  await shot.act?.(page, fixture)
  await page.screenshot({ path: join(out, `${shot.name}.png`) })
  await page.close()
  await fixture.close()
}
await browser.close()
console.log(out)
