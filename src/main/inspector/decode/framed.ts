import type { DecodeContext, Decoder, Decoding, Outcome } from './decoder'
import { jsonDecoding } from './json'
import { scanJson } from './json-scan'
import type { LoadedSchema } from './schemas'
import { utf8Of } from './utf8'

/** Magic byte 0, then the schema id as int32 big-endian, then the value: the registry's wire format. */
const headerBytes = 5

/** The schema id of a framed value; null when it is not framed. The registry's ids begin with 1. */
export function schemaIdOf(bytes: Buffer | null): number | null {
  if (bytes === null || bytes.length < headerBytes || bytes[0] !== 0) return null
  const id = bytes.readInt32BE(1)
  return id > 0 ? id : null
}

/** One entry per type of schema, by the registry's name for it. */
const readers: Record<string, (body: Buffer, schema: LoadedSchema, context: DecodeContext) => Outcome> = {
  AVRO: readAvro,
  JSON: readJson,
  PROTOBUF: (_body, { id }) => ({ refused: `Protobuf of the schema ${id}, which is not decoded here` }),
}

/** What has a schema in the registry. */
export const framed: Decoder = {
  name: 'registry',
  decode(bytes, context) {
    const id = schemaIdOf(bytes)
    if (id === null) return null
    const entry = context.schema(id)
    if (!entry) return null
    if ('problem' in entry) return { refused: entry.problem }
    const read = readers[entry.type]
    if (!read) return { refused: `The schema ${id} is of the type ${entry.type}, which is not decoded here` }
    const outcome = read(bytes.subarray(headerBytes), entry, context)
    return outcome === null || 'refused' in outcome ? outcome : { ...outcome, schemaId: id }
  },
}

function readAvro(body: Buffer, { id, avro }: LoadedSchema, { wanted }: DecodeContext): Outcome {
  if (!avro || 'problem' in avro) return { refused: `The schema ${id} cannot be used: ${avro?.problem ?? 'no Avro'}` }
  try {
    const text = avro.read(body)
    const scanned = scanJson(text, wanted)
    const fields = scanned.fields?.map(field => (avro.bytesFields.has(field.name) ? asBytes(field) : field)) ?? null
    return { kind: 'avro', ...scanned, fields, schemaId: id, reason: null } satisfies Decoding
  } catch (error) {
    return { refused: `Does not fit its schema ${id}: ${(error as Error).message}` }
  }
}

function asBytes<T extends { type: string }>(field: T): T & { type: 'bytes' } {
  return { ...field, type: 'bytes' }
}

function readJson(body: Buffer, { id }: LoadedSchema, { wanted }: DecodeContext): Outcome {
  const text = utf8Of(body)
  const decoding = text === null ? null : jsonDecoding('json-schema', text, wanted)
  return decoding ?? { refused: `Says that it is JSON of the schema ${id}, but it is not JSON` }
}
