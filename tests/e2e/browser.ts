import { existsSync } from 'node:fs'
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core'
import { startFixture, type Fixture } from '../../scripts/fixture/server'
import { findChromium } from '../../scripts/suites.mts'

/** Why browser tests cannot run here, or null. */
export function missing(): string | null {
  if (!findChromium()) return 'no Chromium was found on the PATH or in the variable CHROMIUM'
  if (!existsSync('out/renderer/index.html')) return 'the page has not been built: npm run build'
  return null
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium() ?? undefined,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  })
}

/** A page on a made-up state, with everything that went wrong in it. */
export interface Opened {
  page: Page
  fixture: Fixture
  /** Errors and warnings of the page, and requests to anywhere else than its own host. */
  complaints: string[]
  close(): Promise<void>
}

export async function open(
  browser: Browser,
  scenario: string,
  path = '/',
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const fixture = await startFixture(scenario)
  const { page, complaints, context } = await watchedPage(browser, fixture.url, options)
  await page.goto(fixture.url + path)
  await page.getByRole('banner').waitFor()
  return {
    page,
    fixture,
    complaints,
    async close() {
      await context.close()
      await fixture.close()
    },
  }
}

/** A new page whose every error, warning and request to another host than `url`'s is noted. */
export async function watchedPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
): Promise<{ page: Page; complaints: string[]; context: BrowserContext }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'dark', ...options })
  context.setDefaultTimeout(45_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
  page.on('request', request => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(url)) complaints.push(request.url())
  })
  return { page, complaints, context }
}
