import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface Started {
  readonly pid: number
  /** Everything that it has written to stdout and stderr, newest 200 kB. */
  output(): string
  /** The next line on stdout for which `wanted` answers something. */
  line<T>(wanted: (line: string) => T | undefined, withinMs: number): Promise<T>
  /** Resolves with the exit code (null after a signal) once it has ended. */
  ended: Promise<number | null>
  /** Sends a signal to the process and, when it does not end within the time, SIGKILL. */
  stop(signal?: NodeJS.Signals, withinMs?: number): Promise<number | null>
}

const outputCharsMax = 200_000

/** Starts a program for a test and keeps what it says. */
export function start(
  program: string,
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Started {
  const child: ChildProcess = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  let text = ''
  const lines: string[] = []
  const waiting = new Set<() => void>()
  const keep = (more: string) => {
    text = (text + more).slice(-outputCharsMax)
  }
  child.stderr!.on('data', data => keep(String(data)))
  createInterface({ input: child.stdout! }).on('line', line => {
    keep(line + '\n')
    lines.push(line)
    waiting.forEach(look => look())
  })
  const ended = new Promise<number | null>(resolve => {
    child.on('error', error => (keep(String(error)), resolve(-1)))
    child.on('exit', code => resolve(code))
  })
  return {
    pid: child.pid ?? -1,
    output: () => text,
    ended,
    line: (wanted, withinMs) =>
      waitForLine(`${program} ${args.join(' ')}`, lines, waiting, ended, () => text, wanted, withinMs),
    async stop(signal = 'SIGTERM', withinMs = 10_000) {
      child.kill(signal)
      const timer = setTimeout(() => child.kill('SIGKILL'), withinMs)
      const code = await ended
      clearTimeout(timer)
      return code
    },
  }
}

function waitForLine<T>(
  title: string,
  lines: string[],
  waiting: Set<() => void>,
  ended: Promise<number | null>,
  text: () => string,
  wanted: (line: string) => T | undefined,
  withinMs: number,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let seen = 0
    const finish = (act: () => void) => {
      waiting.delete(look)
      clearTimeout(timer)
      act()
    }
    const look = () => {
      while (seen < lines.length) {
        const found = wanted(lines[seen++]!)
        if (found !== undefined) return finish(() => resolve(found))
      }
    }
    const fail = (why: string) => finish(() => reject(new Error(`${title} ${why}; it said:\n${text().slice(-4_000)}`)))
    const timer = setTimeout(() => fail(`did not say it within ${withinMs} ms`), withinMs)
    waiting.add(look)
    void ended.then(code => (look(), fail(`ended with ${code}`)))
    look()
  })
}

/** The JSON object on a line whose `event` is the given one. */
export function jsonEvent<T>(event: string): (line: string) => T | undefined {
  return line => {
    try {
      const value = JSON.parse(line) as { event?: string }
      return value.event === event ? (value as T) : undefined
    } catch {
      return undefined
    }
  }
}

/** Asks again and again until `look` answers something, or throws what it last threw. */
export async function eventually<T>(
  what: string,
  withinMs: number,
  look: () => Promise<T | undefined | null | false>,
): Promise<T> {
  const until = Date.now() + withinMs
  let last: unknown
  while (Date.now() < until) {
    try {
      const found = await look()
      if (found) return found
    } catch (error) {
      last = error
    }
    await new Promise(resolve => setTimeout(resolve, 250))
  }
  throw new Error(`${what}: not within ${withinMs} ms`, { cause: last })
}
