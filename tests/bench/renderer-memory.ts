import type { CDPSession } from 'playwright-core'
import { takeSeen, withBrowser } from './page'
import type { Benchmark } from './figure'

/** What is alive is measured so often, and the first time once everything has been drawn. Wall ms. */
const everyMs = 10_000
const warmUpMs = 20_000

/** Memory of the page over time, with 200 trains that move and a station's card. `--minutes 20` is the goal's time. */
export const rendererMemory: Benchmark = {
  name: 'renderer-memory',
  title: "The page's memory over time",
  run: ({ minutes }) =>
    withBrowser(({ on }) =>
      on('crowded', async (page, fixture) => {
        await page.goto(`${fixture.url}/map?station=41320`)
        const session = await page.context().newCDPSession(page)
        await page.waitForTimeout(warmUpMs)
        const alive: number[] = [await aliveMb(session)]
        const until = Date.now() + minutes * 60_000
        while (Date.now() < until) {
          await page.waitForTimeout(Math.min(everyMs, Math.max(0, until - Date.now())))
          alive.push(await aliveMb(session))
          await takeSeen(page)
        }
        const goal = 'flat'
        return [
          { title: 'alive after the warm-up', value: alive[0]!, unit: 'MB', goal: '' },
          { title: `alive after ${minutes} minutes`, value: alive.at(-1)!, unit: 'MB', goal },
          { title: 'most alive in between', value: Math.max(...alive), unit: 'MB', goal },
          { title: 'growth by the minute, by least squares', value: slope(alive), unit: 'MB', goal: '0' },
        ]
      }),
    ),
}

async function aliveMb(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize / 1_000_000
}

/** Of values that were taken everyMs, a minute. */
function slope(values: number[]): number {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const top = values.reduce((sum, value, i) => sum + (i - middle) * (value - mean), 0)
  const bottom = values.reduce((sum, _, i) => sum + (i - middle) ** 2, 0)
  return bottom === 0 ? 0 : (top / bottom) * (60_000 / everyMs)
}
