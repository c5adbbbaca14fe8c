import type { Health } from '../../shared/contract/lifecycle'
import { useConnection } from './connection'
import { useHealth } from './lifecycle'

/** The part of the app that reads the city from Kafka. */
export const readerPart = 'city'

/** Whether the city's records cannot be read just now: then nothing vouches for where trains are. */
export function isReaderAway({ parts, services }: Pick<Health, 'parts' | 'services'>): boolean {
  const reader = parts.find(({ id }) => id === readerPart)
  if (reader) return reader.state === 'retrying' || reader.state === 'failed'
  return services.some(({ name, state }) => name === 'kafka' && state === 'failed')
}

/** Whether the map shows only what was last known: the app is away, or its reader is. */
export function useIsStale(): boolean {
  const isAway = useConnection(connection => connection.state !== 'open')
  const readsNothing = useHealth(isReaderAway) ?? false
  return isAway || readsNothing
}
