import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { StackMessage } from './messages'

/** What Electron gives a process that it starts with `utilityProcess`, in place of Node's IPC channel. */
interface ParentPort {
  postMessage(message: unknown): void
}

function parentPort(): ParentPort | null {
  return (process as NodeJS.Process & { parentPort?: ParentPort | null }).parentPort ?? null
}

/** Sends a message to the program that started this process. @returns false when there is no way to it */
export function tellParent(message: StackMessage): boolean {
  const port = parentPort()
  if (port) port.postMessage(message)
  else if (process.send) process.send(message)
  else return false
  return true
}

/** How often a stack that npm started looks whether npm is still there. */
const parentCheckMs = 500

/** A shell between npm and us outlives npm, so then it is the shell's parent that matters. */
const shells = /^-?(sh|dash|bash|zsh|ash|busybox)$/

/** Calls `stop` when whoever started the stack has gone: an orphan would hold the ports and the data directory. */
export function stopWithParent(stop: () => void): void {
  // Chromium ends its own processes with the one that started them.
  if (parentPort()) return
  if (process.send) {
    process.on('disconnect', stop)
    return
  }
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const starter = starterOf(parent)
  setInterval(() => {
    if (process.ppid !== parent || !isAlive(starter)) stop()
  }, parentCheckMs).unref()
}

function starterOf(parent: number): number {
  const found = look(parent)
  return found && shells.test(found.command) && found.parent > 1 ? found.parent : parent
}

/** A process's command and parent; null where the system does not tell, as Windows, whose children npm ends itself. */
function look(pid: number): { command: string; parent: number } | null {
  try {
    if (process.platform === 'linux') {
      const found = /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))
      return found && { command: found[1]!, parent: Number(found[2]) }
    }
    if (process.platform === 'win32') return null
    const text = execFileSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], { encoding: 'utf8', timeout: 2_000 })
    const found = /^\s*(\d+)\s+(\S+)/.exec(text)
    return found && { command: found[2]!.split('/').at(-1)!, parent: Number(found[1]) }
  } catch {
    // It has gone already, or may not be looked at: the direct parent is still watched.
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process is there all the same.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
