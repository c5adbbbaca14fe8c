import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { chromium, type Page } from 'playwright-core'
import { startFixture } from '../../scripts/fixture/server'
import { findChromium } from '../../scripts/suites.mts'
import { median, type Benchmark, type Figure } from './figure'

/** The page in a browser without a graphics card, which is slower than any desktop: 200 trains at 60x. */
export const renderer: Benchmark = {
  name: 'renderer',
  title: 'The map with 200 trains, drawn in software',
  async run() {
    const executablePath = findChromium()
    if (!executablePath) return [{ title: 'left out: no Chromium was found', value: 0, unit: '', goal: '' }]
    const fixture = await startFixture('crowded')
    const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking']
    const browser = await chromium.launch({ executablePath, args })
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
      await page.addInitScript(observe)
      await page.goto(fixture.url)
      await page.waitForTimeout(3_000)
      const figures = [scriptSize(), ...(await figuresOf(page, 'from opening on', 0))]
      figures.push(...(await figuresOf(page, 'trains move', 8_000)))
      await page.mouse.move(700, 500)
      figures.push(...(await figuresOf(page, 'the map is dragged', 0, () => drag(page))))
      figures.push(...(await figuresOf(page, 'the map is zoomed', 0, () => zoom(page))))
      return figures
    } finally {
      await browser.close()
      await fixture.close()
    }
  },
}

interface Seen {
  long: number[]
  frames: number[]
}

/** Runs in the page: notes tasks above 50 ms and the time between frames. Text, since a compiler may add to a function. */
const observe = `
  const seen = { long: [], frames: [] }
  window.seen = seen
  new PerformanceObserver(list => seen.long.push(...list.getEntries().map(entry => entry.duration))).observe({
    type: 'longtask',
    buffered: true,
  })
  let before = performance.now()
  const tick = now => {
    seen.frames.push(now - before)
    before = now
    requestAnimationFrame(tick)
  }
  requestAnimationFrame(tick)
`

async function figuresOf(page: Page, what: string, ms: number, act?: () => Promise<void>): Promise<Figure[]> {
  const isOpening = what === 'from opening on'
  if (!isOpening)
    await page.evaluate(() => Object.assign((window as unknown as { seen: Seen }).seen, { long: [], frames: [] }))
  if (act) await act()
  else await page.waitForTimeout(ms)
  const { long, frames } = await page.evaluate(() => (window as unknown as { seen: Seen }).seen)
  return [
    { title: `${what}: longest task`, value: Math.max(0, ...long), unit: 'ms', goal: '0: none above 50 ms' },
    { title: `${what}: tasks above 50 ms`, value: long.length, unit: '', goal: '0' },
    ...(isOpening ? [] : [{ title: `${what}: frames a second`, value: 1000 / median(frames), unit: '', goal: '' }]),
  ]
}

/** All scripts, since the map needs both the frame and its own. */
function scriptSize(): Figure {
  const folder = 'out/renderer/assets'
  const scripts = readdirSync(folder).filter(name => name.endsWith('.js'))
  const bytes = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length, 0)
  return { title: 'scripts of the first view, gzip', value: bytes / 1000, unit: 'kB', goal: 'at most 600 kB' }
}

async function drag(page: Page): Promise<void> {
  await page.mouse.down()
  for (let i = 0; i < 60; i++) {
    await page.mouse.move(700 - i * 4, 500 + Math.sin(i / 6) * 80)
    await page.waitForTimeout(25)
  }
  await page.mouse.up()
}

async function zoom(page: Page): Promise<void> {
  for (const step of [-120, -120, -120, -120, 120, 120, 120, 120]) {
    await page.mouse.wheel(0, step * 2)
    await page.waitForTimeout(400)
  }
}
