/**
 * What must be known of topics after a restart, as a list of changes in `metadata.jsonl`: one JSON object a line, the
 * first of them `{"format":"elevated-kafka-metadata","version":1,"clusterId":...}`. A last line that is cut short by a
 * crash was never acknowledged and is dropped. When the file is mostly history it is written anew at start, atomically.
 *
 * To change the format: raise the version, and read the older one in `parse`.
 */
import type { Disk, DiskFile } from '../../lib/disk'
import { ProblemError } from '../../lib/problem'
import { errors, KafkaError } from '../wire/errors'
import type { ConfigOverrides } from './types'

const format = 'elevated-kafka-metadata'
const formatVersion = 1
/** The file is written anew when it has this many lines more than it needs. */
const staleLinesMax = 1000

export type MetadataChange =
  | { change: 'created'; id: string; name: string; partitionCount: number; configs: ConfigOverrides }
  | { change: 'deleted'; id: string }
  | { change: 'partitions'; id: string; partitionCount: number }
  | { change: 'configs'; id: string; configs: ConfigOverrides }
  | { change: 'logStart'; id: string; partition: number; offset: number }
  | { change: 'producerIds'; next: number }

/** One topic as the list of changes leaves it. */
export interface StoredTopic {
  id: string
  name: string
  partitionCount: number
  configs: ConfigOverrides
  /** Log start offsets that were raised by DeleteRecords, by partition. */
  logStarts: Map<number, number>
}

export interface MetadataStore {
  readonly clusterId: string
  readonly topics: ReadonlyMap<string, StoredTopic>
  /** The first producer id that no producer was given. */
  readonly nextProducerId: number
  /** Notes a change; it is on disk when `durable` says so. Changes that could not be written are tried again. */
  add(change: MetadataChange): void
  /**
   * Resolves when all changes so far are in the file.
   *
   * @throws KafkaError 56 when they could not be written
   */
  durable(): Promise<void>
  close(): Promise<void>
}

interface State {
  topics: Map<string, StoredTopic>
  nextProducerId: number
}

/**
 * @param newClusterId makes the id of a cluster that is opened for the first time
 * @throws ProblemError data-too-new, data-damaged
 */
export async function openMetadata(disk: Disk, path: string, newClusterId: () => string): Promise<MetadataStore> {
  const bytes = await disk.readFile(path)
  const state: State = { topics: new Map(), nextProducerId: 0 }
  const { clusterId, lines, wholeBytes } = bytes
    ? parse(bytes, path, state)
    : { clusterId: null, lines: 0, wholeBytes: 0 }
  const id = clusterId ?? newClusterId()
  let size = wholeBytes
  const needed = 2 + state.topics.size
  if (clusterId === null || lines - needed > staleLinesMax) {
    const fresh = Buffer.from(snapshot(id, state))
    await disk.replaceFile(path, fresh)
    size = fresh.length
  }
  const file = await disk.open(path)
  await file.truncate(size)
  return writableStore(file, size, id, state)
}

function writableStore(file: DiskFile, initialSize: number, clusterId: string, state: State): MetadataStore {
  let size = initialSize
  let waiting: string[] = []
  let writing: Promise<void> | null = null

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const lines = waiting
      const bytes = Buffer.from(lines.join(''))
      await file.write([bytes], size)
      size += bytes.length
      waiting = waiting.slice(lines.length)
    }
  }

  return {
    clusterId,
    get topics() {
      return state.topics
    },
    get nextProducerId() {
      return state.nextProducerId
    },
    add(change) {
      apply(state, change)
      // A new array, so that a write under way knows which lines it has taken.
      waiting = [...waiting, `${JSON.stringify(change)}\n`]
    },
    async durable() {
      // Changes of the same tick go out together, and those that come while a write runs in the next.
      while (waiting.length > 0) {
        writing ??= write().finally(() => (writing = null))
        try {
          await writing
        } catch (error) {
          throw new KafkaError(
            errors.kafkaStorageError,
            `The metadata cannot be written: ${(error as Error).message}`,
            {
              cause: error,
            },
          )
        }
      }
    },
    async close() {
      // What could not be written was never acknowledged.
      await writing?.catch(() => {})
      await file.close()
    },
  }
}

function parse(bytes: Buffer, path: string, state: State): { clusterId: string; lines: number; wholeBytes: number } {
  const wholeBytes = bytes.lastIndexOf(0x0a) + 1
  const lines = bytes.toString('utf8', 0, wholeBytes).split('\n').slice(0, -1)
  const head = parseLine(lines[0] ?? '', path, 1) as { format?: string; version?: number; clusterId?: string }
  if (head.format !== format || typeof head.version !== 'number' || typeof head.clusterId !== 'string') {
    throw damaged(path, 1, `a line of format ${format}`)
  }
  if (head.version > formatVersion) throw tooNew(path, head.version)
  lines.slice(1).forEach((line, index) => apply(state, parseLine(line, path, index + 2) as MetadataChange))
  return { clusterId: head.clusterId, lines: lines.length, wholeBytes }
}

function parseLine(line: string, path: string, number: number): object {
  try {
    return JSON.parse(line) as object
  } catch {
    throw damaged(path, number, 'a JSON object')
  }
}

function apply(state: State, change: MetadataChange): void {
  if (change.change === 'producerIds') {
    state.nextProducerId = change.next
    return
  }
  if (change.change === 'created') {
    const { id, name, partitionCount, configs } = change
    state.topics.set(id, { id, name, partitionCount, configs, logStarts: new Map() })
    return
  }
  const topic = state.topics.get(change.id)
  if (!topic) return
  if (change.change === 'deleted') state.topics.delete(change.id)
  else if (change.change === 'partitions') topic.partitionCount = change.partitionCount
  else if (change.change === 'configs') topic.configs = change.configs
  else topic.logStarts.set(change.partition, change.offset)
}

function snapshot(clusterId: string, state: State): string {
  const changes: MetadataChange[] = [{ change: 'producerIds', next: state.nextProducerId }]
  for (const { id, name, partitionCount, configs, logStarts } of state.topics.values()) {
    changes.push({ change: 'created', id, name, partitionCount, configs })
    for (const [partition, offset] of logStarts) changes.push({ change: 'logStart', id, partition, offset })
  }
  const head = { format, version: formatVersion, clusterId }
  return [head, ...changes].map(line => `${JSON.stringify(line)}\n`).join('')
}

function damaged(path: string, line: number, expected: string): ProblemError {
  return new ProblemError({
    code: 'data-damaged',
    where: `${path}, line ${line}`,
    message: `The list of topics cannot be read: line ${line} of ${path} is not ${expected}.`,
    tip: 'Restore the file from a copy, or start with another data directory.',
  })
}

function tooNew(path: string, version: number): ProblemError {
  return new ProblemError({
    code: 'data-too-new',
    where: path,
    message: `The data directory was written by a newer version (metadata version ${version}, this one knows ${formatVersion}).`,
    tip: 'Start the newer version again, or choose another data directory.',
  })
}
