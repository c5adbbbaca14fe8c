import { describe, expect, it } from 'vitest'
import { accessible } from '../support/axe'
import { describeInBrowser } from './pages'

describeInBrowser('Connect', ({ showReal, showMade }) => {
  describe('of the running app', () => {
    it('pauses, resumes and restarts the stations connector, and its state follows', async () => {
      const { page, complaints } = await showReal('/connect')
      const row = page.getByRole('grid', { name: 'Connectors' }).getByRole('row', { name: /stations/ })
      await row.waitFor()
      await expect.poll(() => row.textContent()).toContain('Running1/1')
      await row.click()
      const pane = page.getByRole('region', { name: /stations/ }).last()
      await pane.getByRole('button', { name: 'Pause' }).click()
      await page.getByText('Connect has taken the command to pause.').waitFor()
      await expect.poll(() => row.textContent()).toContain('Paused0/1')
      const task = pane.getByRole('grid', { name: 'Tasks' }).getByRole('row').nth(1)
      await expect.poll(() => task.textContent()).toContain('Paused')
      await pane.getByRole('button', { name: 'Resume' }).click()
      await expect.poll(() => row.textContent()).toContain('Running1/1')
      await pane.getByRole('button', { name: 'Restart task 0' }).click()
      await page.getByText('Connect has taken the command to restart task 0.').waitFor()
      await pane.getByRole('button', { name: 'Restart', exact: true }).click()
      await page.getByRole('menuitem', { name: 'With all its tasks' }).click()
      await page.getByText('Connect has taken the command to restart.').waitFor()
      await expect.poll(() => row.textContent()).toContain('Running1/1')
      expect(complaints).toEqual([])
    })

    it('shows settings without their secrets, the topics, and the plugins of the worker', async () => {
      const { page } = await showReal('/connect')
      await page
        .getByRole('grid', { name: 'Connectors' })
        .getByRole('row', { name: /stations/ })
        .click()
      const settings = page.getByRole('grid', { name: 'Configuration' })
      await settings.getByRole('row', { name: 'connection.password secret, not shown' }).waitFor()
      expect(await page.content()).not.toContain('chicago"')
      await page.getByRole('link', { name: 'org.chicago.cta.stations' }).waitFor()
      await accessible(page)
      await page.reload()
      await settings.waitFor()
      await page.keyboard.press('Escape')
      await expect.poll(() => new URL(page.url()).pathname).toBe('/connect')
      await page.getByText('Plugins', { exact: true }).click()
      await page
        .getByRole('grid', { name: 'Plugins' })
        .getByRole('row', { name: /JdbcSourceConnector source/ })
        .waitFor()
      await expect.poll(() => new URL(page.url()).search).toBe('?show=plugins')
      await accessible(page)
    })

    it('says so when the address names a connector that is not there', async () => {
      const { page } = await showReal('/connect/a%2Fb%3Cb%3E?task=x')
      await page.getByText('Connect has no connector a/b<b>.').waitFor()
    })
  })

  describe('with other connectors', () => {
    it('shows a failed task in red with what it says, its whole trace, and restarts what failed', async () => {
      const { page, fixture, complaints } = await showMade('connect-failed', '/connect')
      await page.getByText('1 failed', { exact: true }).waitFor()
      const row = page.getByRole('row', { name: /^stations .*1 failed/ })
      await expect.poll(() => row.textContent()).toContain('FATAL: password authentication failed')
      await row.click()
      await expect
        .poll(() => page.getByLabel('Trace of task 0', { exact: true }).last().textContent())
        .toContain('... 9 more')
      await accessible(page)
      await page.getByRole('button', { name: 'Restart', exact: true }).click()
      await page.getByRole('menuitem', { name: 'Only what has failed' }).click()
      await page.getByText('at the third try, after 1.8 s: its workers were rebalancing.').waitFor()
      expect(fixture.commands).toEqual(['connect restart stations'])
      await expect.poll(() => page.getByText('1 failed', { exact: true }).count()).toBe(0)
      expect(complaints).toEqual([])
    })

    it('asks before it stops a connector', async () => {
      const { page, fixture } = await showMade('running', '/connect/stations')
      await page.getByRole('button', { name: 'Stop…' }).click()
      const question = page.getByRole('dialog', { name: 'Stop stations?' })
      await question.getByRole('button', { name: 'Cancel' }).click()
      await expect.poll(() => question.count()).toBe(0)
      expect(fixture.commands).toEqual([])
      await page.getByRole('button', { name: 'Stop…' }).click()
      await question.getByRole('button', { name: 'Stop', exact: true }).click()
      await page.getByText('none while the connector is stopped').waitFor()
      expect(fixture.commands).toEqual(['connect stop stations'])
      await page.getByRole('button', { name: 'Resume' }).waitFor()
    })

    it('offers nothing that writes where the profile is read-only, and says why', async () => {
      const { page } = await showMade('connect-read-only', '/connect/stations')
      await page.getByText('read-only profile').first().waitFor()
      const pane = page.getByRole('region', { name: 'stations' })
      for (const name of ['Pause', 'Stop…']) {
        await expect
          .poll(() => pane.getByRole('button', { name, exact: true }).isDisabled(), { message: name })
          .toBe(true)
      }
      await page.getByRole('button', { name: 'Restart', exact: true }).click()
      await expect.poll(() => page.getByRole('menuitem', { name: 'With all its tasks' }).isDisabled()).toBe(true)
    })

    it('fits hundreds of connectors, tasks and topics into 1280 by 720', async () => {
      const { page } = await showMade('connect-overflow', '/connect', { viewport: { width: 1280, height: 720 } })
      await page.getByRole('row', { name: /^replicate-everything/ }).click()
      await page.getByRole('button', { name: '292 more' }).waitFor()
      await accessible(page)
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(width).toBe(1280)
    })

    it('names what is missing: Connect that is away, none in the profile, one without connectors', async () => {
      const { page } = await showMade('connect-error', '/connect')
      await page.getByText('Kafka Connect cannot be reached').waitFor()
      await accessible(page)
      const absent = await showMade('connect-absent', '/connect/stations', { colorScheme: 'light' })
      await absent.page.getByText('This profile has no Kafka Connect').waitFor()
      await accessible(absent.page)
      const empty = await showMade('connect-empty', '/connect')
      await empty.page.getByText('No connector has been made').waitFor()
    })
  })
})
