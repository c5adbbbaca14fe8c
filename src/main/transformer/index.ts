import type { Consumer, EachBatchPayload, Kafka, Message, Producer } from 'kafkajs'
import { stationsTableTopic, stationsTopic } from '../../shared/city/names'
import { within } from '../lib/cancellation'
import { startConsumerLoop, type ConsumerLoop } from '../lib/consumer-loop'
import { partitioner, withAdmin, type KafkaConnection } from '../lib/kafka'
import type { Log } from '../lib/log'
import type { Part } from '../lib/part'
import { transformRow } from './station-row'

/** The consumer group whose committed offset says which rows are on the table topic for certain. */
export const transformerGroup = 'elevated-transformer'

const joinMsMax = 30_000

export interface Transformer {
  isRunning(): boolean
  /** Resolves when its consumer has joined; does nothing when it runs. */
  start(): Promise<void>
  /** Whether nothing that is in the stations topic is still to be read. */
  hasReadAll(): Promise<boolean>
  /** Reads the stations topic from its beginning again. */
  rewind(): Promise<void>
  stop(): Promise<void>
}

export interface TransformerOptions {
  kafka: Kafka
  connection: KafkaConnection
  part: Part
  log: Log
}

/**
 * Turns rows of the stations topic into stations on the compacted table topic. The offset is committed only after
 * the broker has acknowledged what was written for the rows before it, so that a restart loses none; rows that are
 * read twice give the same records under the same keys, which changes nothing.
 */
export function createTransformer(options: TransformerOptions): Transformer {
  const { kafka, connection, part, log } = options
  let running: { loop: ConsumerLoop; producer: Producer } | undefined
  const start = async () => {
    if (!running) {
      const producer = kafka.producer({ createPartitioner: partitioner, allowAutoTopicCreation: false })
      const loop = startConsumerLoop({
        kafka,
        connection,
        part,
        log,
        config: () => ({ groupId: transformerGroup, allowAutoTopicCreation: false, maxWaitTimeInMs: 500 }),
        async topics() {
          await producer.connect()
          return [stationsTopic]
        },
        onJoin: () => undefined,
        run: consumer => ({
          autoCommit: false,
          eachBatch: payload => handleBatch(payload, consumer, producer, options),
        }),
      })
      running = { loop, producer }
    }
    await within(joinMsMax, 'Joining the group of the transformer', running.loop.joined())
  }
  const stop = async () => {
    const { loop, producer } = running ?? {}
    running = undefined
    await loop?.stop()
    await producer?.disconnect()
  }
  return {
    isRunning: () => running !== undefined && part.state.state === 'running',
    start,
    stop,
    async hasReadAll() {
      return withAdmin(kafka, async admin => {
        const ends = await admin.fetchTopicOffsets(stationsTopic)
        const [read] = await admin.fetchOffsets({ groupId: transformerGroup, topics: [stationsTopic] })
        const committed = new Map(read?.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]))
        return ends.every(({ partition, high }) => (committed.get(partition) ?? -1n) >= BigInt(high))
      })
    },
    async rewind() {
      // Offsets of a group can be set only while it has no member.
      await stop()
      await withAdmin(kafka, admin =>
        admin.resetOffsets({ groupId: transformerGroup, topic: stationsTopic, earliest: true }),
      )
      await start()
    },
  }
}

async function handleBatch(
  { batch }: EachBatchPayload,
  consumer: Consumer,
  producer: Producer,
  { part, log }: TransformerOptions,
): Promise<void> {
  const messages: Message[] = []
  let malformed = 0
  for (const { value, offset } of batch.messages) {
    const transformed = transformRow(value)
    if (transformed.kind === 'station') {
      const { station } = transformed
      messages.push({ key: String(station.station_id), value: JSON.stringify(station) })
    } else if (transformed.kind === 'malformed') {
      malformed += 1
      log.warn({ topic: batch.topic, partition: batch.partition, offset, reason: transformed.reason }, 'row skipped')
    }
  }
  if (messages.length > 0) await producer.send({ topic: stationsTableTopic, messages, acks: -1 })
  const next = BigInt(batch.lastOffset()) + 1n
  await consumer.commitOffsets([{ topic: batch.topic, partition: batch.partition, offset: String(next) }])
  const { records, dropped } = part.state
  part.update({ records: records + batch.messages.length, dropped: dropped + malformed })
}
