import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { accessible } from '../support/axe'
import { describeInBrowser } from './pages'

describeInBrowser('the ksqlDB pane of the running app', ({ showReal }) => {
  it('lists what there is and says of a table where its records are, its columns and who makes it', async () => {
    const { page, complaints } = await showReal('/ksql')
    await page.getByRole('link', { name: /^TURNSTILE_SUMMARY/ }).click()
    await expect.poll(() => new URL(page.url()).search).toBe('?table=TURNSTILE_SUMMARY')
    const about = page.getByRole('complementary', { name: 'About TURNSTILE_SUMMARY' })
    await about.getByRole('region', { name: 'Columns' }).getByText('STATION_ID').waitFor()
    await expect
      .poll(() => about.getByRole('link', { name: 'TURNSTILE_SUMMARY', exact: true }).getAttribute('href'))
      .toBe('/topics/TURNSTILE_SUMMARY')
    await about.getByRole('link', { name: /^CTAS_TURNSTILE_SUMMARY/ }).click()
    const query = page.getByRole('complementary', { name: /About CTAS_TURNSTILE_SUMMARY/ })
    await query.getByText('runs').first().waitFor()
    await query.getByRole('region', { name: 'Read so far' }).waitFor()
    expect(complaints).toEqual([])
  })

  it('shows the rows of a push query as they come, holds them, and stops', async () => {
    const { page, complaints } = await showReal('/ksql')
    await run(page, 'SELECT * FROM TURNSTILE_SUMMARY EMIT CHANGES;')
    await expect.poll(() => received(page)).toBeGreaterThan(0)
    const before = await received(page)
    await expect.poll(() => received(page)).toBeGreaterThan(before)
    const rows = page.getByRole('grid', { name: 'Rows' })
    await expect
      .poll(() => rows.getByRole('columnheader').allTextContents())
      .toEqual(['#', 'ID INTEGER', 'STATION_ID INTEGER', 'COUNT BIGINT'])
    await page.getByRole('button', { name: 'Hold' }).click()
    await page.getByRole('button', { name: /^Go on, [1-9]/ }).waitFor()
    await page.getByRole('main').getByRole('button', { name: 'Stop' }).click()
    await page.getByText('Push query, stopped').waitFor()
    expect(complaints).toEqual([])
  })

  it('answers a pull query, and several statements in their order', async () => {
    const { page } = await showReal('/ksql')
    await run(page, 'SHOW STREAMS;\nSELECT * FROM TURNSTILE_SUMMARY;')
    await page.getByText('Pull query, done').waitFor()
    await expect.poll(() => received(page)).toBeGreaterThan(0)
    await page.getByRole('tab', { name: /^1 SHOW STREAMS/ }).click()
    await page.getByRole('grid', { name: 'Streams' }).getByText('org.chicago.cta.turnstile.v1').waitFor()
  })

  it('marks where a statement is wrong', async () => {
    const { page } = await showReal('/ksql')
    await run(page, '-- a slip\nSELECT *\n  FRM TURNSTILE_SUMMARY;')
    await page.getByRole('alert').getByText('at line 3, column 3').waitFor()
    await expect.poll(() => page.locator('.cm-errorWord').textContent()).toBe('FRM')
  })

  it('asks before it terminates a query, and then does', async () => {
    const { page } = await showReal('/ksql')
    const name = `E2E_${Date.now()}`
    await run(page, `CREATE STREAM ${name} AS SELECT * FROM TURNSTILE EMIT CHANGES;`)
    await page.getByText(/Created query with ID CSAS_E2E_/).waitFor()
    const link = page.getByRole('link', { name: new RegExp(`^CSAS_${name}_`) })
    await link.click()
    const about = page.getByRole('complementary', { name: /About CSAS_/ })
    await about.getByText('runs').first().waitFor()
    await about.getByRole('button', { name: 'Terminate…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    expect(await link.count()).toBe(1)
    await about.getByRole('button', { name: 'Terminate…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Terminate', exact: true }).click()
    await expect.poll(() => link.count()).toBe(0)
    await run(page, `DROP STREAM ${name} DELETE TOPIC;`)
    await page.getByText(`Source \`${name}\` (topic: ${name}) was dropped.`).waitFor()
  })

  it.each(['dark', 'light'] as const)('has nothing that shuts people out, when it is %s', async colorScheme => {
    const { page } = await showReal('/ksql?table=TURNSTILE_SUMMARY', { colorScheme })
    await run(page, 'SELECT * FROM TURNSTILE_SUMMARY;')
    await page.getByText('Pull query, done').waitFor()
    await accessible(page)
  })
})

describeInBrowser('the ksqlDB pane of made-up states', ({ showMade }) => {
  it('says that the profile has no ksqlDB, and what the app does instead', async () => {
    const { page } = await showMade('ksql-none', '/ksql')
    await page.getByText('This profile has no ksqlDB').waitFor()
    await page.getByText(/counts the entries of each station itself/).waitFor()
  })

  it('lets nobody terminate a query on a profile that only looks', async () => {
    const { page } = await showMade('ksql-read-only', '/ksql?query=CTAS_TURNSTILE_SUMMARY_3')
    const button = page.getByRole('button', { name: 'Terminate…' })
    await button.waitFor()
    await expect.poll(() => button.isDisabled()).toBe(true)
  })

  it('says that what the address names is not there', async () => {
    const { page, complaints } = await showMade('running', '/ksql?stream=NOBODY')
    await page.getByText(/Could not find STREAM\/TABLE 'NOBODY'/).waitFor()
    await page.getByRole('textbox', { name: 'Statements' }).waitFor()
    expect(complaints).toEqual([])
  })
})

/** Writes statements into the editor in place of what is there, and runs them. */
async function run(page: Page, text: string): Promise<void> {
  const editor = page.getByRole('textbox', { name: 'Statements' })
  await editor.waitFor({ timeout: 20_000 })
  await editor.fill(text)
  await page.keyboard.press('Control+Enter')
}

/** Rows that have come, as the line above them says. */
async function received(page: Page): Promise<number> {
  const text = await page.getByRole('status', { name: 'How the statement goes' }).textContent()
  return Number(/([\d,]+) rows?/.exec(text ?? '')?.[1]?.replaceAll(',', '') ?? 0)
}
