import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { accessible } from '../support/axe'
import { describeInBrowser } from './pages'

const turnstile = '/topics/org.chicago.cta.turnstile.v1'
const odd = '/topics/lab.odd.records'
describeInBrowser('the topic inspector', ({ showReal, showMade }) => {
  describe('of the running app', () => {
    it('lists topics with their figures under their prefixes, finds one by its name and reads its newest records', async () => {
      const { page, complaints } = await showReal('/topics')
      const list = page.getByRole('treegrid', { name: 'Topics' })
      await list.getByText('station.arrivals', { exact: true }).waitFor()
      await page.keyboard.press('/')
      await page.keyboard.type('TURNSTILE.v1')
      const row = list.getByRole('row', { name: /turnstile\.v1/ })
      await expect.poll(() => row.textContent()).toMatch(/[1-9][\d,]*(\.\d+ M)?\d*(\d| kB| MB)/)
      await row.click()
      await expect.poll(() => new URL(page.url()).pathname).toBe(turnstile)
      await records(page).getByRole('columnheader', { name: 'station_name' }).waitFor()
      await page.getByText('Times in C').waitFor()
      await expect.poll(() => offsets(page).then(all => all.length)).toBeGreaterThan(10)
      expect(complaints).toEqual([])
    })

    it('shows a record in full, goes to the next with J, and says where it is on the map', async () => {
      const { page, complaints } = await showReal(`${turnstile}?partition=0&offset=12`)
      const detail = page.getByRole('complementary', { name: 'Record' })
      await detail.getByRole('list', { name: 'Value' }).getByText('station_name').waitFor()
      await detail.getByText('magic byte 0: Confluent format').waitFor()
      await expect.poll(() => selectedOffset(page)).toBe('12')
      await page.keyboard.press('j')
      await expect.poll(() => new URL(page.url()).searchParams.get('offset')).toBe('13')
      await detail.getByRole('heading', { name: 'Partition 0, offset 13' }).waitFor()
      const map = await detail.getByRole('link', { name: 'Show on the map' }).getAttribute('href')
      expect(map).toMatch(/^\/map\?station=4\d{4}$/)
      for (const [tab, text] of [
        ['Raw', '"station_id"'],
        ['Key', 'timestamp'],
        ['Schema', 'org.chicago.cta.turnstile.v1-value, version'],
      ] as const) {
        await detail.getByRole('tab', { name: tab }).click()
        await detail.getByText(text).first().waitFor()
      }
      await page.keyboard.press('Escape')
      await expect.poll(() => detail.count()).toBe(0)
      expect(complaints).toEqual([])
    })

    it('follows records live, and stands still when it is paused', async () => {
      const { page, complaints } = await showReal(`${turnstile}?from=live`)
      await expect.poll(() => offsets(page).then(all => all.length)).toBeGreaterThan(3)
      const first = (await offsets(page))[0]
      await expect.poll(() => offsets(page).then(all => all[0])).not.toBe(first)
      await page.keyboard.press('p')
      await page.getByText(/Paused, [1-9][\d,]* came since/).waitFor()
      const still = await offsets(page)
      await page.getByText(/Paused, [1-9]\d[\d,]* came since/).waitFor()
      expect(await offsets(page)).toEqual(still)
      await page.getByRole('button', { name: 'Go on' }).click()
      await expect.poll(() => offsets(page).then(all => all[0])).not.toBe(still[0])
      expect(complaints).toEqual([])
    })

    it('finds records that contain a text', async () => {
      const { page } = await showReal(`${turnstile}?from=earliest`)
      await records(page).waitFor()
      await page.keyboard.press('s')
      await page.keyboard.type('fullerton')
      await page.keyboard.press('Enter')
      await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('fullerton')
      await page.getByText(/[1-9][\d,]* matching/).waitFor()
      const cells = records(page).getByRole('row').filter({ hasText: 'Fullerton' })
      await expect.poll(() => cells.count()).toBeGreaterThan(0)
      await records(page).locator('mark', { hasText: 'Fullerton' }).first().waitFor()
      await page.getByRole('button', { name: 'Search again' }).waitFor()
    })

    it('reads on at the end of a page, and from where a person says', async () => {
      const { page } = await showReal(`${turnstile}?from=earliest&only=0`)
      await expect.poll(() => offsets(page).then(all => all[0])).toBe('0')
      await records(page).focus()
      await page.keyboard.press('End')
      await page.getByText(/Showing [4-9]\d\d of/).waitFor()
      await page.getByText('Offset', { exact: true }).first().click()
      await page.getByRole('textbox', { name: 'from offset' }).fill('7')
      await page.keyboard.press('Enter')
      await expect.poll(() => offsets(page).then(all => all[0])).toBe('7')
      await expect.poll(() => new URL(page.url()).searchParams.get('from')).toBe('offset:7')
    })

    it('tells of partitions, configuration, readers and schemas', async () => {
      const { page, complaints } = await showReal(`${turnstile}?tab=partitions`)
      await page.getByRole('grid', { name: 'Partitions' }).getByText('in sync').first().waitFor()
      await page.getByRole('tab', { name: 'Config' }).click()
      await page.getByRole('grid', { name: 'Configuration' }).getByText('cleanup.policy').waitFor()
      await page.getByRole('tab', { name: /^Consumers/ }).click()
      await page.getByRole('grid', { name: 'Consumer groups of the topic' }).getByRole('link').first().waitFor()
      await page.getByRole('tab', { name: /^Schema/ }).click()
      await page.getByRole('region', { name: 'Schema of the value' }).getByText('"station_name"').waitFor()
      expect(complaints).toEqual([])
    })

    it.each(['dark', 'light'] as const)('can be used by everybody, %s', async colorScheme => {
      const { page } = await showReal(`${turnstile}?partition=0&offset=12`, { colorScheme })
      await page.getByRole('list', { name: 'Value' }).waitFor()
      await accessible(page)
    })

    it('says that a topic or a record is not there', async () => {
      const { page } = await showReal('/topics/no.such.topic')
      await page.getByText('There is no such topic').waitFor()
      await page.goto(new URL(`${turnstile}?partition=0&offset=999999999999`, page.url()).href)
      await page.getByRole('complementary', { name: 'Record' }).getByRole('alert').waitFor()
      await page.goto(new URL('/topics/%3Cscript%3E?tab=7&from=never', page.url()).href)
      await page.getByText('There is no such topic').waitFor()
    })
  })

  describe('of made-up states', () => {
    it('shows HTML and control characters, and never runs or obeys them', async () => {
      const { page, complaints } = await showMade('running', `${odd}?from=earliest&partition=0&offset=0`)
      const title = await page.title()
      await records(page).getByText('<img src=x onerror=').first().waitFor()
      const detail = page.getByRole('complementary', { name: 'Record' })
      await detail.getByText('<b>bold</b>').waitFor()
      await page.keyboard.press('j')
      await page.keyboard.press('j')
      await detail.getByText('\\x1b[31m').waitFor()
      await detail.getByText('\\u202eflip').waitFor()
      await expect.poll(() => page.title()).toBe(title)
      expect(complaints).toEqual([])
    })

    it('says why there are only bytes, and shows them', async () => {
      const { page } = await showMade('running', `${odd}?from=earliest&partition=0&offset=4&detail=bytes`)
      const detail = page.getByRole('complementary', { name: 'Record' })
      await detail.getByText('It ends in the middle').waitFor()
      await detail.getByText('schema id 42 (4 bytes, big endian)').waitFor()
      await detail.getByText('0000', { exact: true }).waitFor()
    })

    it('opens a record of 20 MB without taking long', async () => {
      const { page } = await showMade('running', `${odd}?from=earliest&partition=0&offset=12`)
      const detail = page.getByRole('complementary', { name: 'Record' })
      await detail.getByText('524,288 characters: the beginning of a longer text').waitFor()
      await detail.getByText('key 5 B, value 20.0 MB').waitFor()
      await expect.poll(() => detail.locator('*').count()).toBeLessThan(400)
    })

    it('keeps a window of rows, however far one reads', async () => {
      const { page } = await showMade('running', `${turnstile}?from=earliest&only=0`)
      await records(page).focus()
      for (let i = 0; i < 14; i++) {
        const before = await lastRow(page)
        await page.keyboard.press('End')
        await expect.poll(() => lastRow(page)).not.toBe(before)
        await page.waitForTimeout(150)
      }
      await expect.poll(() => page.getByText('Showing 2,000 of').count()).toBe(1)
      // Back at the top, what was let go is read again.
      await expect
        .poll(async () => {
          await page.keyboard.press('Home')
          await page.mouse.move(700, 500)
          await page.mouse.wheel(0, -400)
          return (await offsets(page))[0]
        })
        .toBe('0')
    })

    it('filters 5,000 topics', async () => {
      const { page } = await showMade('topics-crowd', '/topics')
      const list = page.getByRole('treegrid', { name: 'Topics' })
      await page.getByText('5,000', { exact: true }).waitFor()
      await expect.poll(() => list.getByRole('row').count()).toBeLessThan(80)
      await page.keyboard.press('/')
      await page.keyboard.type('topic-4321')
      await list.getByRole('row', { name: /topic-4321/ }).waitFor()
    })

    it('shows and filters 100,000 topics', async () => {
      const { page } = await showMade('topics-multitude', '/topics')
      await page.getByText('100,000', { exact: true }).waitFor()
      await page.keyboard.press('/')
      await page.keyboard.type('topic-98765')
      await page.getByRole('row', { name: /topic-98765/ }).waitFor()
    })

    it('remembers favourites and columns', async () => {
      const { page } = await showMade('running', turnstile)
      await page.getByRole('button', { name: 'Make it a favourite' }).click()
      await page.getByText('Favourites').waitFor()
      await page.getByRole('button', { name: 'Columns' }).click()
      await page.getByRole('menuitemcheckbox', { name: /^line/ }).click()
      await expect.poll(() => records(page).getByRole('columnheader', { name: 'line' }).count()).toBe(0)
      await page.reload()
      await page.getByText('Favourites').waitFor()
      await records(page).getByRole('columnheader', { name: 'station_name' }).waitFor()
      await expect.poll(() => records(page).getByRole('columnheader', { name: 'line' }).count()).toBe(0)
    })

    it.each([
      ['topics-none', '/topics', 'No topics yet'],
      ['running', '/topics/lab.empty', 'The topic is empty'],
      ['running', '/topics/lab.trimmed?from=offset:10', 'Offset 10 is gone'],
      ['running', '/topics/lab.trimmed?partition=0&offset=10', 'There is no record at offset 10'],
      ['running', '/topics/lab.trimmed?from=offset:99999999', 'Nothing from here on'],
      ['running', '/topics/lab.trimmed?only=7', 'The topic has no partition 7'],
      ['topics-failed', turnstile, 'Kafka cannot be reached'],
    ])('of %s at %s says “%s”', async (scenario, path, text) => {
      const { page } = await showMade(scenario, path)
      await page.getByText(text).first().waitFor()
    })

    it('keeps what is known while the broker is away, and says so', async () => {
      const { page } = await showMade('topics-stale', turnstile)
      await page.getByText('Kafka cannot be reached').first().waitFor()
      await page
        .getByText(/Shown as it was/)
        .first()
        .waitFor()
      await page.getByRole('treegrid', { name: 'Topics' }).getByText('station.arrivals').waitFor()
    })

    it('stops a search when it is told to, and keeps what was found', async () => {
      const { page } = await showMade('running', `/topics/load.firehose?q=belmont`)
      await page.getByRole('progressbar', { name: 'Records read' }).waitFor()
      await page.getByRole('button', { name: 'Stop', exact: true }).last().click()
      await page.getByText('Stopped: the rest was not read.').waitFor()
      await page.getByRole('button', { name: 'Search again' }).waitFor()
    })

    it.each([
      [1280, 720],
      [3840, 2160],
    ])('has no sideways scroll at %i by %i, with the longest names', async (width, height) => {
      const { page } = await showMade(
        'topics-overflow',
        `/topics/${'W'.repeat(249)}?from=earliest&partition=0&offset=0`,
        {
          viewport: { width, height },
        },
      )
      await page.getByRole('complementary', { name: 'Record' }).getByText('<b>bold</b>').waitFor()
      const size = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.scrollHeight,
      ])
      expect(size).toEqual([width, height])
    })
  })
})

function records(page: Page) {
  return page.getByRole('grid', { name: 'Records' })
}

/** Offsets of the rows that are in the document, from the top. */
function offsets(page: Page): Promise<string[]> {
  return records(page)
    .getByRole('row')
    .evaluateAll(rows =>
      rows
        .filter(row => row.getAttribute('aria-rowindex') !== '1')
        .sort((one, other) => Number(one.getAttribute('aria-rowindex')) - Number(other.getAttribute('aria-rowindex')))
        .map(row => (row.children[1]?.textContent ?? '').replaceAll(',', '')),
    )
}

async function selectedOffset(page: Page): Promise<string | undefined> {
  const row = records(page).locator('[aria-selected="true"]')
  if ((await row.count()) === 0) return undefined
  return (await row.getByRole('gridcell').nth(1).textContent()) ?? undefined
}

/** What the last row in the document is, to see that there are others. */
async function lastRow(page: Page): Promise<string | undefined> {
  return (await offsets(page)).at(-1)
}
