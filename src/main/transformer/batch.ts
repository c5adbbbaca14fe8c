import type { KafkaMessage, Message } from 'kafkajs'
import { transformRow } from './station-row'

export interface BatchActions {
  /** Resolves when the broker has acknowledged the messages. */
  write(messages: Message[]): Promise<void>
  /** Stores the offset at which reading goes on after a restart. */
  commit(nextOffset: string): Promise<void>
  onSkipped(offset: string, reason: string): void
}

/**
 * Turns the rows of one batch into stations. The offset is stored only when what was written for the rows before it
 * has been acknowledged: a restart in between repeats rows, which changes nothing, and loses none.
 *
 * @returns how many rows were malformed, and so skipped
 */
export async function transformBatch(
  messages: readonly Pick<KafkaMessage, 'value' | 'offset'>[],
  { write, commit, onSkipped }: BatchActions,
): Promise<number> {
  const last = messages.at(-1)
  if (!last) return 0
  const stations: Message[] = []
  let malformed = 0
  for (const { value, offset } of messages) {
    const transformed = transformRow(value)
    if (transformed.kind === 'station') {
      const { station } = transformed
      stations.push({ key: String(station.station_id), value: JSON.stringify(station) })
    } else if (transformed.kind === 'malformed') {
      malformed += 1
      onSkipped(offset, transformed.reason)
    }
  }
  if (stations.length > 0) await write(stations)
  await commit(String(BigInt(last.offset) + 1n))
  return malformed
}
