import type { Lag } from '../../../shared/contract/groups'
import { formatCount, formatDuration } from '../../ui/format'

export const notKnown = 'not known'

/** Records behind; with partitions of which it is not known, a lower bound. */
export function lagRecords({ records, unknownPartitions }: Pick<Lag, 'records' | 'unknownPartitions'>): string {
  if (records === null) return notKnown
  return `${unknownPartitions > 0 ? '≥ ' : ''}${formatCount(records)}`
}

/** How long the oldest unread record waits; a lower bound when it came before the log was watched. */
export function lagTime({ ms, isAtLeast }: Pick<Lag, 'ms' | 'isAtLeast'>): string {
  if (ms === null) return notKnown
  if (ms === 0) return '0 s'
  return `${isAtLeast ? '≥ ' : ''}${formatDuration(ms)}`
}
