import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { accessible } from '../support/axe'
import { describeInBrowser } from './pages'

describeInBrowser('the logs of the running app', ({ showReal }) => {
  it('has what the services of the stack say, from their start on', async () => {
    const { page, complaints } = await showReal('/logs?text=the%20service%20is%20ready')
    for (const service of ['Kafka', 'Registry', 'REST Proxy', 'Connect', 'ksqlDB', 'PostgreSQL']) {
      await rows(page).filter({ hasText: service }).first().waitFor()
    }
    await page.getByText('Of the app and of the six services that it runs').waitFor()
    await page.getByText(/logs.elevated\.log$/).waitFor()
    expect(complaints).toEqual([])
  })

  it('is filtered by source and level, with both in the address', async () => {
    const { page } = await showReal('/logs')
    await page.getByRole('tab', { name: /^Kafka/ }).click()
    await expect.poll(() => new URL(page.url()).search).toBe('?source=kafka')
    await rows(page).first().waitFor()
    await expect.poll(() => rows(page).filter({ hasNotText: 'Kafka' }).count()).toBe(0)
    await page.getByText('Errors', { exact: true }).click()
    await expect.poll(() => new URL(page.url()).search).toBe('?source=kafka&level=error')
    await expect.poll(() => rows(page).filter({ hasText: 'info' }).count()).toBe(0)
    await page.goBack()
    await rows(page).filter({ hasText: 'info' }).first().waitFor()
  })

  it('opens an entry with its fields', async () => {
    const { page } = await showReal('/logs?source=kafka&text=a%20topic%20was%20made')
    await rows(page).first().click()
    await page.getByLabel('Fields', { exact: true }).getByText('"topic"').waitFor()
    await page.getByRole('button', { name: 'Copy as JSON' }).waitFor()
  })

  it('says that nothing fits, and shows all again', async () => {
    const { page } = await showReal('/logs?text=nobody%20says%20this')
    await page.getByText('No entry fits the filter').waitFor()
    await page.getByRole('button', { name: 'Show all entries' }).click()
    await rows(page).first().waitFor()
    await expect.poll(() => new URL(page.url()).search).toBe('')
  })

  it.each(['dark', 'light'] as const)('has nothing that shuts people out, when it is %s', async colorScheme => {
    const { page } = await showReal('/logs', { colorScheme })
    await rows(page).first().waitFor()
    await accessible(page)
  })
})

describeInBrowser('the logs of made-up states', ({ showMade }) => {
  it('follow what comes, hold still when one scrolls up, and count what is new', async () => {
    const { page } = await showMade('running', '/logs')
    const log = page.getByRole('log')
    await rows(page).first().waitFor()
    await expect.poll(() => fromEnd(page)).toBeLessThan(2)
    await log.hover()
    await page.mouse.wheel(0, -900)
    await page.getByRole('button', { name: /^[1-9]\d* new$/ }).waitFor()
    const top = await log.evaluate(element => element.scrollTop)
    await page.getByRole('button', { name: /^([2-9]|\d\d+) new$/ }).waitFor()
    expect(await log.evaluate(element => element.scrollTop)).toBe(top)
    await page.keyboard.press('End')
    await expect.poll(() => fromEnd(page)).toBeLessThan(2)
  })

  it('show what was logged, and never run it', async () => {
    const { page, complaints } = await showMade('logs-overflow', '/logs?text=nobody%20can%20read')
    await rows(page).first().click()
    expect(await page.locator('main script').count()).toBe(0)
    await page
      .getByText(/<script>alert/)
      .first()
      .waitFor()
    await page.getByText('It was longer than is kept here').waitFor()
    expect(complaints).toEqual([])
  })

  it('bring older entries when asked, of 10,000', async () => {
    const { page } = await showMade('logs-overflow', '/logs')
    await rows(page).first().waitFor()
    await page.getByRole('log').evaluate(element => element.scrollTo(0, 0))
    await page.getByText(/8,000 older entries; 48,211 more of this run/).waitFor()
    await page.getByRole('button', { name: 'Show them' }).click()
    await page.getByText(/8,000 older entries/).waitFor({ state: 'detached' })
  })

  it('say that the services of others keep their logs themselves', async () => {
    const { page } = await showMade('logs-own', '/logs?level=loud&source=nobody')
    await page.getByText(/the services of this profile keep their logs themselves/).waitFor()
    await rows(page).first().waitFor()
  })
})

/** The entries in sight. */
function rows(page: Page) {
  return page.getByRole('log').locator('button[aria-expanded]')
}

/** How far the list is from its newest entry, px. */
function fromEnd(page: Page): Promise<number> {
  return page
    .getByRole('log')
    .evaluate(element => Math.round(element.scrollHeight - element.scrollTop - element.clientHeight))
}
