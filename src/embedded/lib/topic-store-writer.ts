import { Partitioners, type Kafka, type RecordMetadata } from 'kafkajs'
import { settled, within } from './cancellation'
import { javaProducer } from './kafka-client'
import type { Log } from './log'
import type { Reader } from './topic-store-reader'

/** An append that is not seen within this time is reported as failed, although it may still arrive. */
const appendMsMax = 30_000

/** Appends that arrive while one is under way are sent together, at most this many. */
const appendRecordsMax = 500

/** Appends that may wait at a time; one more is refused. */
const waitingMax = 100_000

interface Waiting {
  partition: number
  key: Buffer | null
  value: Buffer | null
  resolve(): void
  reject(error: Error): void
}

export interface Writer {
  append(key: Buffer | string | null, value: Buffer | string | null): Promise<void>
  close(): Promise<void>
}

/** Writes in the order of the calls, one request at a time, with all that has come up meanwhile in the next one. */
export function createWriter(
  { kafka, topic, log }: { kafka: Kafka; topic: string; log: Log },
  reader: Reader,
  partitionCount: number,
): Writer {
  const producer = javaProducer(kafka, { allowAutoTopicCreation: false })
  const partitionOf = partitioner(topic, partitionCount)
  const queue: Waiting[] = []
  let connected: Promise<void> | undefined
  let sending: Promise<void> | undefined
  let closed = false

  async function drain(): Promise<void> {
    while (queue.length > 0) {
      const records = queue.splice(0, appendRecordsMax)
      const timestamp = Date.now()
      try {
        connected ??= producer.connect()
        await connected
        const messages = records.map(({ partition, key, value }) => ({
          partition,
          key,
          value,
          timestamp: String(timestamp),
        }))
        const before = new Map(reader.positions)
        const written = await producer.send({ topic, acks: -1, messages })
        for (const result of written) {
          // Offsets only go back when the topic was deleted and made anew under us.
          if (BigInt(result.baseOffset ?? '0') < (before.get(result.partition) ?? 0n)) reader.rewind(result.partition)
          applyWritten(result, records, timestamp, reader)
        }
      } catch (error) {
        connected = undefined
        for (const record of records)
          record.reject(new Error(`writing to topic ${topic} failed: ${(error as Error).message}`, { cause: error }))
      }
    }
    sending = undefined
  }

  return {
    append(key: Buffer | string | null, value: Buffer | string | null): Promise<void> {
      if (closed) return Promise.reject(new Error(`topic ${topic} is closed`))
      if (queue.length >= waitingMax)
        return Promise.reject(new Error(`topic ${topic}: ${waitingMax} appends wait already`))
      const record = { key: asBuffer(key), value: asBuffer(value) }
      const written = new Promise<void>((resolve, reject) => {
        queue.push({ ...record, partition: partitionOf(record.key), resolve, reject })
      })
      sending ??= Promise.resolve().then(drain)
      return within(appendMsMax, `an append to topic ${topic}`, written)
    },
    async close() {
      closed = true
      await sending
      await settled(producer.disconnect(), error =>
        log.debug({ err: error, topic }, 'A producer did not end smoothly.'),
      )
    },
  }
}

/** The records of one partition have got the offsets from baseOffset on, in order. */
function applyWritten(
  { partition, baseOffset }: RecordMetadata,
  records: Waiting[],
  timestamp: number,
  reader: Reader,
): void {
  let offset = BigInt(baseOffset ?? '0')
  for (const { key, value, resolve, reject, ...record } of records) {
    if (record.partition !== partition) continue
    if (reader.positions.get(partition) === offset)
      reader.take({ key, value, offset: String(offset), partition, timestamp })
    reader.seen(partition, offset).then(resolve, reject)
    offset += 1n
  }
}

function partitioner(topic: string, count: number): (key: Buffer | null) => number {
  if (count === 1) return () => 0
  const choose = Partitioners.DefaultPartitioner()
  const partitionMetadata = Array.from({ length: count }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 1,
    replicas: [],
    isr: [],
  }))
  return key => choose({ topic, partitionMetadata, message: { key, value: null } })
}

function asBuffer(bytes: Buffer | string | null): Buffer | null {
  return typeof bytes === 'string' ? Buffer.from(bytes) : bytes
}
