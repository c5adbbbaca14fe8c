import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { accessible } from '../support/axe'
import { missing, openBrowser } from './browser'
import { openReal, type Real } from './real'

const reason = missing()
if (reason) process.stderr.write(`The city's browser tests are left out: ${reason}.\n`)

/** The stack works hard while the city starts, on a machine that does much else. */
const patient = { timeout: 60_000 }
const belmont = '/map?station=41320'

describe.skipIf(reason)('the city of the running app on the map', () => {
  let browser: Browser
  let real: Real | null = null
  const show = async (path: string, options?: Parameters<typeof openReal>[2]): Promise<Real> => {
    real = await openReal(browser, path, options)
    return real
  }

  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterEach(async () => {
    await real?.close()
    real = null
  })
  afterAll(async () => {
    await browser?.close()
  })

  it('moves its trains and asks nobody but its own host', async () => {
    const { page, complaints } = await show('/map')
    await page.getByText(/^simulated, C[DS]T$/).waitFor(patient)
    const first = await trainsPicture(page)
    await expect.poll(() => trainsPicture(page), patient).not.toBe(first)
    const red = page.getByRole('row', { name: /^Red Line Red/ })
    await expect
      .poll(async () => Number(/Red (\d+)/.exec((await red.innerText()).replace(/\s+/g, ' '))?.[1]), patient)
      .toBeGreaterThan(0)
    expect(complaints).toEqual([])
  })

  it('counts the entries of a station as its records come, and opens the inspector at the records behind its card', async () => {
    const { page, complaints } = await show(belmont)
    const card = page.getByRole('region', { name: 'Station Belmont' })
    const today = async () =>
      Number(/([\d,]+) entries today/.exec((await card.textContent()) ?? '')?.[1]?.replaceAll(',', ''))
    await expect.poll(today, patient).toBeGreaterThan(0)
    const before = await today()
    await expect.poll(today, patient).toBeGreaterThan(before)
    await card.getByRole('link', { name: /records? behind this/ }).click(patient)
    await expect.poll(() => new URL(page.url()).pathname).toBe('/topics/org.chicago.cta.station.arrivals.belmont')
    expect(new URL(page.url()).searchParams.get('partition')).toMatch(/^\d+$/)
    expect(new URL(page.url()).searchParams.get('offset')).toMatch(/^\d+$/)
    await page.goBack()
    await card.getByText(/entries since/).waitFor(patient)
    expect(complaints).toEqual([])
  })

  it('shows a train of its own, whose record the inspector shows', async () => {
    const { page, complaints } = await show(belmont)
    const card = page.getByRole('region', { name: 'Station Belmont' })
    await card
      .getByRole('button', { name: /run \d+$/ })
      .first()
      .click(patient)
    await expect.poll(() => new URL(page.url()).searchParams.get('train'), patient).not.toBeNull()
    const train = page.getByRole('region', { name: /Line, run \d+$/ })
    await train.getByText('Last record').waitFor(patient)
    await train.getByRole('link', { name: '1 record behind this' }).click(patient)
    await page.getByRole('complementary', { name: 'Record' }).getByText('train_id').waitFor(patient)
    expect(complaints).toEqual([])
  })

  it('leads from the weather to its record', async () => {
    const { page } = await show('/map')
    const weather = page.getByRole('banner').getByRole('link', { name: /°F/ })
    await weather.click(patient)
    await expect.poll(() => new URL(page.url()).pathname).toBe('/topics/org.chicago.cta.weather.v1')
  })

  it.each(['dark', 'light'] as const)('is accessible in %s', async colorScheme => {
    const { page } = await show(belmont, { colorScheme })
    await page.getByText(/entries since/).waitFor(patient)
    await accessible(page)
  })
})

/** The canvas of the trains, as data. */
function trainsPicture(page: Page): Promise<string> {
  return page.evaluate(
    () => document.querySelectorAll<HTMLCanvasElement>('.city-map .map-canvas')[1]?.toDataURL() ?? '',
  )
}
