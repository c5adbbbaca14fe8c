import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { accessible } from '../support/axe'
import { describeInBrowser } from './pages'

const belmont = '/map?station=41320'

describeInBrowser('the map in a browser', ({ showMade }) => {
  describe('of a running city', () => {
    it('shows services, totals and simulated time, moves its trains, and asks nobody but its own host', async () => {
      const { page, complaints } = await showMade('running')
      await page.getByText('simulated, CDT').waitFor()
      await expect.poll(() => new URL(page.url()).pathname).toBe('/map')
      const strip = page.getByRole('contentinfo')
      for (const service of [
        'Kafka 9092',
        'Registry 8081',
        'REST Proxy 8082',
        'Connect 8083',
        'ksqlDB 8088',
        'PostgreSQL 5432',
      ]) {
        await expect.poll(() => strip.getByRole('button', { name: service }).count(), { message: service }).toBe(1)
      }
      await expect.poll(() => page.getByText('Provisioned').textContent()).toContain('7 of 7')
      const first = await trainsPicture(page)
      const clock = await clockText(page)
      await expect.poll(() => clockText(page)).not.toBe(clock)
      await expect.poll(() => trainsPicture(page)).not.toBe(first)
      expect(complaints).toEqual([])
    })

    it('starts, pauses, steps and changes speed by button and by key', async () => {
      const { page, fixture } = await showMade('running')
      await page.getByText('simulated, CDT').waitFor()
      await page.keyboard.press('Space')
      await expect.poll(() => fixture.commands).toEqual(['pause'])
      await expect
        .poll(() => page.getByRole('button', { name: 'Pause', exact: true }).getAttribute('aria-pressed'))
        .toBe('true')
      await page.keyboard.press('.')
      await page.getByRole('button', { name: 'One step' }).click()
      await page.keyboard.press(']')
      await page.getByText('10×').click()
      await expect.poll(() => fixture.commands).toEqual(['pause', 'step', 'step', 'speed 300', 'speed 10'])
      await page.getByRole('button', { name: 'Go on' }).click()
      await page.getByRole('button', { name: 'Stop' }).click()
      await expect.poll(() => fixture.commands.slice(5)).toEqual(['start', 'stop'])
    })

    it('shows a station with what comes and the records behind it, from a shared link, and closes with Escape', async () => {
      const { page } = await showMade('running', belmont)
      const card = page.getByRole('region', { name: 'Station Belmont' })
      await card.getByText('To the Loop').waitFor()
      await card.getByText(/entries since \d\d:\d\d/).waitFor()
      await card.getByRole('img', { name: /^Entries by hour today: 00:00 \d+/ }).waitFor()
      const records = card.getByRole('link', { name: /\d records behind this/ })
      await expect
        .poll(() => records.getAttribute('href'))
        .toMatch(/^\/topics\/org\.chicago\.cta\.station\.arrivals\.belmont\?partition=0&offset=\d+$/)
      const summary = card.getByRole('link', { name: 'summary' })
      await expect
        .poll(() => summary.getAttribute('href'))
        .toMatch(/^\/topics\/TURNSTILE_SUMMARY\?partition=0&offset=\d+$/)
      await page.keyboard.press('Escape')
      await expect.poll(() => card.count()).toBe(0)
      await expect.poll(() => new URL(page.url()).search).toBe('')
    })

    it('opens a station by a click on its mark or its name', async () => {
      const { page } = await showMade('running')
      await page.getByText('simulated, CDT').waitFor()
      const card = page.getByRole('region', { name: 'Station Dempster-Skokie' })
      // Where its mark stands in the first view of a window of this size; a train may stand on it for a while.
      const click = async () => {
        await page.mouse.click(508, 73)
        await page.waitForTimeout(300)
        return card.count()
      }
      await expect.poll(click, { timeout: 30_000 }).toBe(1)
      await expect.poll(() => new URL(page.url()).search).toBe('?station=40140')
    })

    it('shows a train and follows it', async () => {
      const { page, fixture } = await showMade('running', belmont)
      await page.getByText('simulated, CDT').waitFor()
      const id = fixture.trainOf('brown')
      await page.goto(`${fixture.url}/map?train=${id}`)
      const card = page.getByRole('region', { name: `Brown Line, run ${/\d+$/.exec(id)![0]}` })
      await card.getByText('Next stops').waitFor()
      const record = card.getByRole('link', { name: '1 record behind this' })
      await expect
        .poll(() => record.getAttribute('href'))
        .toMatch(/^\/topics\/org\.chicago\.cta\.station\..+partition=0&offset=\d+$/)
      await page.keyboard.press('f')
      await page.getByText('drag the map to let go').waitFor()
      await page.keyboard.press('Escape')
      await expect.poll(() => page.getByText('drag the map to let go').count()).toBe(0)
    })

    it('keeps a pinned card beside the next, also in a shared link', async () => {
      const { page } = await showMade('running', belmont)
      const first = page.getByRole('region', { name: 'Station Belmont' })
      await first.getByRole('button', { name: /^Pin this card/ }).click()
      await expect.poll(() => new URL(page.url()).search).toBe('?pin=station-41320')
      await page.goto(new URL('/map?station=40900&pin=station-41320', page.url()).href)
      await page.getByRole('region', { name: 'Station Howard' }).waitFor()
      await first.getByRole('button', { name: 'Unpin this card' }).waitFor()
      await page.keyboard.press('Escape')
      await expect.poll(() => page.getByRole('region', { name: 'Station Howard' }).count()).toBe(0)
      expect(await first.count()).toBe(1)
    })

    it('goes from the search to a station, to a train that it follows, and to a line alone', async () => {
      const { page, fixture } = await showMade('running')
      await page.getByText('simulated, CDT').waitFor()
      const look = async (text: string, what: RegExp) => {
        await page.keyboard.press('Control+k')
        await page.getByRole('combobox').fill(text)
        await page.getByRole('option', { name: what }).first().click()
      }
      await look('kimball', /Kimball/)
      await page.getByRole('region', { name: 'Station Kimball' }).waitFor()
      await expect.poll(() => page.getByRole('region', { name: 'The Loop, enlarged' }).count()).toBe(0)
      const run = /\d+$/.exec(fixture.trainOf('brown'))![0]
      await look(run, new RegExp(`Run ${run}`))
      await page.getByText(`Following ${run}`).waitFor()
      await look('pink line', /Pink Line/)
      await expect.poll(() => shownLines(page)).toEqual(['Pink'])
      expect(new URL(page.url()).search).not.toContain('line=')
    })

    it('says temperatures and times in the way that was chosen', async () => {
      const { page } = await showMade('running', '/map?train=nobody')
      await page.getByText('84 °F').waitFor()
      await page.evaluate(() => localStorage.setItem('elevated.settings', '{"temperature":"C","clock":"12"}'))
      await page.reload()
      await page.getByText('29 °C').waitFor()
      await expect.poll(() => clockText(page)).toMatch(/^\d?\d:\d\d:\d\d [ap]m$/)
    })

    it.each(['dark', 'light'] as const)('is accessible in %s, with its cards', async colorScheme => {
      const { page } = await showMade('running', `${belmont}&pin=station-40900`, { colorScheme })
      await page
        .getByText(/entries since/)
        .first()
        .waitFor()
      await accessible(page)
    })

    it('says so when a train or station of a link is not there', async () => {
      const { page } = await showMade('running', '/map?train=XX999')
      await page.getByText('No record of this train is on the map').waitFor()
      await page.goto(new URL('/map?station=7', page.url()).href)
      await page.getByText('There is no station with this number').waitFor()
    })

    it('hides a line and remembers it', async () => {
      const { page } = await showMade('running')
      const toggle = page.getByRole('switch', { name: 'Red Line on the map' })
      await toggle.click()
      await expect.poll(() => toggle.getAttribute('aria-checked')).toBe('false')
      await page.reload()
      await expect.poll(() => toggle.getAttribute('aria-checked')).toBe('false')
    })

    it("follows the system's colours until a person chooses, and remembers the choice", async () => {
      const { page } = await showMade('running', '/', { colorScheme: 'light' })
      await page.getByText('simulated, CDT').waitFor()
      await expect.poll(() => scheme(page)).toBe('light')
      await page.keyboard.press('t')
      await expect.poll(() => scheme(page)).toBe('dark')
      await page.reload()
      await expect.poll(() => scheme(page)).toBe('dark')
    })

    it('moves the map by keys: the Loop close up hides the lens, 0 brings the city back', async () => {
      const { page } = await showMade('running')
      const lens = page.getByRole('region', { name: 'The Loop, enlarged' })
      await lens.waitFor()
      await page.keyboard.press('l')
      await expect.poll(() => lens.count()).toBe(0)
      await page.keyboard.press('0')
      await lens.waitFor()
    })

    it('lists all keys on ? and leaves them with Escape', async () => {
      const { page } = await showMade('running')
      await page.getByText('simulated, CDT').waitFor()
      await page.keyboard.press('?')
      await page.getByText('Follow the selected train').waitFor()
      await page.keyboard.press('Escape')
      await expect.poll(() => page.getByText('Follow the selected train').count()).toBe(0)
    })

    it('goes with the Tab key from the rail over the top bar to the map, its cards and the strip', async () => {
      const { page } = await showMade('running', belmont)
      await page.getByText(/entries since/).waitFor()
      const places: string[] = []
      for (let i = 0; i < 80 && places.at(-1) !== 'strip'; i++) {
        await page.keyboard.press('Tab')
        const place = await page.evaluate(() => {
          const { activeElement } = document
          const inside = (selector: string) => activeElement?.closest(selector)
          if (inside('nav')) return 'rail'
          if (inside('header[class*="bar"]')) return 'top bar'
          if (inside('footer[class*="strip"]')) return 'strip'
          if (inside('section[aria-label="Station Belmont"]')) return 'card'
          return inside('main') ? 'map' : ''
        })
        // A train that has left takes its button with it; Tab then goes on from where that was.
        if (place !== '' && places.at(-1) !== place) places.push(place)
      }
      expect(places.filter((place, i) => places.indexOf(place) === i)).toEqual([
        'rail',
        'top bar',
        'map',
        'card',
        'strip',
      ])
    })

    it('tells screen readers its lines and trains', async () => {
      const { page } = await showMade('running')
      const table = page.getByRole('table', { name: 'Trains of the city, by line' })
      await expect.poll(() => table.getByRole('row').count(), { timeout: 15_000 }).toBeGreaterThan(80)
      const stations = page.getByRole('table', { name: /^Stations of the city/ })
      const belmontRow = stations.getByRole('row', {
        name: /^Belmont Red, Brown, Purple (Red|Brown|Purple) run \d+, [\d:]+ [\d,]+$/,
      })
      await expect.poll(() => belmontRow.count(), { timeout: 15_000 }).toBe(1)
    })

    it('steps its trains once a second where less motion is wanted', async () => {
      const { page } = await showMade('running', '/', { reducedMotion: 'reduce' })
      await page.getByText('simulated, CDT').waitFor()
      await page.waitForTimeout(1_500)
      const pictures = new Set<string>()
      const until = Date.now() + 900
      while (Date.now() < until) {
        pictures.add(await trainsPicture(page))
        await page.waitForTimeout(60)
      }
      expect(pictures.size).toBeLessThanOrEqual(3)
    })
  })

  describe('of a city that is not well', () => {
    it('shows each step of the first start', async () => {
      const { page } = await showMade('starting')
      const card = page.getByRole('region', { name: 'Getting the city ready' })
      await card.getByText('7 of 13 steps done').waitFor()
      await expect.poll(() => card.textContent()).toContain('142 of 220 subjects')
      await page.getByText('A line lights up when its first record is read: 0 of 8').waitFor()
    })

    it('tells why a step failed and retries it', async () => {
      const { page, fixture } = await showMade('failed-step')
      await page.getByText('password authentication failed').first().waitFor()
      await page.getByRole('region', { name: 'Getting the city ready' }).getByRole('button', { name: 'Retry' }).click()
      await expect.poll(() => fixture.commands).toEqual(['provision connector'])
    })

    it('names the failed service, marks totals as lower bounds and says how far the map is behind', async () => {
      const { page } = await showMade('degraded')
      // While the first records are awaited, the list of services says it, too.
      await page.locator('b', { hasText: 'ksqlDB did not answer.' }).waitFor()
      await expect.poll(() => page.getByRole('banner').textContent()).toContain('≥')
      await page.getByRole('button', { name: '1 more' }).click()
      await page.getByText(/The map is 42 s behind/).waitFor()
      await page.getByText(/824 more records wait on partition 0 of granville, thorndale, since/).waitFor()
      const stale = page.getByRole('region', { name: 'What is stale' })
      await stale.getByText(/^Red, \d+ guesses$/).waitFor()
      await page.getByRole('button', { name: 'Show what lags' }).waitFor()
      await page.getByRole('button', { name: 'Show services' }).click()
      await page.getByRole('region', { name: 'Services' }).getByText('http://127.0.0.1:8088').waitFor()
    })

    it('keeps what it knows while the app is away, and goes on when it is back', async () => {
      const { page, fixture } = await showMade('running')
      await page.getByText('simulated, CDT').waitFor()
      fixture.setReachable(false)
      await page.getByText('The app cannot be reached').waitFor()
      await expect.poll(() => page.getByRole('button', { name: 'Pause', exact: true }).isDisabled()).toBe(true)
      await expect.poll(() => page.getByRole('banner').textContent()).toMatch(/≥ 2\d\d,\d\d\d/)
      fixture.setReachable(true)
      await page
        .getByRole('button', { name: 'Try now' })
        .click({ timeout: 2_000 })
        .catch(() => undefined)
      await expect.poll(() => page.getByText('The app cannot be reached').count(), { timeout: 15_000 }).toBe(0)
      const clock = await clockText(page)
      await expect.poll(() => clockText(page)).not.toBe(clock)
    })

    it('says where a service is when its port was taken', async () => {
      const { page } = await showMade('moved')
      await page.getByText('35092 (moved)').click()
      await page.getByText('Port 9092 is taken by another program').waitFor()
    })

    it('offers to start an empty city', async () => {
      const { page, fixture } = await showMade('empty')
      await page.getByRole('button', { name: 'Start the city' }).click()
      await expect.poll(() => fixture.commands).toEqual(['start'])
      await expect.poll(() => page.getByText('No train runs yet').count()).toBe(0)
    })

    it('fits long names into 1280 by 720 without scrolling sideways', async () => {
      const { page } = await showMade('long-names', '/', { viewport: { width: 1280, height: 720 } })
      await page.getByText('simulated, CDT').waitFor()
      const size = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.scrollHeight,
      ])
      expect(size).toEqual([1280, 720])
      const overflow = await page.getByRole('banner').evaluate(bar => bar.scrollWidth - bar.clientWidth)
      expect(overflow).toBe(0)
    })
  })
})

function clockText(page: Page): Promise<string | null> {
  return page.getByRole('timer').textContent()
}

/** The canvas of the trains, as data. */
function trainsPicture(page: Page): Promise<string> {
  return page.evaluate(
    () => document.querySelectorAll<HTMLCanvasElement>('.city-map .map-canvas')[1]?.toDataURL() ?? '',
  )
}

/** The lines that are not hidden. */
function shownLines(page: Page): Promise<string[]> {
  return page
    .getByRole('switch', { checked: true })
    .evaluateAll(switches =>
      switches.map(one => (one.getAttribute('aria-label') ?? '').replace(' Line on the map', '')),
    )
}

function scheme(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.documentElement.dataset.scheme)
}
