import type { Json } from '../../formats/json'
import { restError } from '../errors'

/** Records that one request may hold. */
const recordsMax = 100_000

/** One record as the client sends it; key and value are still in the request's format. */
export interface ProduceRecord {
  /** Undefined when it was left out, which is not the same as null for every format. */
  key?: Json
  value?: Json
  partition?: number
}

/** Which schema a side is written with: an id wins over a text. */
export interface SchemaChoice {
  id?: number
  text?: string
}

export interface ProduceRequest {
  records: ProduceRecord[]
  key: SchemaChoice
  value: SchemaChoice
}

const requestFields = ['records', 'key_schema', 'key_schema_id', 'value_schema', 'value_schema_id']
const recordFields = ['key', 'value', 'partition']

/**
 * Reads the body of a produce request.
 *
 * @throws HttpError 422 records missing or unknown fields, 400 fields of a wrong kind
 */
export function produceRequest(body: unknown): ProduceRequest {
  if (!isObject(body)) throw restError('unprocessable', 'records may not be null')
  checkFields(body, requestFields)
  const { records } = body
  if (records === undefined || records === null) throw restError('unprocessable', 'records may not be null')
  if (!Array.isArray(records)) throw restError('malformed', '"records" must be a list.')
  if (records.length === 0) throw restError('unprocessable', 'records may not be empty')
  if (records.length > recordsMax) throw restError('unprocessable', `records may not be more than ${recordsMax}`)
  return {
    records: records.map(produceRecord),
    key: schemaChoice(body, 'key'),
    value: schemaChoice(body, 'value'),
  }
}

function produceRecord(record: Json, index: number): ProduceRecord {
  if (!isObject(record)) throw restError('malformed', `records[${index}] must be an object.`)
  checkFields(record, recordFields)
  const { key, value, partition } = record
  if (partition === undefined || partition === null) return { key, value }
  if (typeof partition !== 'number' || !Number.isInteger(partition)) {
    throw restError('malformed', `records[${index}].partition must be a whole number.`)
  }
  if (partition < 0) throw restError('unprocessable', `records[${index}].partition must be 0 or more`)
  return { key, value, partition }
}

function schemaChoice(body: { [name: string]: Json }, side: 'key' | 'value'): SchemaChoice {
  const text = body[`${side}_schema`] ?? undefined
  const id = body[`${side}_schema_id`] ?? undefined
  if (text !== undefined && typeof text !== 'string') {
    throw restError('malformed', `"${side}_schema" must be the text of the schema, with its quotes escaped.`)
  }
  if (id !== undefined && (typeof id !== 'number' || !Number.isInteger(id))) {
    throw restError('malformed', `"${side}_schema_id" must be a whole number.`)
  }
  return { ...(text === undefined ? {} : { text }), ...(id === undefined ? {} : { id }) }
}

function checkFields(object: object, known: string[]): void {
  const unknown = Object.keys(object).find(name => !known.includes(name))
  if (unknown !== undefined) throw restError('unprocessable', `Unrecognized field: ${unknown}`)
}

function isObject(value: unknown): value is { [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
