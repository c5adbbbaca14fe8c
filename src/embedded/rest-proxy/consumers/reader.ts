import { randomUUID } from 'node:crypto'
import type { Admin, Consumer, EachBatchPayload, Kafka } from 'kafkajs'
import { delay, within } from '../../lib/cancellation'
import type { Log } from '../../lib/log'
import { fixedAssigner } from './assigner'
import type { FetchedRecord, RecordBuffer } from './buffer'
import type { InstanceConfig } from './config'
import type { TopicOffset, TopicPartition } from './offsets'

/** How long a fetch waits for a record, so that a stop does not take longer. */
const fetchWaitMs = 200

/** Records that wait to be read keep their member alive by a heartbeat this often. */
const heartbeatMs = 500

/** What was read is committed this often when the instance commits by itself. */
const autoCommitMs = 5_000

/** Stopping does not wait longer than this for a broker that has gone. */
const stopMsMax = 5_000

export interface ReaderOptions {
  kafka: Kafka
  admin(): Promise<Admin>
  group: string
  config: InstanceConfig
  topics: string[]
  /** Read just these, in a group of the reader's own; undefined shares the topics with the group's other members. */
  partitions?: TopicPartition[]
  buffer: RecordBuffer
  /** Told what is read from now on; answers where to begin other than at the committed offsets. */
  onAssigned(partitions: TopicPartition[]): Iterable<TopicOffset>
  onTaken(record: FetchedRecord): void
  log: Log
}

/** A kafkajs consumer that puts what it fetches into a buffer, and fetches on when that has been taken. */
export interface RunningReader {
  seek(offsets: TopicOffset[]): void
  commit(offsets: TopicOffset[]): Promise<void>
  /** Leaves the group. */
  stop(): Promise<void>
}

/** @throws KafkaJSError when a topic is not there, or the broker is away */
export async function startReader(options: ReaderOptions): Promise<RunningReader> {
  const { kafka, admin, group, config, topics, partitions, log } = options
  const ownGroup = partitions && `${group}-assigned-${randomUUID()}`
  const consumer = kafka.consumer({
    groupId: ownGroup ?? group,
    maxWaitTimeInMs: fetchWaitMs,
    minBytes: Math.max(1, config.fetchBytesMin),
    ...(partitions ? { partitionAssigners: [fixedAssigner(partitions)] } : {}),
  })
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    const assigned = Object.entries(payload.memberAssignment).flatMap(([topic, numbers]) =>
      numbers.map(partition => ({ topic, partition })),
    )
    seekTo(consumer, options.onAssigned(assigned))
  })
  try {
    await consumer.connect()
    await consumer.subscribe({ topics, fromBeginning: config.offsetReset === 'earliest' })
    await consumer.run({
      autoCommit: config.autoCommit && !ownGroup,
      autoCommitInterval: autoCommitMs,
      eachBatchAutoResolve: false,
      eachBatch: batch => deliver(batch, options),
    })
  } catch (error) {
    await consumer.disconnect()
    throw error
  }
  const end = async () => {
    await consumer.disconnect()
    if (ownGroup) await (await admin()).deleteGroups([ownGroup])
  }
  return {
    seek: offsets => seekTo(consumer, offsets),
    commit: offsets => consumer.commitOffsets(offsets.map(offset => ({ ...offset, offset: String(offset.offset) }))),
    stop: () =>
      within(stopMsMax, 'leaving the group', end()).catch((error: unknown) =>
        log.debug({ err: error, group }, 'Leaving a group did not go smoothly.'),
      ),
  }
}

function seekTo(consumer: Consumer, offsets: Iterable<TopicOffset>): void {
  for (const { topic, partition, offset } of offsets) consumer.seek({ topic, partition, offset: String(offset) })
}

/** Holds kafkajs back until all of the batch has been read, and keeps the member alive meanwhile. */
async function deliver(payload: EachBatchPayload, { buffer, onTaken }: ReaderOptions): Promise<void> {
  const { batch, resolveOffset, heartbeat, isRunning, isStale } = payload
  const { topic, partition } = batch
  const records = batch.messages.map(({ key, value, offset }) => ({ topic, partition, offset, key, value }))
  let done = false
  const delivered = buffer
    .put(records, record => {
      resolveOffset(record.offset)
      onTaken(record)
    })
    .then(() => (done = true))
  try {
    while (!done && isRunning() && !isStale()) {
      await Promise.race([delivered, delay(heartbeatMs)])
      await heartbeat()
    }
  } finally {
    buffer.drop(batch)
  }
}
