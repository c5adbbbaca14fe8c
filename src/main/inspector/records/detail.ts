import { detailBytesMax, detailCharsMax } from '../../../shared/contract/record-limits'
import type { DecodedDetail, GetInput, RecordDetail } from '../../../shared/contract/records'
import { headersOf } from '../../lib/kafka-wire'
import { ProblemError } from '../../lib/problem'
import { decode, schemaIdOf, type DecodeContext, type SchemaStore, type Wanted } from '../decode'
import { fetchRound, type FetchedRecord } from './fetch-round'
import type { Reading } from './page'
import { loadSchemas, sizeOf, timestampOf } from './rows'
import { viewTopic } from './topic-view'

/** Headers that are told, with this much of each. */
const headersMax = 100
const headerCharsMax = 4 * 1024
const headerBytesMax = 4 * 1024

const round = { waitMs: 0, bytesMax: 64 * 1024, partitionBytesMax: 64 * 1024 }

const detailed: Wanted = { charsMax: detailCharsMax, fields: false, indent: true, searchOnly: false }

/**
 * All about one record.
 *
 * @throws ProblemError topic-unknown, partition-unknown, record-gone, record-unreadable
 */
export async function readRecord({ cluster, schemas }: Reading, input: GetInput): Promise<RecordDetail> {
  const { topic, partition } = input
  const record = await findRecord({ cluster }, input)
  await loadSchemas([record], schemas)
  const { batch } = record
  return {
    topic,
    partition,
    offset: String(record.offset),
    timestamp: timestampOf(record.time),
    timestampType: batch.isAppendTime ? 'appended' : 'created',
    key: await detailOf(record.key, schemas),
    value: await detailOf(record.value, schemas),
    headers: headersOf(record, headersMax).map(({ name, value }) => ({ name, value: headerOf(value, schemas) })),
    headersCount: record.headersCount,
    sizeBytes: sizeOf(record),
    batch: {
      baseOffset: String(batch.baseOffset),
      records: batch.count,
      sizeBytes: batch.sizeBytes,
      codec: batch.codec,
      leaderEpoch: batch.leaderEpoch < 0 ? null : batch.leaderEpoch,
      isTransactional: batch.isTransactional,
      producerId: batch.producerId < 0n ? null : String(batch.producerId),
    },
  }
}

async function findRecord({ cluster }: Pick<Reading, 'cluster'>, input: GetInput): Promise<FetchedRecord> {
  const { topic, partition } = input
  const offset = BigInt(input.offset)
  const view = await viewTopic(cluster, { topic, partitions: [partition], committedOnly: false })
  const [{ earliest, latest, reason }] = view.partitions as [(typeof view.partitions)[number]]
  if (reason !== null) throw new ProblemError(unreadable(input, reason))
  if (offset < earliest) throw new ProblemError(gone(input, `the partition begins at ${earliest} by now`))
  if (offset >= latest) throw new ProblemError(gone(input, `the partition ends before ${latest}`))
  const want = { partition, offset, until: offset + 1n, recordsMax: 1 }
  const [got] = await fetchRound(cluster, view, [want], round)
  if (got?.reason) throw new ProblemError(unreadable(input, got.reason))
  const record = got?.records[0]
  if (!record) throw new ProblemError(gone(input, 'it was compacted away, or is the marker of a transaction'))
  return record
}

async function detailOf(bytes: Buffer | null, schemas: SchemaStore): Promise<DecodedDetail> {
  const detail = shown(bytes, detailed, detailBytesMax, schemas)
  const id = schemaIdOf(bytes)
  const entry = id === null ? undefined : schemas.get(id)
  if (id === null || !entry || 'problem' in entry) return detail
  const { type, text } = entry
  return { ...detail, schemaId: id, schema: { id, type, text, subjects: await schemas.subjects(id) } }
}

function headerOf(bytes: Buffer | null, schemas: SchemaStore): DecodedDetail {
  return shown(bytes, { ...detailed, charsMax: headerCharsMax, indent: false }, headerBytesMax, schemas)
}

function shown(bytes: Buffer | null, wanted: Wanted, bytesMax: number, schemas: SchemaStore): DecodedDetail {
  const context: DecodeContext = { wanted, schema: schemas.get }
  const { kind, text, isCut, reason, schemaId } = decode(bytes, context)
  const sizeBytes = bytes?.length ?? null
  return {
    kind,
    text,
    isCut,
    reason,
    schemaId,
    schema: null,
    sizeBytes,
    base64: bytes?.subarray(0, bytesMax).toString('base64') ?? null,
  }
}

function placeOf({ topic, partition, offset }: GetInput): string {
  return `${topic}, partition ${partition}, offset ${offset}`
}

function gone(input: GetInput, why: string) {
  return {
    code: 'record-gone',
    where: placeOf(input),
    message: `There is no record at this offset: ${why}.`,
    tip: 'Read the topic around this offset to see what is there.',
  }
}

function unreadable(input: GetInput, why: string) {
  return {
    code: 'record-unreadable',
    where: placeOf(input),
    message: `The record cannot be read. ${why}.`,
    tip: 'Try again; if it stays like this, the broker’s log has more.',
  }
}
