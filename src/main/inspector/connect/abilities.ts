import type { ConnectAbilities } from '../../../shared/contract/connect'
import type { Ability } from './commands'

export const stopping: Ability = {
  title: 'stop a connector',
  since: '3.5',
  instead: 'Pause the connector instead, or update the worker.',
}

export const restartingTasks: Ability = {
  title: 'restart a connector together with its tasks',
  since: '3.0',
  instead: 'Restart the connector alone and each failed task, or update the worker.',
}

/**
 * What a worker can, by the version that it says it has, such as 4.3.1 or 7.6.0-ccs. Of an unknown version everything is
 * expected: what it cannot do it refuses.
 */
export function abilitiesOf(version: string | null, isReadOnly: boolean): ConnectAbilities {
  const kafka = version === null ? null : kafkaVersion(version)
  return {
    isReadOnly,
    canStop: kafka === null || kafka >= 305,
    canRestartTasks: kafka === null || kafka >= 300,
  }
}

/** Major times 100 plus minor of the Kafka that a worker is of. Confluent's builds count 7.x for Kafka 3.x, 8.x for 4.x. */
function kafkaVersion(version: string): number | null {
  const match = /^(\d+)\.(\d+)/.exec(version)
  if (!match) return null
  const major = Number(match[1])
  const isConfluent = /-c[ce]/.test(version) && major >= 5
  return (isConfluent ? major - 4 : major) * 100 + Number(match[2])
}
