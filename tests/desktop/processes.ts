import { readdirSync, readFileSync } from 'node:fs'

/**
 * Command lines of all processes that were started by `pid`, or by those that it started, however far down. Linux only;
 * elsewhere there is no /proc to look at, and the list is empty.
 */
export function descendantsOf(pid: number): Map<number, string> {
  const children = new Map<number, number[]>()
  for (const one of pids()) {
    const parent = parentOf(one)
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), one])
  }
  const found = new Map<number, string>()
  const visit = (parent: number) => {
    for (const child of children.get(parent) ?? []) {
      found.set(child, commandOf(child))
      visit(child)
    }
  }
  visit(pid)
  return found
}

/** Those of the given processes that still run the same command. */
export function stillRunning(processes: Map<number, string>): string[] {
  return [...processes].filter(([pid, command]) => command !== '' && commandOf(pid) === command).map(([, text]) => text)
}

/** The command line of a process; empty once it has ended. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    return ''
  }
}

function pids(): number[] {
  try {
    return readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return []
  }
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces; the parent is the second field after it.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    // It has ended between the listing and the look.
    return undefined
  }
}
