import { chromium, type Page } from 'playwright-core'
import { startFixture, type Fixture } from '../../scripts/fixture/server'
import { findChromium } from '../../scripts/suites.mts'
import type { Figure } from './figure'

/** A page in a browser without a graphics card, which is slower than any desktop, on made-up states. */
export interface BenchBrowser {
  /** Opens the page on a scenario, and closes both when the work is done. */
  on(scenario: string, work: (page: Page, fixture: Fixture) => Promise<Figure[]>): Promise<Figure[]>
}

/** @returns what `work` measured, or one line that says that no browser was found */
export async function withBrowser(work: (browser: BenchBrowser) => Promise<Figure[]>): Promise<Figure[]> {
  const executablePath = findChromium()
  if (!executablePath) return [{ title: 'left out: no Chromium was found', value: 0, unit: '', goal: '' }]
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking']
  const browser = await chromium.launch({ executablePath, args })
  try {
    return await work({
      async on(scenario, measure) {
        const fixture = await startFixture(scenario)
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
        try {
          await page.addInitScript(observe)
          await page.goto(fixture.url)
          return await measure(page, fixture)
        } finally {
          await page.close()
          await fixture.close()
        }
      },
    })
  } finally {
    await browser.close()
  }
}

/** What the page has noted of itself since it was opened, or since it was asked last. */
export interface Seen {
  /** Tasks above 50 ms, ms. */
  long: number[]
  /** Between frames, ms. */
  frames: number[]
  /** When the map with its lines was on the screen, ms after the opening; null before. */
  usefulAt: number | null
}

/** Text, since a compiler may add to a function. */
const observe = `
  const seen = { long: [], frames: [], usefulAt: null }
  window.seen = seen
  new PerformanceObserver(list => seen.long.push(...list.getEntries().map(entry => entry.duration))).observe({
    type: 'longtask',
    buffered: true,
  })
  let before = performance.now()
  const isUseful = () =>
    document.querySelectorAll('.city-map canvas').length >= 3 && document.querySelector('[aria-label="Lines"] td')
  let drawnFrames = 0
  const tick = now => {
    seen.frames.push(now - before)
    before = now
    // The frame after next has drawn what was there in this one.
    if (seen.usefulAt === null && isUseful() && ++drawnFrames > 2) seen.usefulAt = now
    requestAnimationFrame(tick)
  }
  requestAnimationFrame(tick)
`

/** What was seen so far; then it begins anew. */
export function takeSeen(page: Page): Promise<Seen> {
  return page.evaluate(() => {
    const { seen } = window as unknown as { seen: Seen }
    const taken = { ...seen }
    Object.assign(seen, { long: [], frames: [] })
    return taken
  })
}
