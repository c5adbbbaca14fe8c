import type { GroupRow } from '../../../shared/contract/groups'
import type { Mark } from '../../ui/StateMark'

const known: Record<string, { mark: Mark; word: string }> = {
  Stable: { mark: 'ok', word: 'Stable' },
  PreparingRebalance: { mark: 'working', word: 'Rebalancing' },
  CompletingRebalance: { mark: 'working', word: 'Rebalancing' },
  Assigning: { mark: 'working', word: 'Assigning' },
  Reconciling: { mark: 'working', word: 'Reconciling' },
  Empty: { mark: 'waits', word: 'Empty' },
  Dead: { mark: 'failed', word: 'Dead' },
  Unknown: { mark: 'waits', word: 'Not described' },
}

/** A group's state as a mark and a word. */
export function groupMark(row: Pick<GroupRow, 'state' | 'problem'>, isBehind: boolean): { mark: Mark; word: string } {
  if (row.problem) return { mark: 'failed', word: 'Not answered' }
  if (row.state === null) return { mark: 'waits', word: 'Not looked at yet' }
  const { mark, word } = known[row.state] ?? { mark: 'waits' as const, word: row.state }
  return isBehind && mark === 'ok' ? { mark: 'slow', word } : { mark, word }
}
