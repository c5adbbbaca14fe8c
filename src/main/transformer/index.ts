import type { Consumer, EachBatchPayload, Kafka, Producer } from 'kafkajs'
import { stationsTableTopic, stationsTopic } from '../../shared/city/names'
import { within } from '../lib/cancellation'
import { startConsumerLoop, type ConsumerLoop } from '../lib/consumer-loop'
import { partitioner, withAdmin, type KafkaConnection } from '../lib/kafka'
import type { Log } from '../lib/log'
import { transformerGroup, type OwnConsumer } from '../lib/own-consumer'
import type { Part } from '../lib/part'
import { transformBatch } from './batch'

const joinMsMax = 30_000

export interface Transformer {
  isRunning(): boolean
  /** Resolves when its consumer has joined; does nothing when it runs. */
  start(): Promise<void>
  /** Whether nothing that is in the stations topic is still to be read. */
  hasReadAll(): Promise<boolean>
  /** Reads the stations topic from its beginning again. */
  rewind(): Promise<void>
  /** Its consumer; null while it is in no group. */
  consumer(): OwnConsumer | null
  stop(): Promise<void>
}

export interface TransformerOptions {
  kafka: Kafka
  connection: KafkaConnection
  part: Part
  log: Log
}

/** Turns rows of the stations topic into stations on the compacted table topic, for as long as it runs. */
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
    consumer() {
      const member = running?.loop.member
      return member ? { ...member, positions: null } : null
    },
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
  { batch: { topic, partition, messages } }: EachBatchPayload,
  consumer: Consumer,
  producer: Producer,
  { part, log }: TransformerOptions,
): Promise<void> {
  const malformed = await transformBatch(messages, {
    write: async stations => void (await producer.send({ topic: stationsTableTopic, messages: stations, acks: -1 })),
    commit: offset => consumer.commitOffsets([{ topic, partition, offset }]),
    onSkipped: (offset, reason) => log.warn({ topic, partition, offset, reason }, 'a row was skipped'),
  })
  const { records, dropped } = part.state
  part.update({ records: records + messages.length, dropped: dropped + malformed })
}
