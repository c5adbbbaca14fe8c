import { previewCharsMax } from '../../../shared/contract/record-limits'
import type { Decoded, RecordRow } from '../../../shared/contract/records'
import { decode, schemaIdOf, type DecodeContext, type SchemaStore } from '../decode'
import type { FetchedRecord } from './fetch-round'

/** Makes rows of records: short, and decoded as far as that is possible. */
export async function toRows(records: readonly FetchedRecord[], schemas: SchemaStore): Promise<RecordRow[]> {
  await loadSchemas(records, schemas)
  const context: DecodeContext = {
    wanted: { charsMax: previewCharsMax, fields: true, indent: false, searchOnly: false },
    schema: schemas.get,
  }
  return records.map(record => toRow(record, context))
}

/** Asks the registry for what these records need. */
export async function loadSchemas(records: readonly FetchedRecord[], schemas: SchemaStore): Promise<void> {
  const ids = new Set<number>()
  for (const { key, value } of records) {
    for (const id of [schemaIdOf(key), schemaIdOf(value)]) if (id !== null) ids.add(id)
  }
  if (ids.size > 0) await schemas.load(ids)
}

function toRow(record: FetchedRecord, context: DecodeContext): RecordRow {
  const { partition, offset, time, key, value, headersCount } = record
  return {
    partition,
    offset: String(offset),
    timestamp: timestampOf(time),
    key: toDecoded(key, context),
    value: toDecoded(value, context),
    headersCount,
    sizeBytes: sizeOf(record),
  }
}

function toDecoded(bytes: Buffer | null, context: DecodeContext): Decoded {
  return { ...decode(bytes, context), sizeBytes: bytes?.length ?? 0 }
}

/** Key, value and headers. */
export function sizeOf({ key, value, headers }: FetchedRecord): number {
  return (key?.length ?? 0) + (value?.length ?? 0) + headers.length
}

/** Null when the record has no time, or one that no calendar has. */
export function timestampOf(time: number): number | null {
  return time < 0 || time > 8.64e15 ? null : time
}
