import type { Mark } from '../../ui/StateMark'

interface StateLook {
  mark: Mark
  word: string
}

const looks: Record<string, StateLook> = {
  RUNNING: { mark: 'ok', word: 'Running' },
  PAUSED: { mark: 'waits', word: 'Paused' },
  STOPPED: { mark: 'waits', word: 'Stopped' },
  FAILED: { mark: 'failed', word: 'Failed' },
  UNASSIGNED: { mark: 'working', word: 'Unassigned' },
  RESTARTING: { mark: 'working', word: 'Restarting' },
  DESTROYED: { mark: 'waits', word: 'Removed' },
}

/** A state of Connect as a mark and a word; one that is not known stands as Connect calls it. */
export function lookOf(state: string | null): StateLook {
  if (state === null) return { mark: 'waits', word: 'No status yet' }
  return looks[state] ?? { mark: 'slow', word: state }
}

/** A connector's state with that of its tasks: Connect calls it running while all its tasks have failed. */
export function lookOfConnector(state: string | null, failedTasks: number): StateLook {
  const look = lookOf(state)
  if (failedTasks === 0 || state === 'FAILED') return look
  return { mark: 'failed', word: `${look.word}, ${failedTasks} failed` }
}

/** The class without its package. */
export function simpleName(className: string): string {
  return className.slice(className.lastIndexOf('.') + 1)
}

/** A trace's first line without the names of Java's exceptions in front of what it says. */
export function reasonOf(line: string): string {
  const reason = line.replace(/^((?:[\w$]+\.)+[\w$]*(?:Exception|Error|Throwable):\s*)+/, '')
  return reason === '' ? line : reason
}

/** A count with its word: 1 task, 3 tasks. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}
