import { chromium, type Page } from 'playwright-core'
import { startFixture, type Fixture } from '../../scripts/fixture/server'
import { findChromium } from '../../scripts/suites.mts'
import type { Benchmark, Figure } from './figure'

/** The inspector's page in a browser on made-up topics: what reading costs the main thread. */
export const inspectorView: Benchmark = {
  name: 'inspector-view',
  title: 'The inspector in a browser',
  async run() {
    const executablePath = findChromium()
    if (!executablePath) return [{ title: 'left out: no Chromium was found', value: 0, unit: '', goal: '' }]
    const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking']
    const browser = await chromium.launch({ executablePath, args })
    const on = async (scenario: string, path: string, work: (page: Page, fixture: Fixture) => Promise<Figure[]>) => {
      const fixture = await startFixture(scenario)
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
      try {
        await page.addInitScript(observe)
        await page.goto(fixture.url + path)
        return await work(page, fixture)
      } finally {
        await page.close()
        await fixture.close()
      }
    }
    try {
      return [
        ...(await on('running', '/topics/load.firehose', firstPage)),
        ...(await on('running', '/topics/load.firehose?from=live', liveTail)),
        ...(await on('topics-crowd', '/topics', page => manyTopics(page, '5,000'))),
        ...(await on('topics-multitude', '/topics', page => manyTopics(page, '100,000'))),
      ]
    } finally {
      await browser.close()
    }
  },
}

/** Runs in the page: notes tasks above 50 ms. Text, since a compiler may add to a function. */
const observe = `
  window.long = []
  new PerformanceObserver(list => window.long.push(...list.getEntries().map(entry => entry.duration))).observe({
    type: 'longtask',
    buffered: true,
  })
`

/** From the press of a button to the first row on the screen; the topic has a million records. */
async function firstPage(page: Page): Promise<Figure[]> {
  await rows(page).first().waitFor()
  await page.waitForTimeout(1_000)
  const from = Date.now()
  await page.getByText('Earliest', { exact: true }).click()
  await page.getByRole('grid', { name: 'Records' }).getByText('0', { exact: true }).first().waitFor()
  return [{ title: 'first page of 1 M made-up records', value: Date.now() - from, unit: 'ms', goal: 'at most 200 ms' }]
}

async function liveTail(page: Page): Promise<Figure[]> {
  await rows(page).first().waitFor()
  await page.waitForTimeout(2_000)
  await forget(page)
  await page.waitForTimeout(10_000)
  const figures = await longTasks(page, '2,000 records/s live')
  const rate = await page
    .getByText(/^[\d,]+\/s$/)
    .last()
    .textContent()
  const figure = {
    title: '2,000 records/s live: shown',
    value: Number(rate?.replace(/[,/s]/g, '')),
    unit: '/s',
    goal: '',
  }
  return [...figures, figure]
}

async function manyTopics(page: Page, count: string): Promise<Figure[]> {
  await page.getByText(count, { exact: true }).waitFor()
  await page.waitForTimeout(7_000)
  const opened = await longTasks(page, `${count} topics: opening`)
  await forget(page)
  await page.keyboard.press('/')
  await page.keyboard.type('topic-43', { delay: 120 })
  await page.waitForTimeout(1_500)
  const filtered = await longTasks(page, `${count} topics: filtering`)
  await page.keyboard.press('Escape')
  await page.waitForTimeout(1_500)
  await forget(page)
  await page.mouse.move(250, 500)
  for (let i = 0; i < 40; i++) {
    await page.mouse.wheel(0, 900)
    await page.waitForTimeout(40)
  }
  return [...opened, ...filtered, ...(await longTasks(page, `${count} topics: scrolling`))]
}

function rows(page: Page) {
  return page.getByRole('grid', { name: 'Records' }).getByRole('row').nth(1)
}

function forget(page: Page): Promise<unknown> {
  return page.evaluate(() => Object.assign(window, { long: [] }))
}

async function longTasks(page: Page, what: string): Promise<Figure[]> {
  const long = await page.evaluate(() => (window as unknown as { long: number[] }).long)
  return [
    { title: `${what}: longest task`, value: Math.max(0, ...long), unit: 'ms', goal: '0: none above 50 ms' },
    { title: `${what}: tasks above 50 ms`, value: long.length, unit: '', goal: '' },
  ]
}
