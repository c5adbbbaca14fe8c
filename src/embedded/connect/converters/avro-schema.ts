import { stringifyJson } from '../../formats/json'
import { bigintBytes } from '../data/java-text'
import { Decimal, logicalNames, type Schema, type SchemaType, type Struct, type Value } from '../data/schema'

/** The name of a record whose struct has none. */
const defaultRecord = { namespace: 'io.confluent.connect.avro', name: 'ConnectDefault' }

/** Precision of a decimal whose source names none. */
const defaultPrecision = 64

/** The Avro schema of a Connect schema, as Confluent's converter writes it. */
export function avroSchemaText(schema: Schema): string {
  return stringifyJson(avroType(schema))
}

function avroType(schema: Schema): unknown {
  const type = schema.type === 'struct' ? recordType(schema) : simpleType(schema)
  return schema.optional ? ['null', type] : type
}

const avroNames: Record<Exclude<SchemaType, 'struct'>, string> = {
  int8: 'int',
  int16: 'int',
  int32: 'int',
  int64: 'long',
  float32: 'float',
  float64: 'double',
  boolean: 'boolean',
  string: 'string',
  bytes: 'bytes',
}

function simpleType(schema: Schema): unknown {
  const name = avroNames[schema.type as Exclude<SchemaType, 'struct'>]
  const attributes = {
    ...decimalAttributes(schema),
    ...(schema.type === 'int8' || schema.type === 'int16' ? { 'connect.type': schema.type } : {}),
    ...(schema.doc === undefined ? {} : { 'connect.doc': schema.doc }),
    ...(schema.version === undefined ? {} : { 'connect.version': schema.version }),
    ...(schema.parameters ? { 'connect.parameters': schema.parameters } : {}),
    ...(schema.name === undefined ? {} : { 'connect.name': schema.name }),
    ...logicalType(schema),
  }
  return Object.keys(attributes).length === 0 ? name : { type: name, ...attributes }
}

function decimalAttributes({ name, parameters }: Schema): object {
  if (name !== logicalNames.decimal) return {}
  const precision = Number(parameters?.['connect.decimal.precision'] ?? defaultPrecision)
  return { scale: Number(parameters?.scale ?? 0), precision }
}

function logicalType({ name }: Schema): object {
  const types: Record<string, string> = {
    [logicalNames.decimal]: 'decimal',
    [logicalNames.date]: 'date',
    [logicalNames.time]: 'time-millis',
    [logicalNames.timestamp]: 'timestamp-millis',
  }
  const logical = types[name ?? '']
  return logical === undefined ? {} : { logicalType: logical }
}

function recordType(schema: Schema): unknown {
  const dot = schema.name?.lastIndexOf('.') ?? -1
  const named = schema.name === undefined ? defaultRecord : { name: schema.name.slice(dot + 1) }
  return {
    type: 'record',
    ...named,
    ...(dot > 0 ? { namespace: schema.name!.slice(0, dot) } : {}),
    ...(schema.doc === undefined ? {} : { doc: schema.doc }),
    fields: (schema.fields ?? []).map(({ name, schema: field }) => ({
      name,
      type: avroType(field),
      ...(field.optional ? { default: null } : {}),
    })),
    ...(schema.version === undefined ? {} : { 'connect.version': schema.version }),
    ...(schema.name === undefined ? {} : { 'connect.name': schema.name }),
  }
}

/** The value as the Avro codec takes it. */
export function avroValue(schema: Schema, value: Value): unknown {
  if (value === null) return null
  if (value instanceof Decimal) return bigintBytes(value.unscaled)
  if (schema.type !== 'struct') return value
  const struct = value as Struct
  return Object.fromEntries(
    (schema.fields ?? []).map(field => [field.name, avroValue(field.schema, struct[field.name] ?? null)]),
  )
}
