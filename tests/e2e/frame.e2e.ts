import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessible } from '../support/axe'
import { missing, openBrowser } from './browser'
import { openReal } from './real'

describe.skipIf(missing())('the frame around the views', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
  })

  it.each(['dark', 'light'] as const)(
    'opens every view from the rail in %s, without a complaint',
    async colorScheme => {
      const { page, complaints, close } = await openReal(browser, '/map', { colorScheme })
      const links = page.getByRole('navigation', { name: 'Views' }).getByRole('link')
      const count = await links.count()
      expect(count).toBeGreaterThan(0)
      for (let i = 0; i < count; i++) {
        const link = links.nth(i)
        await link.click()
        await expect.poll(() => link.getAttribute('aria-current')).toBe('page')
        const path = new URL(page.url()).pathname
        await page.reload()
        expect(new URL(page.url()).pathname, 'after a reload').toBe(path)
        await page.getByRole('main').getByRole('region').first().waitFor()
        await accessible(page)
      }
      expect(complaints).toEqual([])
      await close()
    },
  )
})
