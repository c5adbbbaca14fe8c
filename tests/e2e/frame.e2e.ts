import { expect, it } from 'vitest'
import { accessible } from '../support/axe'
import { startFixture } from '../../scripts/fixture/server'
import { describeInBrowser } from './pages'

describeInBrowser('the frame around the views', ({ showReal, showBlank }) => {
  it.each(['dark', 'light'] as const)(
    'opens every view from the rail in %s, without a complaint',
    async colorScheme => {
      const { page, complaints } = await showReal('/map', { colorScheme })
      const links = page.getByRole('navigation', { name: 'Views' }).getByRole('link')
      const count = await links.count()
      expect(count).toBeGreaterThan(0)
      for (let i = 0; i < count; i++) {
        const link = links.nth(i)
        await link.click()
        await expect.poll(() => link.getAttribute('aria-current')).toBe('page')
        const path = new URL(page.url()).pathname
        await page.reload()
        await expect.poll(() => new URL(page.url()).pathname, { message: 'after a reload' }).toBe(path)
        await page.getByRole('main').getByRole('region').first().waitFor()
        await accessible(page)
      }
      expect(complaints).toEqual([])
    },
  )

  it('finds a station, a topic and an action by the palette, and goes there', async () => {
    const { page, complaints } = await showReal('/map')
    const field = page.getByRole('combobox', { name: 'Search or jump to' })
    const found = page.getByRole('listbox', { name: 'Found' })
    await page.getByRole('button', { name: 'Search or jump to' }).waitFor()
    await page.keyboard.press('Control+k')
    await field.fill('belm')
    await found
      .getByRole('option', { name: /Belmont.*show on the map/ })
      .first()
      .waitFor()
    await found.getByRole('option', { name: /arrivals\.belmont \d/ }).waitFor()
    await accessible(page)
    await page.keyboard.press('Enter')
    await expect.poll(() => new URL(page.url()).searchParams.get('station')).toBe('41320')
    await page.getByRole('button', { name: 'Search or jump to' }).click()
    await field.fill('turnstile.v1')
    await found
      .getByRole('option', { name: /org\.chicago\.cta\.turnstile\.v1/ })
      .first()
      .click()
    await expect.poll(() => new URL(page.url()).pathname).toBe('/topics/org.chicago.cta.turnstile.v1')
    await page.keyboard.press('Control+k')
    await field.fill('<b>nothing</b>')
    await page.getByText('Nothing is called “<b>nothing</b>”.').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => field.count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('names a stream whose messages do not fit the contract, and leaves the rest as it was', async () => {
    const fixture = await startFixture('running')
    const { page } = await showBlank(fixture.url)
    await page.routeWebSocket(/\/rpc$/, socket => {
      const server = socket.connectToServer()
      server.onMessage(message => socket.send(String(message).replaceAll('"line":"red"', '"line":"magenta"')))
    })
    await page.goto(`${fixture.url}/map`)
    await page.getByText('Following the city brought something that this page does not understand.').waitFor()
    await page.getByRole('contentinfo').getByRole('button', { name: 'Kafka 9092' }).waitFor()
    await page.getByRole('link', { name: 'Groups' }).click()
    await page.getByRole('grid', { name: 'Consumer groups' }).waitFor()
    await fixture.close()
  })
})
