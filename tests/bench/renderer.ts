import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { median, type Benchmark, type Figure } from './figure'
import { takeSeen, withBrowser } from './page'

/** 200 trains at 60x, and beside them a map without any: what the trains themselves cost. */
export const renderer: Benchmark = {
  name: 'renderer',
  title: 'The map with 200 trains, drawn in software',
  run: () =>
    withBrowser(async ({ on }) => [
      ...(await on('crowded', crowded)),
      ...(await on('empty', async page => {
        await page.waitForTimeout(openingMs)
        return figuresOf(page, 'a map without trains', () => page.waitForTimeout(movingMs))
      })),
    ]),
}

const openingMs = 4_000
const movingMs = 8_000

async function crowded(page: Page): Promise<Figure[]> {
  await page.waitForTimeout(openingMs)
  const { long, usefulAt } = await takeSeen(page)
  const figures = [
    {
      title: 'opening: map, lines and trains on the screen',
      value: usefulAt ?? NaN,
      unit: 'ms',
      goal: 'at most 1,500 ms',
    },
    await scriptSize(page, usefulAt ?? openingMs),
    ...longTasks('opening', long),
    ...(await figuresOf(page, '200 trains move', () => page.waitForTimeout(movingMs))),
  ]
  await page.mouse.move(700, 500)
  figures.push(...(await figuresOf(page, 'the map is dragged', () => drag(page))))
  figures.push(...(await figuresOf(page, 'the map is zoomed', () => zoom(page))))
  return figures
}

async function figuresOf(page: Page, what: string, act: () => Promise<void>): Promise<Figure[]> {
  await takeSeen(page)
  await act()
  const { long, frames } = await takeSeen(page)
  const rate = frames.length === 0 ? 0 : 1000 / median(frames)
  return [...longTasks(what, long), { title: `${what}: frames a second, median`, value: rate, unit: '', goal: '60' }]
}

function longTasks(what: string, long: number[]): Figure[] {
  return [
    { title: `${what}: longest task above 50 ms`, value: Math.max(0, ...long), unit: 'ms', goal: '0: none' },
    { title: `${what}: tasks above 50 ms`, value: long.length, unit: '', goal: '0' },
  ]
}

/** The scripts that the page had asked for when its first view was there. */
async function scriptSize(page: Page, untilMs: number): Promise<Figure> {
  const urls = await page.evaluate(
    until =>
      performance
        .getEntriesByType('resource')
        .filter(({ name, startTime }) => name.endsWith('.js') && startTime <= until)
        .map(({ name }) => name),
    untilMs,
  )
  const names = new Set(urls.map(url => basename(new URL(url).pathname)))
  const sizes = [...names].map(name => gzipSync(readFileSync(join('out/renderer/assets', name))).length)
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
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
