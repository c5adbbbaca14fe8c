import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { accessible } from '../support/axe'
import { describeInBrowser } from './pages'

const belmont = '/map?station=41320'

describeInBrowser('the city of the running app on the map', ({ showReal }) => {
  it('moves its trains and asks nobody but its own host', async () => {
    const { page, complaints } = await showReal('/map')
    await page.getByText(/^simulated, C[DS]T$/).waitFor()
    const first = await trainsPicture(page)
    await expect.poll(() => trainsPicture(page)).not.toBe(first)
    const red = page.getByRole('row', { name: /^Red Line Red/ })
    await expect
      .poll(async () => Number(/Red (\d+)/.exec((await red.innerText()).replace(/\s+/g, ' '))?.[1]))
      .toBeGreaterThan(0)
    expect(complaints).toEqual([])
  })

  it('counts the entries of a station as its records come, and opens the inspector at the records behind its card', async () => {
    const { page, complaints } = await showReal(belmont)
    const card = page.getByRole('region', { name: 'Station Belmont' })
    const today = async () =>
      Number(/([\d,]+) entries today/.exec((await card.textContent()) ?? '')?.[1]?.replaceAll(',', ''))
    await expect.poll(today).toBeGreaterThan(0)
    const before = await today()
    await expect.poll(today).toBeGreaterThan(before)
    await card.getByRole('link', { name: /records? behind this/ }).click()
    await expect.poll(() => new URL(page.url()).pathname).toBe('/topics/org.chicago.cta.station.arrivals.belmont')
    await expect.poll(() => new URL(page.url()).searchParams.get('partition')).toMatch(/^\d+$/)
    await expect.poll(() => new URL(page.url()).searchParams.get('offset')).toMatch(/^\d+$/)
    await page.goBack()
    await card.getByText(/entries since/).waitFor()
    expect(complaints).toEqual([])
  })

  it('shows a train of its own, whose record the inspector shows', async () => {
    const { page, complaints } = await showReal(belmont)
    const card = page.getByRole('region', { name: 'Station Belmont' })
    await card
      .getByRole('button', { name: /run \d+$/ })
      .first()
      .click()
    await expect.poll(() => new URL(page.url()).searchParams.get('train')).not.toBeNull()
    const train = page.getByRole('region', { name: /Line, run \d+$/ })
    await train.getByText('Last record').waitFor()
    await train.getByRole('link', { name: '1 record behind this' }).click()
    await page.getByRole('complementary', { name: 'Record' }).getByText('train_id').waitFor()
    expect(complaints).toEqual([])
  })

  it('leads from the weather to its record', async () => {
    const { page } = await showReal('/map')
    const weather = page.getByRole('banner').getByRole('link', { name: /°F/ })
    await weather.click()
    await expect.poll(() => new URL(page.url()).pathname).toBe('/topics/org.chicago.cta.weather.v1')
  })

  it.each(['dark', 'light'] as const)('is accessible in %s', async colorScheme => {
    const { page } = await showReal(belmont, { colorScheme })
    await page.getByText(/entries since/).waitFor()
    await accessible(page)
  })
})

/** The canvas of the trains, as data. */
function trainsPicture(page: Page): Promise<string> {
  return page.evaluate(
    () => document.querySelectorAll<HTMLCanvasElement>('.city-map .map-canvas')[1]?.toDataURL() ?? '',
  )
}
