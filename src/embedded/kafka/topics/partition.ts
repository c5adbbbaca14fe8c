import type { PartitionLog } from '../log/partition-log'
import { recordsOf } from '../log/records'
import type { ReadRange } from '../log/segment'
import { errors, KafkaError } from '../wire/errors'
import { readBatchHeader, stampAppendTime, type BatchHeader } from '../wire/record-batch'
import { needsPreparation, prepareBatch } from './prepare-batch'
import type { TopicConfig } from './topic-config'
import type { LogRecord, Partition } from './types'
import { batchFault } from './validate-batch'

/** Bytes that a replay reads at once. */
const replayBytes = 1024 * 1024

export interface ProduceOptions {
  /** Every acks but 0 and 1 waits for all replicas, of which there is one. */
  waitsForAll: boolean
  knowsZstd: boolean
  /** The code for a batch of a transaction that may not be written now; asked right before it is appended. */
  checkTransaction(header: BatchHeader): number
}

/** Where a producer's batch went. */
export interface Produced {
  baseOffset: number
  lastOffset: number
  /** The broker's time, when the topic is set to it; else -1. */
  appendTimeMs: number
}

/** One partition of a topic: its log, and the topic's configs that bear on it. */
export class TopicPartition implements Partition {
  readonly topicName: string
  readonly index: number
  readonly log: PartitionLog
  private readonly config: TopicConfig
  /** Batches that need more than a look at their header are prepared one after the other, so that order is kept. */
  private preparing: Promise<unknown> | null = null

  constructor(topicName: string, index: number, log: PartitionLog, config: TopicConfig) {
    this.topicName = topicName
    this.index = index
    this.log = log
    this.config = config
  }

  get leaderEpoch(): number {
    return this.log.leaderEpoch
  }

  get logStartOffset(): number {
    return this.log.logStartOffset
  }

  get highWatermark(): number {
    return this.log.writtenOffset
  }

  get lastStableOffset(): number {
    return this.log.lastStableOffset
  }

  get sizeBytes(): number {
    return this.log.sizeBytes
  }

  append(batch: Buffer): number {
    return this.log.append(batch)
  }

  durable(offset: number): Promise<void> {
    return this.log.durable(offset)
  }

  /**
   * Checks what a producer sent and appends it.
   *
   * @throws KafkaError with the code and message that the producer is answered
   */
  produce(bytes: Buffer, options: ProduceOptions): Produced | Promise<Produced> {
    const now = this.log.environment.clock.now()
    const fault = batchFault(bytes, this.config, now, options.knowsZstd)
    if (fault) throw new KafkaError(fault.code, fault.message)
    if (options.waitsForAll && this.config.number('min.insync.replicas') > 1)
      throw new KafkaError(errors.notEnoughReplicas)
    if (!this.preparing && !needsPreparation(bytes, this.config)) return this.appendChecked(bytes, options)
    const before = this.preparing ?? Promise.resolve()
    const produced = before
      .then(() => prepareBatch(bytes, this.config))
      .then(ready => this.appendChecked(ready, options))
    // A batch that was refused does not stand in the way of the next one.
    const settled = produced
      .catch(() => {})
      .then(() => {
        if (this.preparing === settled) this.preparing = null
      })
    this.preparing = settled
    return produced
  }

  /** Whole batches of the range: at once when they are in memory. */
  read(range: ReadRange): Buffer[] | Promise<Buffer[]> {
    return this.log.readMemory(range) ?? this.log.read(range)
  }

  async *readBatches(from = 0): AsyncGenerator<{ header: BatchHeader; records: LogRecord[] }> {
    const endOffset = this.log.writtenOffset
    let offset = Math.max(from, this.log.logStartOffset)
    while (offset < endOffset) {
      const pieces = await this.log.read({ offset, endOffset, bytesMax: replayBytes, takesFirst: true })
      if (pieces.length === 0) return
      for (const piece of pieces) {
        for (const { header, batch } of batchesIn(piece)) {
          const isWanted = (record: LogRecord) => record.offset >= from && record.offset >= this.log.logStartOffset
          const records = (await recordsOf(header, batch)).map(record => ({ ...record, ...origin(header) }))
          offset = header.baseOffset + header.lastOffsetDelta + 1
          yield { header, records: records.filter(isWanted) }
        }
      }
    }
  }

  async *readRecords(from = 0): AsyncGenerator<LogRecord> {
    for await (const { records } of this.readBatches(from)) yield* records
  }

  /** From the check of the producer's sequence to the append there is no wait: nothing can come between them. */
  private appendChecked(bytes: Buffer, options: ProduceOptions): Produced {
    if (this.config.usesAppendTime) stampAppendTime(bytes, this.log.environment.clock.now())
    const header = readBatchHeader(bytes)
    const appendTimeMs = this.config.usesAppendTime ? header.maxTimestamp : -1
    const verdict = this.log.checkProducer(header)
    if (verdict.kind === 'refused') throw new KafkaError(verdict.code)
    if (verdict.kind === 'duplicate') return { ...verdict.batch, appendTimeMs }
    if (header.isTransactional) {
      const code = options.checkTransaction(header)
      if (code !== errors.none) throw new KafkaError(code)
    }
    const baseOffset = this.log.append(bytes, header)
    return { baseOffset, lastOffset: baseOffset + header.lastOffsetDelta, appendTimeMs }
  }
}

/** The batches of a run of whole batches. */
export function* batchesIn(bytes: Buffer): Generator<{ header: BatchHeader; batch: Buffer }> {
  for (let at = 0; at < bytes.length;) {
    const header = readBatchHeader(bytes, at)
    yield { header, batch: bytes.subarray(at, at + header.sizeBytes) }
    at += header.sizeBytes
  }
}

function origin({ isControl, isTransactional, producerId, producerEpoch }: BatchHeader) {
  return { isControl, isTransactional, producerId, producerEpoch }
}
