import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { inject } from 'vitest'
import { watchedPage } from './browser'

/** A page on the app that runs for all browser tests, with everything that went wrong in it. */
export interface Real {
  page: Page
  complaints: string[]
  close(): Promise<void>
}

/** Opens a view of the running app. Leave the app as it was: other tests use it, too. */
export async function openReal(browser: Browser, path = '/', options: BrowserContextOptions = {}): Promise<Real> {
  const url = inject('realUrl')
  if (!url) throw new Error('no app was started for the browser tests')
  const { origin } = new URL(url)
  const { page, complaints, context } = await watchedPage(browser, origin, options)
  // The link with its token signs the page in; from then on every address works.
  await page.goto(url)
  await page.getByRole('banner').waitFor()
  if (path !== '/') {
    await page.goto(origin + path)
    await page.getByRole('banner').waitFor()
  }
  return { page, complaints, close: () => context.close() }
}

/** Where a service of the running app is, as the strip at the bottom shows its port. */
export async function serviceAddress(page: Page, service: string): Promise<string> {
  const text = await page.getByRole('contentinfo').getByRole('button', { name: service }).textContent()
  const port = /\d+/.exec(text ?? '')?.[0]
  if (!port) throw new Error(`The strip shows no port of ${service}: ${text}`)
  return `127.0.0.1:${port}`
}
