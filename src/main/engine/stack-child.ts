import { fork } from 'node:child_process'
import type { StackMessage } from '../../embedded'

/** The running process of the embedded stack, however it was started. */
export interface StackChild {
  /** Resolves with the exit code, the signal, or why it could not start. Never rejects. */
  ended: Promise<number | string>
  onMessage(listener: (message: StackMessage) => void): void
  /** Gets what the process writes to stderr, as it comes. */
  onStderr(listener: (text: string) => void): void
  /** Asks it to stop. */
  terminate(): void
  /** Ends it at once. */
  kill(): void
}

/** Starts a script as a process that has a channel to this one. Desktop and plain Node have each their own way. */
export type ForkStack = (file: string, args: string[], execArgv: string[]) => StackChild

/** Plain Node's way. */
export const forkNode: ForkStack = (file, args, execArgv) => {
  const child = fork(file, args, { execArgv, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  child.stderr!.setEncoding('utf8')
  return {
    ended: new Promise(resolve => {
      child.on('error', error => resolve(error.message))
      child.on('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'))
    }),
    onMessage: listener => child.on('message', listener),
    onStderr: listener => child.stderr!.on('data', listener),
    terminate: () => child.kill('SIGTERM'),
    kill: () => child.kill('SIGKILL'),
  }
}
