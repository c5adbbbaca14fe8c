import type { Mark } from '../../ui/StateMark'

/** A query's state, which the server says in capitals, as a mark. One that nobody knows is open. */
export function queryMark(state: string): Mark {
  switch (state.toUpperCase()) {
    case 'RUNNING':
      return 'ok'
    case 'REBALANCING':
    case 'CREATED':
    case 'PENDING_SHUTDOWN':
      return 'working'
    case 'UNRESPONSIVE':
      return 'slow'
    case 'ERROR':
    case 'PENDING_ERROR':
      return 'failed'
    default:
      return 'waits'
  }
}

/** The same as a word. */
export function queryWord(state: string): string {
  const words: Record<string, string> = { RUNNING: 'runs', PAUSED: 'paused', ERROR: 'failed' }
  return words[state.toUpperCase()] ?? state.toLowerCase().replaceAll('_', ' ')
}
