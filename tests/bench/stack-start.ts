import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jsonEvent, start } from '../support/process'
import { median, type Benchmark } from './figure'
import { processTree, proportionalMegabytes } from '../support/proc'

const runs = 5
const settleMs = 3_000

/** From the command to the ready line, with Node's own start in it, and what the stack weighs when idle. */
export const stackStart: Benchmark = {
  name: 'stack',
  title: 'embedded stack: start and memory',
  async run() {
    const dataDir = mkdtempSync(join(tmpdir(), 'elevated-bench-'))
    try {
      const first = await timeStart(dataDir)
      const again: number[] = []
      for (let run = 0; run < runs; run++) again.push((await timeStart(dataDir)).ms)
      const idle = await timeStart(dataDir, settleMs)
      return [
        { title: 'first start, empty data directory', value: first.ms / 1000, unit: 's', goal: 'at most 4 s' },
        { title: `start, median of ${runs}`, value: median(again) / 1000, unit: 's', goal: 'at most 0.8 s' },
        {
          title: 'all processes idle, proportional set size',
          value: idle.megabytes,
          unit: 'MB',
          goal: 'at most 300 MB',
        },
      ]
    } finally {
      rmSync(dataDir, { recursive: true, force: true })
    }
  },
}

async function timeStart(dataDir: string, settle = 0): Promise<{ ms: number; megabytes: number }> {
  const began = performance.now()
  const stack = start(process.execPath, ['out/main/stack.js', '--data-dir', dataDir, '--ports', 'auto'])
  try {
    await stack.line(jsonEvent('ready'), 60_000)
    const ms = performance.now() - began
    if (settle > 0) await new Promise(resolve => setTimeout(resolve, settle))
    return { ms, megabytes: settle > 0 ? proportionalMegabytes(processTree(stack.pid)) : 0 }
  } finally {
    await stack.stop()
  }
}
