import { spawn } from 'node:child_process'
import { findXvfb } from '../../scripts/suites.mts'

export interface Display {
  /** The value of DISPLAY; undefined: the machine's own way. */
  name: string | undefined
  close(): Promise<void>
}

const readyMsMax = 20_000

/** The display that is there, or a virtual one that only the tests see. */
export async function openDisplay(): Promise<Display> {
  const isThere = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY
  if (isThere) return { name: process.env.DISPLAY, close: async () => {} }
  // Xvfb takes a free number and writes it to the given descriptor once it can be used.
  const args = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp']
  const child = spawn(findXvfb()!, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const ended = new Promise<void>(resolve => child.on('exit', () => resolve()))
  const number = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Xvfb was not ready within ${readyMsMax} ms`)), readyMsMax)
    child.stdio[3]!.once('data', data => {
      clearTimeout(timer)
      resolve(String(data).trim())
    })
    void ended.then(() => reject(new Error('Xvfb has ended')))
  })
  return {
    name: `:${number}`,
    async close() {
      child.kill()
      await ended
    },
  }
}
