import type { TopicConfig } from '../../../shared/contract/topics'
import { formatBytes, formatDuration } from '../../ui/format'

const dayMs = 86_400_000

/** What becomes of old records, in a few words: "delete, 7 d", "compact", "delete, no limit"; null when it is not known. */
export function retentionWords(configs: readonly TopicConfig[]): string | null {
  const valueOf = (name: string) => configs.find(config => config.name === name)?.value ?? null
  const policy = valueOf('cleanup.policy')
  if (policy === null) return null
  const policies = policy.split(',').map(word => word.trim())
  const words = [policies.join(' and ')]
  if (policies.includes('delete')) {
    const ms = Number(valueOf('retention.ms') ?? -1)
    const bytes = Number(valueOf('retention.bytes') ?? -1)
    if (ms >= 0) words.push(formatLong(ms))
    if (bytes >= 0) words.push(`${formatBytes(bytes)} a partition`)
    if (ms < 0 && bytes < 0) words.push('no limit')
  }
  return words.join(', ')
}

/** A span that may be days: 7 d, 33 h 12 min. */
export function formatLong(ms: number): string {
  return ms >= 2 * dayMs && ms % dayMs === 0 ? `${ms / dayMs} d` : formatDuration(ms)
}
