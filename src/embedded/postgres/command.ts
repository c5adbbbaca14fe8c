import { spawn } from 'node:child_process'
import type { Account } from './account'

/** Output of a short-lived program that is kept at most; more is dropped. */
const outputCharsMax = 64 * 1024

export interface CommandResult {
  code: number | null
  stdout: string
  stderr: string
}

export interface CommandOptions {
  account?: Account | null
  input?: string
  cwd?: string
  timeoutMs: number
  signal?: AbortSignal
  /** Is given each line of stdout as it comes. */
  onLine?(line: string): void
}

/**
 * Runs a program to its end. A program that does not end in time is killed, and so has code null.
 *
 * @throws Error when it cannot be started
 */
export function runCommand(program: string, args: string[], options: CommandOptions): Promise<CommandResult> {
  const { account, input, cwd, timeoutMs, signal, onLine } = options
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: plainEnvironment(),
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      ...(cwd ? { cwd } : {}),
      ...(signal ? { signal } : {}),
      ...(account ? { uid: account.uid, gid: account.gid } : {}),
    })
    const stdout = collect(onLine)
    const stderr = collect()
    child.stdout.setEncoding('utf8').on('data', stdout.add)
    child.stderr.setEncoding('utf8').on('data', stderr.add)
    child.on('error', reject)
    child.on('close', code => resolve({ code, stdout: stdout.text(), stderr: stderr.text() }))
    // A program may end without having read its input.
    child.stdin.on('error', () => {})
    child.stdin.end(input ?? '')
  })
}

/**
 * The environment for PostgreSQL's programs: messages in English, since we read them, and none of the PG… variables
 * that a user may have set for other servers.
 */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name))
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' }
}

function collect(onLine?: (line: string) => void) {
  const lines = splitLines(line => onLine?.(line))
  let text = ''
  return {
    add(chunk: string) {
      text = (text + chunk).slice(-outputCharsMax)
      lines(chunk)
    },
    text: () => text,
  }
}

/** Calls `onLine` for each whole line of the chunks given to the returned function. */
export function splitLines(onLine: (line: string) => void): (chunk: string) => void {
  let rest = ''
  return chunk => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()!.slice(-outputCharsMax)
    for (const line of lines) if (line.trim() !== '') onLine(line.trimEnd())
  }
}
