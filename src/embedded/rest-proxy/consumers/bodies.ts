import { restError } from '../errors'
import type { TopicOffset, TopicPartition } from './offsets'

/** Partitions or offsets that one request may list. */
const listMax = 100_000

/**
 * `{"partitions": [{"topic", "partition"}]}`.
 *
 * @throws HttpError 422
 */
export function partitionList(body: unknown): TopicPartition[] {
  return list(body, 'partitions').map(({ topic, partition }) => ({
    topic: text(topic),
    partition: whole(partition, 'partition'),
  }))
}

/**
 * `{"offsets": [{"topic", "partition", "offset"}]}`.
 *
 * @throws HttpError 422
 */
export function offsetList(body: unknown): TopicOffset[] {
  return list(body, 'offsets').map(({ topic, partition, offset }) => ({
    topic: text(topic),
    partition: whole(partition, 'partition'),
    offset: whole(offset, 'offset'),
  }))
}

function list(body: unknown, name: string): Record<string, unknown>[] {
  const items = (body as Record<string, unknown> | null | undefined)?.[name]
  if (!Array.isArray(items)) throw restError('unprocessable', `${name} may not be null`)
  if (items.length > listMax) throw restError('unprocessable', `${name} may not be more than ${listMax}`)
  return items.map((item: unknown) => (item ?? {}) as Record<string, unknown>)
}

function text(topic: unknown): string {
  if (typeof topic !== 'string' || topic === '') throw restError('unprocessable', 'topic may not be empty')
  return topic
}

function whole(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw restError('unprocessable', `${name} must be a whole number, 0 or more`)
  }
  return value
}
