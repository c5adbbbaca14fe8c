import type { BatchHeader, Record } from '../wire/record-batch'

/** One record of a partition as a replay sees it. */
export interface LogRecord extends Record {
  isControl: boolean
  isTransactional: boolean
  producerId: number
  producerEpoch: number
}

/** One partition of a topic. Everything is decided in one tick; only `durable` and reads wait. */
export interface Partition {
  readonly topicName: string
  readonly index: number
  readonly leaderEpoch: number
  readonly logStartOffset: number
  /** The offset behind the last record that readers see. */
  readonly highWatermark: number
  /** Readers of committed data read up to here. */
  readonly lastStableOffset: number
  /**
   * Appends one whole batch, such as `buildBatch` makes, at the end, and returns the offset of its first record.
   * It is in the log at once and on disk when `durable` says so. The batch's bytes belong to the log from then on.
   *
   * @throws KafkaError 56 while the disk does not take writes
   */
  append(batch: Buffer): number
  /**
   * Resolves when all records up to and with `offset` have been written to the file.
   *
   * @throws KafkaError 56 when they could not be
   */
  durable(offset: number): Promise<void>
  /** The records from `from` (or from the log's start, when that is later) to the end that the log has now. */
  readRecords(from?: number): AsyncIterable<LogRecord>
  /** The same, batch by batch. */
  readBatches(from?: number): AsyncIterable<{ header: BatchHeader; records: LogRecord[] }>
}

/** Options that tests and internal topics give; what is not given has the topic default. */
export type ConfigOverrides = Readonly<{ [key: string]: string }>

export interface NewTopic {
  name: string
  /** -1: the broker's `num.partitions`. */
  partitionCount: number
  configs?: ConfigOverrides
}
