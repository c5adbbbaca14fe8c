import { KafkaError, errors } from '../wire/errors'
import { buildBatch } from '../wire/record-batch'
import { partitionOf } from './coordinator-partition'
import type { LogRecord, Partition } from './types'

export interface JournalRecord {
  key: Buffer
  /** Null is a tombstone. */
  value: Buffer | null
}

/** Who writes within a transaction. */
export interface JournalProducer {
  id: number
  epoch: number
}

/**
 * A coordinator's log: `__consumer_offsets` by group, `__transaction_state` by transactional id, the records of each in
 * the partition that Kafka would choose.
 */
export interface Journal {
  partitionOf(id: string): number
  /**
   * Appends in this tick; the records are in the log in the order of the calls.
   *
   * @returns the first record's offset, and a promise of the error code once they are on disk: 0, or what a client is told
   * @throws nothing: an append that the log refuses is told by `durable`, with offset -1
   */
  append(
    id: string,
    records: readonly JournalRecord[],
    producer?: JournalProducer,
  ): { offset: number; durable: Promise<number> }
  /** Every record there is, partition by partition. */
  replay(apply: (record: LogRecord, partition: number) => void): Promise<void>
}

/** Above this many bytes a batch is sent as several. */
const batchBytesMax = 512 * 1024

export function createJournal(partitions: readonly Partition[], now: () => number): Journal {
  return {
    partitionOf: id => partitionOf(id, partitions.length),
    append(id, records, producer) {
      const partition = partitions[partitionOf(id, partitions.length)]!
      let first = -1
      let last = -1
      try {
        for (const some of inBatches(records)) {
          const stamped = some.map(record => ({ ...record, timestamp: now() }))
          const options = producer
            ? { producerId: producer.id, producerEpoch: producer.epoch, isTransactional: true }
            : undefined
          last = partition.append(buildBatch(stamped, options)) + some.length - 1
          if (first < 0) first = last - some.length + 1
        }
      } catch (error) {
        return { offset: -1, durable: Promise.resolve(codeFor(error)) }
      }
      return { offset: first, durable: partition.durable(last).then(() => 0, codeFor) }
    },
    async replay(apply) {
      for (const partition of partitions) {
        if (partition.highWatermark === partition.logStartOffset) continue
        // By batch, not by record: an await for each of a million records is what a start would spend its time on.
        for await (const { records } of partition.readBatches()) {
          for (const record of records) apply(record, partition.index)
        }
      }
    },
  }
}

function inBatches(records: readonly JournalRecord[]): JournalRecord[][] {
  const batches: JournalRecord[][] = []
  let sizeBytes = Infinity
  for (const record of records) {
    const recordBytes = record.key.length + (record.value?.length ?? 0)
    if (sizeBytes + recordBytes > batchBytesMax) {
      batches.push([])
      sizeBytes = 0
    }
    batches.at(-1)!.push(record)
    sizeBytes += recordBytes
  }
  return batches
}

/** What a client is told when the log does not take its records, as Kafka maps them. */
function codeFor(error: unknown): number {
  if (!(error instanceof KafkaError)) return errors.unknownServerError
  switch (error.code) {
    case errors.unknownTopicOrPartition:
    case errors.notEnoughReplicas:
    case errors.requestTimedOut:
      return errors.coordinatorNotAvailable
    case errors.notLeaderOrFollower:
    case errors.kafkaStorageError:
      return errors.notCoordinator
    case errors.messageTooLarge:
    case errors.recordListTooLarge:
      return errors.unknownServerError
    default:
      return error.code
  }
}
