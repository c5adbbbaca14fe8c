import { get } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually, jsonEvent, start } from '../support/process'
import type { Benchmark } from './figure'
import { cpuSeconds, processTree } from '../support/proc'

const token = 'bench'
const warmUpMs = 10_000
const measureMs = 30_000

interface City {
  lines: { trains: { id: string; stationId: number }[] }[]
}

/** From `npm start` (its headless form) in a built checkout to the first train seen moving, and what 60x costs. */
export const city: Benchmark = {
  name: 'city',
  title: 'the running city',
  async run() {
    const dataDir = mkdtempSync(join(tmpdir(), 'elevated-bench-'))
    try {
      // The very first start makes the database; the figure is of a checkout that has run before.
      await runOnce(dataDir, async () => {})
      const began = performance.now()
      return await runOnce(dataDir, async (url, pid) => {
        const moved = await firstMove(url)
        const firstTrainS = (moved - began) / 1000
        await sleep(warmUpMs)
        const cpuBefore = cpuOf(pid)
        await sleep(measureMs)
        const cpuAfter = cpuOf(pid)
        const share = (key: 'app' | 'stack') => ((cpuAfter[key] - cpuBefore[key]) / (measureMs / 1000)) * 100
        return [
          { title: 'start to first train seen moving', value: firstTrainS, unit: 's', goal: 'at most 4 s' },
          {
            title: 'app process at 60x (producers, transformer, city)',
            value: share('app'),
            unit: '% of a core',
            goal: '',
          },
          { title: 'stack processes at 60x', value: share('stack'), unit: '% of a core', goal: '' },
          {
            title: 'both',
            value: share('app') + share('stack'),
            unit: '% of a core',
            goal: 'producers and broker under 25 %',
          },
        ]
      })
    } finally {
      rmSync(dataDir, { recursive: true, force: true })
    }
  },
}

async function runOnce<T>(dataDir: string, work: (url: string, pid: number) => Promise<T>): Promise<T> {
  const app = start(process.execPath, [
    'out/main/headless.js',
    ...['--port', '0', '--data-dir', dataDir, '--ports', 'auto', '--token', token, '--autostart', '--speed', '60'],
  ])
  try {
    const { url } = await app.line(jsonEvent<{ url: string }>('ready'), 60_000)
    return await work(new URL(url).origin, app.pid)
  } finally {
    await app.stop()
  }
}

/** When a train was first seen at another station than before, ms on performance's clock. */
async function firstMove(origin: string): Promise<number> {
  const places = new Map<string, number>()
  return eventually('a train that moves', 60_000, async () => {
    const { lines } = (await json(`${origin}/api/city`)) as City
    for (const train of lines.flatMap(line => line.trains)) {
      const before = places.get(train.id)
      if (before !== undefined && before !== train.stationId) return performance.now()
      places.set(train.id, train.stationId)
    }
    return undefined
  })
}

function cpuOf(pid: number): { app: number; stack: number } {
  return { app: cpuSeconds([pid]), stack: cpuSeconds(processTree(pid).filter(other => other !== pid)) }
}

function json(url: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { authorization: `Bearer ${token}` } }, response => {
      let body = ''
      response
        .setEncoding('utf8')
        .on('data', more => (body += more))
        .on('end', () => resolve(JSON.parse(body)))
    }).on('error', reject)
  })
}

function sleep(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}
