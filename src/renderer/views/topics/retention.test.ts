import { expect, it } from 'vitest'
import { retentionWords } from './retention'

const configs = (values: Record<string, string | null>) =>
  Object.entries(values).map(([name, value]) => ({
    name,
    value,
    source: 'default' as const,
    isSensitive: false,
    isReadOnly: false,
  }))

it.each([
  [{ 'cleanup.policy': 'delete', 'retention.ms': '604800000', 'retention.bytes': '-1' }, 'delete, 7 d'],
  [
    { 'cleanup.policy': 'delete', 'retention.ms': '3600000', 'retention.bytes': '1000000' },
    'delete, 1 h, 1.0 MB a partition',
  ],
  [{ 'cleanup.policy': 'delete', 'retention.ms': '-1' }, 'delete, no limit'],
  [{ 'cleanup.policy': 'compact', 'retention.ms': '604800000' }, 'compact'],
  [{ 'cleanup.policy': 'compact,delete', 'retention.ms': '172800000' }, 'compact and delete, 2 d'],
  [{ 'cleanup.policy': null }, null],
  [{}, null],
])('%o says %s', (values, words) => {
  expect(retentionWords(configs(values))).toBe(words)
})
