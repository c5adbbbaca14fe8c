import { manualClock } from '../../lib/clock'
import { silentLog } from '../../lib/log'
import { memoryDisk, type MemoryDisk } from '../../lib/memory-disk'
import { batchHeaderBytes, buildBatch, decodeRecords, readBatchHeader, type BatchOptions } from '../wire/record-batch'
import { filePool } from './file-pool'
import { PartitionLog, type LogConfig, type LogEnvironment } from './partition-log'
import { recordsOf } from './records'
import { parseSegmentFile } from './segment-files'
import { tailCache } from './tail'

/** One log on a disk in memory, as tests of the log want it. */
export interface LogUnderTest {
  log: PartitionLog
  disk: MemoryDisk
  environment: LogEnvironment
  clock: ReturnType<typeof manualClock>
}

export interface TestLogOptions {
  disk?: MemoryDisk
  segmentBytes?: number
  segmentMs?: number
  /** 0 makes every read go to the disk. */
  tailBytes?: number
  startMs?: number
  logStartOffset?: number
}

export async function openLog(options: TestLogOptions = {}): Promise<LogUnderTest> {
  const { disk = memoryDisk(), segmentBytes = 1024 * 1024, segmentMs = 1e12, tailBytes = 0 } = options
  const clock = manualClock(options.startMs ?? 1_000_000)
  const environment: LogEnvironment = {
    disk,
    clock,
    files: filePool(disk, 4),
    tails: tailCache(tailBytes),
    log: silentLog(),
  }
  const config: LogConfig = { segmentBytes: () => segmentBytes, segmentMs: () => segmentMs }
  const log = new PartitionLog({
    environment,
    config,
    directory: 'topic',
    partition: 0,
    found: await segmentsOn(disk),
    logStartOffset: options.logStartOffset ?? 0,
    ready: async () => {},
  })
  await log.recover()
  return { log, disk, environment, clock }
}

async function segmentsOn(disk: MemoryDisk): Promise<{ baseOffset: number; bytes: number }[]> {
  const found = []
  for (const path of disk.paths()) {
    const file = parseSegmentFile(path.slice('topic/'.length))
    if (file?.kind === 'log') found.push({ baseOffset: file.baseOffset, bytes: (await disk.size(path))! })
  }
  return found.sort((a, b) => a.baseOffset - b.baseOffset)
}

/** A batch of one record for each value, with keys when they are given as pairs. */
export function batchOf(
  values: (string | [key: string, value: string | null])[],
  options: BatchOptions & { timestamp?: number } = {},
) {
  const timestamp = options.timestamp ?? 1_000_000
  const records = values.map(entry => {
    const [key, value] = typeof entry === 'string' ? [null, entry] : entry
    return { key: key === null ? null : Buffer.from(key), value: value === null ? null : Buffer.from(value), timestamp }
  })
  return buildBatch(records, options)
}

/** Appends and waits until it is on disk. */
export async function append(log: PartitionLog, ...batches: Buffer[]): Promise<void> {
  for (const batch of batches) log.append(batch)
  await log.durable(log.endOffset - 1)
}

export interface ReadRecord {
  offset: number
  key: string | undefined
  value: string | null
}

/** All records from an offset on. */
export async function readAll(log: PartitionLog, from = log.logStartOffset, bytesMax = 1000): Promise<ReadRecord[]> {
  const records: ReadRecord[] = []
  for (let offset = from; offset < log.writtenOffset;) {
    const pieces = await log.read({ offset, endOffset: log.writtenOffset, bytesMax, takesFirst: true })
    if (pieces.length === 0) break
    const bytes = Buffer.concat(pieces)
    for (let at = 0; at < bytes.length;) {
      const header = readBatchHeader(bytes, at)
      for (const record of await recordsOf(header, bytes.subarray(at, at + header.sizeBytes))) {
        if (record.offset < from) continue
        records.push({ offset: record.offset, key: record.key?.toString(), value: record.value?.toString() ?? null })
      }
      offset = header.baseOffset + header.lastOffsetDelta + 1
      at += header.sizeBytes
    }
  }
  return records
}

export const valuesOf = (records: ReadRecord[]) => records.map(({ value }) => value)

/** Records of one uncompressed batch. */
export const plainRecords = (batch: Buffer) => decodeRecords(readBatchHeader(batch), batch.subarray(batchHeaderBytes))
