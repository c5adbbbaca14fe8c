import { KafkaJSNumberOfRetriesExceeded, KafkaJSProtocolError, type Message, type Producer } from 'kafkajs'
import { delay } from '../../lib/cancellation'
import type { Log } from '../../lib/log'
import { ConnectError } from '../data/errors'
import type { KafkaRecord } from './pipeline'

/** A request holds at most so much, so that the broker's limit for a request is not met. */
const requestBytesMax = 512 * 1024
const requestRecordsMax = 2_000

/** A broker that is away is asked again after this time, without end, as the Java producer does. */
const retryMs = 1_000

/** What the broker says when it is no use to ask again. */
const fatalTypes = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TOPIC_EXCEPTION',
  'INVALID_RECORD',
  'POLICY_VIOLATION',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
])

/**
 * Sends the records in order and resolves when all are acknowledged.
 *
 * @throws ConnectError when the broker refuses a record for good
 */
export async function sendAll(
  producer: Producer,
  records: KafkaRecord[],
  signal: AbortSignal,
  log: Log,
): Promise<void> {
  for (const chunk of chunks(records)) await sendChunk(producer, chunk, signal, log)
}

async function sendChunk(producer: Producer, records: KafkaRecord[], signal: AbortSignal, log: Log): Promise<void> {
  const topicMessages = [...byTopic(records)].map(([topic, messages]) => ({ topic, messages }))
  for (let attempt = 1; ; attempt++) {
    try {
      await producer.sendBatch({ topicMessages, acks: -1 })
      if (attempt > 1) log.info({ attempt }, 'Kafka takes records again.')
      return
    } catch (error) {
      signal.throwIfAborted()
      if (isFatal(error))
        throw new ConnectError('Unrecoverable exception from producer send callback', { cause: error })
      if (attempt === 1) log.warn({ err: error }, 'Kafka does not take records; sending them is tried again.')
      await delay(retryMs, signal)
    }
  }
}

function isFatal(error: unknown): boolean {
  const cause = error instanceof KafkaJSNumberOfRetriesExceeded ? error.cause : error
  return cause instanceof KafkaJSProtocolError && fatalTypes.has(cause.type)
}

function byTopic(records: KafkaRecord[]): Map<string, Message[]> {
  const topics = new Map<string, Message[]>()
  for (const { topic, partition, key, value, timestamp, headers } of records) {
    const messages = topics.get(topic) ?? []
    topics.set(topic, messages)
    messages.push({
      key,
      value,
      headers,
      ...(partition === null ? {} : { partition }),
      ...(timestamp === null ? {} : { timestamp: String(timestamp) }),
    })
  }
  return topics
}

/** Neighbours that fit into one request; a record that is larger goes alone. */
export function* chunks(records: KafkaRecord[]): Generator<KafkaRecord[]> {
  let chunk: KafkaRecord[] = []
  let bytes = 0
  for (const record of records) {
    const size = (record.key?.length ?? 0) + (record.value?.length ?? 0)
    if (chunk.length > 0 && (bytes + size > requestBytesMax || chunk.length >= requestRecordsMax)) {
      yield chunk
      chunk = []
      bytes = 0
    }
    chunk.push(record)
    bytes += size
  }
  if (chunk.length > 0) yield chunk
}
