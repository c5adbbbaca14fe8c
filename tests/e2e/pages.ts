import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, afterEach, describe } from 'vitest'
import { missing, open, openBrowser, watchedPage, type Opened } from './browser'
import { openReal, type Real } from './real'

/** Pages for the tests of one suite, in a browser of its own; all of them are closed after each test. */
export interface Pages {
  /** A view of the running app: see openReal. */
  showReal(path?: string, options?: BrowserContextOptions): Promise<Real>
  /** A view of a made-up state: see open. */
  showMade(scenario: string, path?: string, options?: BrowserContextOptions): Promise<Opened>
  /** A blank page, for what the test serves itself. */
  showBlank(url: string): Promise<Pick<Real, 'page' | 'complaints'>>
}

/** A suite in a browser: left out, with a line that says why, where there is none. */
export function describeInBrowser(title: string, tests: (pages: Pages) => void): void {
  const reason = missing()
  if (reason) process.stderr.write(`Left out: ${title}, in a browser: ${reason}.\n`)
  describe.skipIf(reason)(title, () => tests(usePages()))
}

function usePages(): Pages {
  let browser: Browser | undefined
  const its = async () => (browser ??= await openBrowser())
  let shown: { close(): Promise<void> }[] = []
  const keep = <Shown extends { close(): Promise<void> }>(one: Shown): Shown => {
    shown.push(one)
    return one
  }
  afterEach(async () => {
    const closing = shown
    shown = []
    await Promise.all(closing.map(one => one.close()))
  })
  afterAll(() => browser?.close())
  return {
    showReal: async (path = '/', options = {}) => keep(await openReal(await its(), path, options)),
    showMade: async (scenario, path = '/', options = {}) => keep(await open(await its(), scenario, path, options)),
    async showBlank(url) {
      const { page, complaints, context } = await watchedPage(await its(), url, {})
      keep(context)
      return { page, complaints }
    },
  }
}
