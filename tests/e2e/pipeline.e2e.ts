import { describe, expect, it } from 'vitest'
import { accessible } from '../support/axe'
import { describeInBrowser } from './pages'
import { serviceAddress } from './real'

describeInBrowser('the pipeline', ({ showReal, showMade }) => {
  describe('of the running app', () => {
    it('is drawn with all its parts, which work, and with what comes through between them', async () => {
      const { page, complaints } = await showReal('/pipeline')
      await page.getByText('15 parts, 16 connections').waitFor()
      const node = (name: RegExp) => page.getByRole('group', { name })
      await node(/^station\.arrivals, there\. 108 topics\. [\d,]+ records$/).waitFor()
      await node(/^turnstile\.v1, there\. 1 partition\. [\d,]+ records$/).waitFor()
      await node(/^Connect, running\. stations, Jdbc\. 1 of 1 task run$/).waitFor()
      await node(/^ksqlDB, runs\. 1 query running\. lag [\d,]+ records?$/).waitFor()
      await node(/^PostgreSQL, runs\. table stations\. 230 rows$/).waitFor()
      await node(/^City fold, running/).waitFor()
      await expect.poll(() => page.getByText(/^[1-9][\d,.]*\/s$/).count()).toBeGreaterThan(4)
      await page
        .getByText(/^[\d,.]+\/s, lag [\d,]+$/)
        .first()
        .waitFor()
      expect(complaints).toEqual([])
    })

    it('shows lags and errors instead of rates, and keeps that in its address', async () => {
      const { page } = await showReal('/pipeline')
      await page.getByText('Lag', { exact: true }).click()
      await page
        .getByText(/^lag [\d,]+$/)
        .first()
        .waitFor()
      await page.getByText('Errors', { exact: true }).click()
      await page
        .getByText(/^none$/)
        .first()
        .waitFor()
      await page.reload()
      await page
        .getByText(/^none$/)
        .first()
        .waitFor()
      await expect.poll(() => new URL(page.url()).search).toBe('?show=errors')
    })

    it('leads from a part to its view, by keys too', async () => {
      const { page } = await showReal('/pipeline')
      await page.getByRole('group', { name: /^Transformer, running/ }).focus()
      await page.keyboard.press('Enter')
      const about = page.getByRole('region', { name: 'The chosen part' })
      await about.getByRole('heading', { name: 'Transformer: running' }).waitFor()
      await expect.poll(() => new URL(page.url()).search).toBe('?node=transformer')
      await page.keyboard.press('Enter')
      await page.getByRole('region', { name: 'Group elevated-transformer' }).waitFor()
      await page.goBack()
      await about.getByRole('heading', { name: 'Transformer: running' }).waitFor()
      await page.keyboard.press('Escape')
      await about.getByText('Nothing has failed.').waitFor()
    })

    it('looks at every step again and says how it went', async () => {
      const { page } = await showReal('/pipeline')
      const steps = page.getByRole('region', { name: 'Provisioning' })
      await steps.getByText('6 of 6').waitFor()
      await steps.getByRole('button', { name: 'Check all' }).click()
      await steps.getByText(/^6 of 6, checked/).waitFor()
      await steps.getByRole('button', { name: /^done ?Topics ?\d+ topics ?[\d.]+ m?s$/ }).waitFor()
    })

    it('shows a connector that somebody has paused, and that it runs again', async () => {
      const { page } = await showReal('/pipeline')
      const connect = `http://${await serviceAddress(page, 'Connect')}/connectors/stations`
      const tell = async (command: string) =>
        expect((await fetch(`${connect}/${command}`, { method: 'PUT' })).status).toBe(202)
      await page.getByRole('group', { name: /^Connect, running/ }).waitFor()
      try {
        await tell('pause')
        await page.getByRole('group', { name: /^Connect, paused/ }).waitFor()
        await page.getByText('paused', { exact: true }).first().waitFor()
      } finally {
        await tell('resume')
      }
      await page.getByRole('group', { name: /^Connect, running/ }).waitFor()
    })

    it.each(['dark', 'light'] as const)('can be read and used by everybody in %s colours', async colorScheme => {
      const { page } = await showReal('/pipeline?node=ksql', { colorScheme, reducedMotion: 'reduce' })
      await page.getByRole('group', { name: /^ksqlDB, runs/ }).waitFor()
      await page.getByRole('link', { name: 'Open ksqlDB' }).waitFor()
      await accessible(page)
    })
  })

  describe('that does not work', () => {
    it('names the part that failed, why, what it says in full, and applies its step again', async () => {
      const { page, fixture } = await showMade('pipeline-failed', '/pipeline')
      await page.getByText('1 failed', { exact: true }).waitFor()
      await page.getByRole('group', { name: /^Connect, failed\. stations, Jdbc\. 1 of 1 task failed$/ }).waitFor()
      await page.getByText('refused', { exact: true }).waitFor()
      await page.getByText('stopped', { exact: true }).waitFor()
      await page.getByRole('group', { name: /^stations, stale/ }).waitFor()
      const about = page.getByRole('region', { name: 'The chosen part' })
      await about.getByRole('heading', { name: 'Source connector: failed' }).waitFor()
      await about.getByText(/JdbcSourceTask/).waitFor()
      await about.getByRole('button', { name: 'Apply this step again' }).click()
      await expect.poll(() => fixture.commands).toEqual(['provision connector'])
      await expect
        .poll(() => page.getByRole('link', { name: 'Open Connect' }).getAttribute('href'))
        .toBe('/connect/stations')
    })

    it('leads the turnstiles straight to the city where there is no ksqlDB', async () => {
      const { page } = await showMade('pipeline-no-ksql', '/pipeline')
      await page.getByText('13 parts, 14 connections').waitFor()
      await page.getByText(/^496\/s, lag \d+$/).waitFor()
      await expect.poll(() => page.getByRole('group', { name: /^ksqlDB/ }).count()).toBe(0)
    })

    it('has no simulator where the profile is read-only, and applies nothing', async () => {
      const { page } = await showMade('pipeline-read-only', '/pipeline?step=topics')
      await page.getByText('7 parts, 5 connections').waitFor()
      await expect.poll(() => page.getByRole('group', { name: /^Simulator|^Producers/ }).count()).toBe(0)
      await expect.poll(() => page.getByRole('button', { name: 'Apply this step again' }).count()).toBe(0)
    })

    it('keeps what was known while Kafka is away, and marks it as old', async () => {
      const { page } = await showMade('pipeline-away', '/pipeline')
      await page.getByText(/^≥ 646,\d+ records, stale$/).waitFor()
      await page.getByText('no answer', { exact: true }).first().waitFor()
    })

    it('says of a part or a step of a link that it is not there', async () => {
      const { page } = await showMade('pipeline', '/pipeline?node=flux-capacitor')
      await page.getByText('There is no part called flux-capacitor on this cluster.').waitFor()
      await page.goto(new URL('/pipeline?step=nothing', page.url()).href)
      await page.getByText('There is no provisioning step called nothing.').waitFor()
    })

    it('fits into 1280 by 720', async () => {
      const { page } = await showMade('pipeline-failed', '/pipeline', { viewport: { width: 1280, height: 720 } })
      const apply = page.getByRole('button', { name: 'Apply this step again' })
      await apply.waitFor()
      const box = (await apply.boundingBox())!
      expect(box.y + box.height).toBeLessThanOrEqual(720 - 28)
      const graph = (await page.locator('.react-flow').boundingBox())!
      for (const node of await page.locator('.react-flow__node').all()) {
        const { x, y, width, height } = (await node.boundingBox())!
        expect(x).toBeGreaterThanOrEqual(graph.x)
        expect(x + width).toBeLessThanOrEqual(graph.x + graph.width)
        expect(y).toBeGreaterThanOrEqual(graph.y)
        expect(y + height).toBeLessThanOrEqual(graph.y + graph.height)
      }
    })

    it('moves nothing where less motion is wanted', async () => {
      const { page } = await showMade('pipeline', '/pipeline', { reducedMotion: 'reduce' })
      await page
        .getByText(/^496\/s$/)
        .first()
        .waitFor()
      const running = await page.evaluate(
        () => document.getAnimations().filter(animation => animation.playState === 'running').length,
      )
      expect(running).toBe(0)
    })
  })
})
