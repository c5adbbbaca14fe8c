import { AvroSchemaError, AvroValueError, encodeJson, frame, parseAvro, type AvroSchema } from '../../formats/avro'
import { stringifyJson, type Json } from '../../formats/json'
import { restError } from '../errors'
import type { FormatName } from '../media-types'
import type { RegistryClient } from '../registry-client'
import type { ProduceRecord, ProduceRequest, SchemaChoice } from './request'

/** A record ready for the log. */
export interface EncodedRecord {
  key: Buffer | null
  value: Buffer | null
  partition?: number
}

export interface EncodedRequest {
  records: EncodedRecord[]
  /** Ids of the schemas used; null for formats without schemas. */
  keySchemaId: number | null
  valueSchemaId: number | null
}

export type Encode = (topic: string, request: ProduceRequest, registry: RegistryClient) => Promise<EncodedRequest>

/** One entry for each embedded format. */
export const encoders: Record<FormatName, Encode> = {
  binary: async (_topic, { records }) => withoutSchemas(records, bytesOfBase64),
  json: async (_topic, { records }) => withoutSchemas(records, bytesOfJson),
  avro: encodeAvroRecords,
}

function withoutSchemas(records: ProduceRecord[], bytes: (value: Json | undefined) => Buffer | null): EncodedRequest {
  return {
    records: records.map(({ key, value, partition }) => ({ key: bytes(key), value: bytes(value), partition })),
    keySchemaId: null,
    valueSchemaId: null,
  }
}

function bytesOfBase64(value: Json | undefined): Buffer | null {
  if (value === undefined || value === null) return null
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(value)) {
    throw restError('malformed', 'Keys and values of the binary format must be base64 text.')
  }
  return Buffer.from(value, 'base64')
}

function bytesOfJson(value: Json | undefined): Buffer | null {
  return value === undefined || value === null ? null : Buffer.from(stringifyJson(value))
}

/** Avro's JSON encoding to framed binary, with schemas by id or registered as <topic>-key and <topic>-value. */
async function encodeAvroRecords(
  topic: string,
  request: ProduceRequest,
  registry: RegistryClient,
): Promise<EncodedRequest> {
  const { records } = request
  const used = (side: 'key' | 'value') => records.some(record => record[side] !== undefined && record[side] !== null)
  if (used('key') && !isGiven(request.key)) throw restError('keySchemaMissing')
  if (used('value') && !isGiven(request.value)) throw restError('valueSchemaMissing')
  const key = await schemaOf(request.key, `${topic}-key`, registry)
  const value = await schemaOf(request.value, `${topic}-value`, registry)
  return {
    records: records.map((record, index) => ({
      key: framed(record.key, key, `records/${index}/key`),
      value: framed(record.value, value, `records/${index}/value`),
      partition: record.partition,
    })),
    keySchemaId: key?.id ?? null,
    valueSchemaId: value?.id ?? null,
  }
}

interface ChosenSchema {
  id: number
  schema: AvroSchema
}

async function schemaOf(
  { id, text }: SchemaChoice,
  subject: string,
  registry: RegistryClient,
): Promise<ChosenSchema | null> {
  if (id !== undefined) return { id, schema: await registry.schemaById(id) }
  if (text === undefined) return null
  const schema = parsed(text)
  return { id: await registry.register(subject, text), schema }
}

function parsed(text: string): AvroSchema {
  try {
    return parseAvro(text)
  } catch (error) {
    if (error instanceof AvroSchemaError) throw restError('invalidSchema', error.message)
    throw error
  }
}

function framed(json: Json | undefined, chosen: ChosenSchema | null, where: string): Buffer | null {
  if (json === undefined || chosen === null) return null
  if (json === null && !takesNull(chosen.schema)) return null
  try {
    return frame(chosen.id, encodeJson(chosen.schema, json))
  } catch (error) {
    if (error instanceof AvroValueError)
      throw restError('conversion', `${where}${error.message.replace(/^\/(?=:)/, '')}`)
    throw error
  }
}

/** Where the schema has no null, a null record is a tombstone, or a record without key. */
function takesNull({ root }: AvroSchema): boolean {
  return root.type === 'null' || (root.type === 'union' && root.branches.some(branch => branch.type === 'null'))
}

function isGiven({ id, text }: SchemaChoice): boolean {
  return id !== undefined || text !== undefined
}
