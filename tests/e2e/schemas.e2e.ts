import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { accessible } from '../support/axe'
import { describeInBrowser } from './pages'

const turnstile = 'org.chicago.cta.turnstile.v1-value'
const belmont = 'org.chicago.cta.station.arrivals.belmont-value'

describeInBrowser('the schemas', ({ showReal, showMade }) => {
  describe('of the running app', () => {
    it('are listed under their prefixes, filtered, and opened with fields, text and whose compatibility it is', async () => {
      const { page, complaints } = await showReal('/schemas')
      const list = page.getByRole('list', { name: 'Subjects' })
      await list.getByRole('button', { name: /station\.arrivals/ }).waitFor()
      await page.keyboard.press('/')
      await page.keyboard.type('turnstile.v1')
      await expect.poll(() => list.getByRole('button').count()).toBe(2)
      await expect.poll(() => page.getByTitle(turnstile).first().textContent()).toMatch(/Avro\d+1$/)
      await page.getByTitle(turnstile).first().click()
      await expect.poll(() => address(page)).toBe(`/schemas/${turnstile}?q=turnstile.v1`)
      const pane = page.getByRole('region', { name: turnstile, exact: true })
      await pane
        .getByRole('grid', { name: 'Fields' })
        .getByRole('row', { name: /station_id int/ })
        .waitFor()
      await expect
        .poll(() => pane.getByRole('region', { name: 'Schema text' }).textContent())
        .toContain('One rider has entered')
      const facts = page.getByRole('complementary', { name: 'About the subject' })
      await facts.getByText("the registry's own level").waitFor()
      await expect.poll(() => facts.textContent()).toContain('BACKWARD')
      await accessible(page)
      await facts.getByRole('link', { name: 'org.chicago.cta.turnstile.v1' }).click()
      await expect.poll(() => address(page)).toBe('/topics/org.chicago.cta.turnstile.v1')
      expect(complaints).toEqual([])
    })

    it('come back by a link, with the group around the subject open and the same schema elsewhere', async () => {
      const { page } = await showReal(`/schemas/${belmont}?version=1`)
      await page.getByRole('list', { name: 'Subjects' }).getByTitle(belmont).waitFor()
      const facts = page.getByRole('complementary', { name: 'About the subject' })
      await facts.getByRole('heading', { name: 'The same schema 107' }).waitFor()
      await page.reload()
      await facts.getByRole('heading', { name: 'The same schema 107' }).waitFor()
      await page.keyboard.press('j')
      await expect.poll(() => address(page)).toMatch(/^\/schemas\/org\.chicago\.cta\.station\.arrivals\.(?!belmont-v)/)
    })

    it('say so when the address names a subject or a version that is not there', async () => {
      const { page } = await showReal('/schemas/no%2Fsuch%20subject')
      await page.getByText('The registry has no subject no/such subject.').waitFor()
      await page.goto(new URL(`/schemas/${turnstile}?version=9`, page.url()).href)
      await page.getByText('There is no version 9').waitFor()
      await page.getByRole('button', { name: 'Show the newest' }).click()
      await page.getByRole('grid', { name: 'Fields' }).waitFor()
      await page.goto(new URL(`/schemas/${turnstile}?version=%3Cb%3E`, page.url()).href)
      await page.getByText('There is no version <b>').waitFor()
    })
  })

  describe('of a registry with more', () => {
    it('show what changed between versions: in words, in one text and side by side', async () => {
      const { page, complaints } = await showMade('running', `/schemas/${turnstile}`)
      await page.getByRole('tab', { name: 'Changes' }).click()
      await expect.poll(() => address(page)).toBe(`/schemas/${turnstile}?diff=2`)
      await page.getByText('4 added, 1 removed, 2 changed').waitFor()
      await expect
        .poll(() => page.getByRole('list', { name: 'Changed fields' }).textContent())
        .toContain('int became long')
      const text = page.getByRole('region', { name: 'Differences of the texts' })
      const fold = text.getByRole('button', { name: 'Show 4 unchanged lines' })
      await fold.click()
      await expect.poll(() => fold.count()).toBe(0)
      await page.getByText('Side by side').click()
      await expect.poll(() => address(page)).toBe(`/schemas/${turnstile}?diff=2&layout=side`)
      await accessible(page)
      await page.getByRole('combobox', { name: 'From' }).selectOption('3')
      await page.getByText('The same schema').waitFor()
      await page.goBack()
      await page.getByText('4 added, 1 removed, 2 changed').waitFor()
      expect(complaints).toEqual([])
    })

    it('show JSON Schema as fields, Protobuf as text, and what refers to what', async () => {
      const { page } = await showMade('running', '/schemas/org.chicago.cta.incidents-value')
      const fields = page.getByRole('grid', { name: 'Fields' })
      await fields.getByRole('row', { name: /station_id\s*required integer/ }).waitFor()
      await page.getByText('There is no such topic').waitFor()
      await page.goto(new URL('/schemas/org.chicago.cta.fares.v1-value', page.url()).href)
      await page.getByText('message', { exact: true }).first().waitFor()
      await page.getByRole('link', { name: 'money.proto' }).click()
      await page.getByRole('heading', { name: 'Referred to by 1' }).waitFor()
    })

    it('list 5,000 subjects and show a schema of a megabyte without holding the page up', async () => {
      const { page, complaints } = await showMade('schemas-overflow', '/schemas', {
        viewport: { width: 1280, height: 720 },
      })
      await page.getByText('5,000', { exact: true }).waitFor()
      await page.getByRole('textbox', { name: 'Filter by name' }).fill('axle-counters')
      await page
        .getByTitle(/axle-counters/)
        .first()
        .click()
      await page.getByText(/54,\d+ lines, 1\.\d MB as registered/).waitFor()
      await expect.poll(() => page.getByText('the first 5,000').count()).toBe(1)
      const sizes = await page.evaluate(() => ({
        elements: document.querySelectorAll('*').length,
        width: document.documentElement.scrollWidth,
      }))
      expect(sizes.elements).toBeLessThan(3_000)
      expect(sizes.width).toBe(1280)
      expect(complaints).toEqual([])
    })

    it('name what is missing: a registry that is away, none in the profile, one without subjects', async () => {
      const { page } = await showMade('schemas-error', '/schemas')
      await page.getByText('Schema Registry cannot be reached').waitFor()
      await page.getByRole('button', { name: 'Try again' }).waitFor()
      await accessible(page)
      const absent = await showMade('schemas-absent', `/schemas/${turnstile}`, { colorScheme: 'light' })
      await absent.page.getByText('This profile has no Schema Registry').waitFor()
      await accessible(absent.page)
      const empty = await showMade('schemas-empty', '/schemas')
      await empty.page.getByText('The registry is empty').waitFor()
    })

    it('are as easy to reach in light', async () => {
      const { page } = await showMade('running', `/schemas/${turnstile}?diff=1`, { colorScheme: 'light' })
      await page.getByRole('region', { name: 'Differences of the texts' }).waitFor()
      await accessible(page)
    })
  })
})

function address(page: Page): string {
  const { pathname, search } = new URL(page.url())
  return decodeURIComponent(pathname) + search
}
