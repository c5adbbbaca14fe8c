/**
 * `npx tsx scripts/icons.mts`: draws every icon that packages and the tray need from the drawings in resources/icons,
 * with a system Chromium. The results are committed, so only who changes a drawing runs this.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { icns, ico } from './icons/containers.mts'
import { findChromium } from './suites.mts'

const folder = 'resources/icons'

/** Sizes of Linux's icon themes, in pixels; the larger ones also go into Windows' and macOS' files. */
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]

/** Up to this size the drawing with whole pixels is the sharper one. */
const smallMax = 48

/** What Windows looks for in one file. */
const icoSizes = [16, 24, 32, 48, 64, 128, 256]

/** Files of one tray icon: the system takes the one for its screen. In pixels at 16 device-independent ones. */
const traySizes = { '': 16, '@1.5x': 24, '@2x': 32, '@3x': 48 }
const trayStates = ['starting', 'ready', 'running', 'paused', 'failed']

const executablePath = findChromium()
if (!executablePath) {
  process.stderr.write('No Chromium was found on the PATH or in the variable CHROMIUM.\n')
  process.exit(1)
}
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
const page = await browser.newPage()
await drawApp(page)
await drawTray(page)
await browser.close()

async function drawApp(page: Page): Promise<void> {
  const drawn = new Map<number, Buffer>()
  for (const size of sizes) {
    const drawing = size <= smallMax ? 'icon-small.svg' : 'icon.svg'
    drawn.set(size, await draw(page, drawing, size))
    // Named as electron-builder and Linux' icon themes name them.
    write(`${size}x${size}.png`, drawn.get(size)!)
  }
  const picked = (wanted: number[]) => wanted.map(size => ({ size, png: drawn.get(size)! }))
  write('icon.ico', ico(picked(icoSizes)))
  write('icon.icns', icns(picked(sizes)))
}

async function drawTray(page: Page): Promise<void> {
  for (const state of trayStates) {
    const only = `.state:not(#${state}) { display: none }`
    // A template image is a shape: macOS gives it the colour of its menu bar.
    const shape = `${only} .tile { display: none } .mark, .state, .state * { color: #000 } .mark, .state { filter: brightness(0) }`
    for (const [suffix, size] of Object.entries(traySizes)) {
      write(`tray/${state}${suffix}.png`, await draw(page, 'tray.svg', size, only))
      write(`tray/${state}Template${suffix}.png`, await draw(page, 'tray.svg', size, shape))
    }
  }
}

/** One drawing as a PNG of so many pixels, on nothing. */
async function draw(page: Page, name: string, size: number, style = ''): Promise<Buffer> {
  const svg = readFileSync(join(folder, name), 'utf8')
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(
    `<style>html, body { margin: 0; background: none } svg { display: block; width: ${size}px; height: ${size}px } ${style}</style>${svg}`,
  )
  return page.screenshot({ omitBackground: true, type: 'png' })
}

function write(name: string, body: Buffer): void {
  const file = join(folder, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, body)
}
