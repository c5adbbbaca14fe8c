import { rmSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ServiceName } from '../../src/shared/contract/services'
import { newDataDir, startApp, type App } from '../pipeline/app'
import { jsonEvent, start, type Started } from '../support/process'
import { accessible } from '../support/axe'
import { openBrowser, watchedPage } from './browser'
import { describeInBrowser } from './pages'

describeInBrowser('the settings', ({ showReal }) => {
  it('change how the page looks, at once and for the next time', async () => {
    const { page, complaints } = await showReal('/settings')
    const choose = (name: string) => page.locator('label', { hasText: name }).click()
    await choose('Light')
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.scheme)).toBe('light')
    await accessible(page)
    await choose('°C')
    await page.getByRole('banner').getByText(/°C/).waitFor()
    await page.reload()
    await page.getByRole('banner').getByText(/°C/).waitFor()
    await expect.poll(() => page.getByRole('radio', { name: 'Light' }).isChecked()).toBe(true)
    expect(complaints).toEqual([])
  })

  it('say what runs and where it keeps its things', async () => {
    const { page } = await showReal('/settings/about')
    await page.getByText('MIT License').waitFor()
    const facts = (await page.getByRole('table').textContent()) ?? ''
    expect(facts).toMatch(/Node \d+/)
    expect(facts).toContain('elevated.log')
    await accessible(page)
  })

  it('test the connection of the services in use', async () => {
    const { page, complaints } = await showReal('/settings/profiles/embedded')
    await page.getByRole('button', { name: 'Test connection' }).click()
    const test = page.getByRole('complementary', { name: 'Connection test' })
    await test.getByText('All 6 work').waitFor({ timeout: 30_000 })
    await expect.poll(() => test.textContent()).toMatch(/1 broker, \d+ topics/)
    await accessible(page)
    expect(complaints).toEqual([])
  })

  it('say so when an address leads to no profile, and lead back from nonsense', async () => {
    const { page } = await showReal('/settings/profiles/nobody')
    await page.getByText('There is no such profile').waitFor()
    await page.getByRole('button', { name: 'Show all profiles' }).click()
    await page.getByText('Which services the app works with').waitFor()
    await page.goto(new URL('/settings/nonsense/x', page.url()).href)
    await page.getByRole('region', { name: 'Appearance' }).waitFor()
  })
})

/** An app of its own: switching it must not disturb the one that the other tests share. */
describeInBrowser('profiles', () => {
  const [dataDir, otherDir] = [newDataDir(), newDataDir()]
  let app: App
  let other: Started
  let browser: Browser
  let addresses: Record<ServiceName, string>
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    other = start(process.execPath, ['scripts/bootstrap.mjs', 'stack', '--data-dir', otherDir, '--ports', 'auto'])
    const [started, ready] = await Promise.all([
      startApp(dataDir, ['--autostart', '--speed', '60', '--seed', '1']),
      other.line(jsonEvent<{ endpoints: typeof addresses }>('ready'), 60_000),
    ])
    app = started
    addresses = ready.endpoints
    browser = await openBrowser()
    const watched = await watchedPage(browser, new URL(app.url).origin, {})
    page = watched.page
    complaints = watched.complaints
    await page.goto(app.url)
    await page.getByRole('banner').waitFor()
  })

  afterAll(async () => {
    await Promise.all([browser?.close(), app?.stop(), other.stop()])
    for (const folder of [dataDir, otherDir])
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 })
  })

  const field = (name: string) => page.getByLabel(name, { exact: true })
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const test = () => page.getByRole('complementary', { name: 'Connection test' })
  /** On a busy machine a service may not answer in time: it is then asked again, as a person would. */
  const testSays = (summary: string) => {
    const tried = async () => {
      await button('Test connection').click()
      await test()
        .getByText(/\d work$/)
        .waitFor({ timeout: 30_000 })
      return test().textContent()
    }
    return expect.poll(tried, { timeout: 90_000, interval: 1_000 }).toContain(summary)
  }

  it('are reached from the menu of the top bar', async () => {
    await page
      .getByRole('banner')
      .getByRole('button', { name: /Embedded stack/ })
      .click()
    await page.getByRole('menuitem', { name: 'Embedded stack in use' }).waitFor()
    await page.getByRole('menuitem', { name: 'Edit profiles…' }).click()
    await expect.poll(() => new URL(page.url()).pathname).toBe('/settings/profiles')
  })

  it('are made in a form that says what is wrong beside the field, and the likely fix', async () => {
    await button('New profile').click()
    await field('Brokers').fill(`PLAINTEXT://${addresses.kafka}`)
    await button('Save').click()
    await page.getByText('Give it a name.').waitFor()
    await page.getByText(`write ${addresses.kafka}.`).waitFor()
    await accessible(page)
    await field('Name').fill('Neighbour')
    await field('Brokers').fill(addresses.kafka)
    await field('Registry address').fill(addresses.registry)
    await field('REST Proxy address').fill(addresses.restProxy)
    await field('Connect address').fill(addresses.connect)
    await page.getByRole('checkbox', { name: 'This profile has ksqlDB' }).uncheck()
    const database = new URL(addresses.postgres)
    database.password = ''
    await field('Database').fill(database.href)
    await field('Database password').fill('wrong')
  })

  it('keep what was typed while another view is looked at', async () => {
    await page.getByRole('link', { name: 'Map' }).click()
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('tab', { name: 'Profiles' }).click()
    await page.getByRole('link', { name: /Neighbour/ }).click()
    await expect.poll(() => field('Brokers').inputValue()).toBe(addresses.kafka)
  })

  it('are tested before they are saved, each service with what is wrong and what to do', async () => {
    await testSays('4 of 5 work')
    await test()
      .getByText(/does not accept cta_admin with this password/)
      .waitFor()
    await test().getByText('not in this profile').waitFor()
    await field('Database password').fill('chicago')
    await test().getByText('The form has changed since').waitFor()
    await testSays('All 5 work')
  })

  it('are saved, and never show a secret again', async () => {
    await button('Save').click()
    await expect.poll(() => new URL(page.url()).pathname).toBe('/settings/profiles/neighbour')
    await page.reload()
    await page.getByPlaceholder('kept; type to replace it').waitFor()
    expect(await page.content()).not.toContain('chicago@')
    await expect.poll(() => field('Database password').inputValue()).toBe('')
    await testSays('All 5 work')
  })

  it('are switched without a new start: the same page shows the other services, and their city once it is started', async () => {
    await button('Use').click()
    await page.getByRole('dialog').getByText('Trains run once you start them.').waitFor()
    await accessible(page)
    await page.getByRole('dialog').getByRole('button', { name: 'Switch' }).click()
    await page
      .getByRole('banner')
      .getByRole('button', { name: /Neighbour/ })
      .waitFor({ timeout: 30_000 })
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    await page.getByRole('link', { name: 'Map' }).click()
    await page.getByRole('button', { name: 'Start the city' }).click({ timeout: 60_000 })
    const trains = () => page.getByRole('table', { name: 'Trains of the city, by line' }).getByRole('row').count()
    await expect.poll(trains, { timeout: 90_000 }).toBeGreaterThan(50)
  })

  it('are left again for the embedded stack, and deleted', async () => {
    await page
      .getByRole('banner')
      .getByRole('button', { name: /Neighbour/ })
      .click()
    await page.getByRole('menuitem', { name: 'Embedded stack' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Switch' }).click()
    await page
      .getByRole('banner')
      .getByRole('button', { name: /Embedded stack/ })
      .waitFor({ timeout: 60_000 })
    await page.goto(new URL('/settings/profiles/neighbour', app.url).href)
    await button('Delete…').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await expect.poll(() => page.getByRole('link', { name: /Neighbour/ }).count()).toBe(0)
    expect(complaints).toEqual([])
  })
})
