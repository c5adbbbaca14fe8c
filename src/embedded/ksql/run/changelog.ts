import type { Kafka, Producer } from 'kafkajs'
import type { Log } from '../../lib/log'
import { readToEnd, type Positions } from './consume'
import type { StateChange, StateStores } from './state/store'

/** Record key of the positions that belong to the state before it. */
const positionsKey = '\u0000positions'

/** A checkpoint is one batch; the topic takes one of this size. */
const checkpointBytesMax = 64 * 1024 * 1024

export const changelogConfig = { 'cleanup.policy': 'compact', 'max.message.bytes': String(checkpointBytesMax) }

/**
 * Writes changed state and the positions up to which it has been counted, as **one** record batch of the only partition.
 * The broker takes a batch whole or not at all, so state and positions never disagree, whenever either process is killed.
 */
export async function writeCheckpoint(
  producer: Producer,
  topic: string,
  changes: StateChange[],
  positions: Positions,
): Promise<void> {
  const offsets = Object.fromEntries([...positions].map(([partition, offset]) => [partition, String(offset)]))
  const messages = [...changes, { key: positionsKey, value: JSON.stringify(offsets) }]
  await producer.send({ topic, acks: -1, messages: messages.map(message => ({ ...message, partition: 0 })) })
}

/** Reads state and positions back. No positions: nothing has been counted yet. */
export async function restore(
  {
    kafka,
    topic,
    groupPrefix,
    signal,
    log,
  }: { kafka: Kafka; topic: string; groupPrefix: string; signal: AbortSignal; log: Log },
  stores: StateStores,
): Promise<Positions> {
  const positions: Positions = new Map()
  await readToEnd({
    kafka,
    topic,
    groupPrefix,
    signal,
    log,
    async take({ messages }) {
      for (const { key, value } of messages) {
        const name = key?.toString('utf8') ?? ''
        const text = value?.toString('utf8') ?? null
        if (name !== positionsKey) stores.restore({ key: name, value: text })
        else
          for (const [partition, offset] of Object.entries(JSON.parse(text ?? '{}') as Record<string, string>))
            positions.set(Number(partition), BigInt(offset))
      }
    },
  })
  return positions
}
