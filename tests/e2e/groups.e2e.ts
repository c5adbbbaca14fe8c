import { randomUUID } from 'node:crypto'
import { Kafka, logLevel, type Consumer } from 'kafkajs'
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { turnstileTopic } from '../../src/shared/city/names'
import { accessible } from '../support/axe'
import { describeInBrowser } from './pages'
import { serviceAddress } from './real'

describeInBrowser('the groups', ({ showReal, showMade }) => {
  const consumers: Consumer[] = []
  afterEach(async () => {
    await Promise.all(consumers.splice(0).map(consumer => consumer.disconnect()))
  })

  describe('of the running app', () => {
    it('are listed with state, members and lag, and filtered by name or topic', async () => {
      const { page, complaints } = await showReal('/groups')
      const list = page.getByRole('grid', { name: 'Consumer groups' })
      const row = (name: RegExp) => list.getByRole('row', { name })
      await row(/^elevated-city-/)
        .first()
        .waitFor()
      await row(/^elevated-transformer Stable/).waitFor()
      await row(/query_CTAS_TURNSTILE_SUMMARY/).waitFor()
      await expect.poll(() => row(/^elevated-transformer/).textContent()).toMatch(/Stable110/)
      const field = page.getByRole('textbox', { name: 'Filter by name or topic' })
      await page.keyboard.press('/')
      await page.keyboard.type('arrivals.belmont')
      await expect.poll(() => row(/^elevated-transformer/).count()).toBe(0)
      await row(/^elevated-city-/)
        .first()
        .waitFor()
      await expect.poll(() => new URL(page.url()).search).toBe('?q=arrivals.belmont')
      await field.fill('no group and no topic has this')
      await page.getByText('No group fits the filter').waitFor()
      expect(complaints).toEqual([])
    })

    it('open with every partition, who owns it, and the records that are read next', async () => {
      const { page, complaints } = await showReal('/groups/elevated-transformer')
      const pane = page.getByRole('region', { name: 'Group elevated-transformer' })
      await pane.getByText('classic protocol').waitFor()
      await pane.getByText('this app', { exact: true }).first().waitFor()
      const partitions = pane.getByRole('grid', { name: 'Partitions of the group' })
      await partitions.getByRole('row', { name: /org\.chicago\.cta\.stations 0/ }).waitFor()
      const door = partitions.getByRole('link', { name: 'org.chicago.cta.stations' })
      await expect
        .poll(() => door.getAttribute('href'))
        .toMatch(/^\/topics\/org\.chicago\.cta\.stations\?partition=0&offset=\d+$/)
      await pane.getByRole('tab', { name: /^Members/ }).click()
      await pane
        .getByRole('grid', { name: 'Members of the group' })
        .getByRole('row', { name: /elevated-/ })
        .waitFor()
      await expect.poll(() => new URL(page.url()).search).toBe('?tab=members')
      await page.keyboard.press('Escape')
      await expect.poll(() => pane.count()).toBe(0)
      expect(complaints).toEqual([])
    })

    it('tell that the reader of the city keeps its own positions, and how far it is', async () => {
      const { page } = await showReal('/groups?q=elevated-city-')
      const row = page
        .getByRole('grid', { name: 'Consumer groups' })
        .getByRole('row', { name: /^elevated-city-.*Stable/ })
      await row.first().click()
      const pane = page.getByRole('region', { name: /^Group elevated-city-/ })
      await pane.getByText('This reader of the app commits nothing').waitFor()
      const turnstile = pane.getByRole('row', { name: new RegExp(`^${turnstileTopic}`) })
      await pane.getByRole('grid').press('End')
      await expect.poll(() => turnstile.textContent()).toMatch(/at [\d,]+/)
    })

    it('show members that join and leave while somebody looks, with the time it took', async () => {
      const groupId = `e2e-readers-${randomUUID().slice(0, 8)}`
      const { page, complaints } = await showReal(`/groups/${groupId}`)
      await page.getByText('There is no such group').waitFor()
      const kafka = new Kafka({
        brokers: [await serviceAddress(page, 'Kafka')],
        clientId: 'e2e',
        logLevel: logLevel.NOTHING,
      })
      const read = async () => {
        // A member hears of a rebalance with its next heartbeat, and one that comes too late is another member then.
        const consumer = kafka.consumer({ groupId, heartbeatInterval: 500, rebalanceTimeout: 20_000 })
        consumers.push(consumer)
        await consumer.connect()
        await consumer.subscribe({ topics: [turnstileTopic], fromBeginning: true })
        await consumer.run({ eachMessage: async () => undefined })
        return consumer
      }
      await read()
      const pane = page.getByRole('region', { name: `Group ${groupId}` })
      await pane.getByText(/^Stable$/).waitFor()
      const second = await read()
      await pane
        .getByText(/^e2e-\w{4} joined$/)
        .first()
        .waitFor()
      await expect.poll(() => pane.getByRole('tab', { name: /^Members/ }).textContent()).toBe('Members2')
      await second.disconnect()
      await pane
        .getByText(/^e2e(-\w{4})? left$/)
        .first()
        .waitFor()
      await Promise.all(consumers.splice(0).map(consumer => consumer.disconnect()))
      await pane.getByText('Empty', { exact: true }).waitFor()
      await pane.getByText('nobody', { exact: true }).first().waitFor()
      expect(complaints).toEqual([])
    })

    it.each(['dark', 'light'] as const)('can be read and used by everybody in %s colours', async colorScheme => {
      const { page } = await showReal('/groups/elevated-transformer', { colorScheme })
      await page.getByRole('grid', { name: 'Partitions of the group' }).getByRole('row').nth(1).waitFor()
      await accessible(page)
      await page.getByRole('tab', { name: /^Rebalances/ }).click()
      await page
        .getByText(/None was seen|Watched for/)
        .first()
        .waitFor()
      await accessible(page)
    })
  })

  describe('of clusters that are not so', () => {
    it('say that there are none', async () => {
      const { page } = await showMade('groups-empty', '/groups')
      await page.getByText('No consumer groups').waitFor()
    })

    it('say why they cannot be asked for, and when that is tried again', async () => {
      const { page } = await showMade('groups-error', '/groups')
      await page
        .getByText(/ECONNREFUSED 127\.0\.0\.1:9092/)
        .first()
        .waitFor()
      await page.getByText(/next try in \d+ s|trying now/).waitFor()
    })

    it('are ten thousand without a stutter: only rows in sight are in the page', async () => {
      const { page } = await showMade('groups-overflow', '/groups')
      await page.getByText('10,001 groups are listed, 2,345 more are not.').waitFor()
      const list = page.getByRole('grid', { name: 'Consumer groups' })
      await expect.poll(() => list.getByRole('row').count()).toBeLessThan(80)
      await list.press('End')
      await list.getByText('team-of-the-merchandise-mart', { exact: false }).first().waitFor()
      await fits(page)
    })

    it('say of a group with more members and partitions than are shown how many are not', async () => {
      const { page } = await showMade('groups-overflow', '/groups?q=friday', { viewport: { width: 1280, height: 720 } })
      await page.getByRole('row', { name: /friday-afternoon/ }).click()
      await page.getByText('7,000 more partitions are not shown.').waitFor()
      await page.getByText('1,176 more members are not drawn.').waitFor()
      await fits(page)
    })

    it('say what cannot be known of a share group', async () => {
      const { page } = await showMade('running', '/groups/share-of-alerts')
      await page.getByText(/^This is a share group/).waitFor()
      await page.getByText('share protocol').waitFor()
    })
  })
})

/** Nothing makes the page wider or higher than its window. */
async function fits(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement
    return [scrollWidth - clientWidth, scrollHeight - clientHeight]
  })
  expect(overflow).toEqual([0, 0])
}
