/**
 * Connect's data model, as far as our sources produce it: every value comes with its schema. Values in memory:
 *
 * - int8, int16, int32, float32, float64: number; int64: a number, or a bigint beyond ±(2^53-1)
 * - boolean: boolean; string: string; bytes: Buffer; struct: an object with a member for every field
 * - Decimal (bytes by its name): a Decimal; Date (int32): days; Time (int32): ms of the day; Timestamp (int64): ms
 */
export type SchemaType =
  'int8' | 'int16' | 'int32' | 'int64' | 'float32' | 'float64' | 'boolean' | 'string' | 'bytes' | 'struct'

export interface Schema {
  type: SchemaType
  optional: boolean
  /** A logical type, or the name of a struct. */
  name?: string
  version?: number
  doc?: string
  parameters?: Record<string, string>
  default?: Value
  /** Of a struct, in order. */
  fields?: Field[]
}

export interface Field {
  name: string
  schema: Schema
}

export type Struct = { [field: string]: Value }
export type Value = null | boolean | number | bigint | string | Buffer | Decimal | Struct

/** unscaled × 10^-scale; the scale is also a parameter of the schema. */
export class Decimal {
  readonly unscaled: bigint
  readonly scale: number
  constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled
    this.scale = scale
  }
}

/** A value with its schema; both null for a key that is not there. */
export interface SchemaAndValue {
  schema: Schema | null
  value: Value
}

export const nothing: SchemaAndValue = { schema: null, value: null }

export const logicalNames = {
  decimal: 'org.apache.kafka.connect.data.Decimal',
  date: 'org.apache.kafka.connect.data.Date',
  time: 'org.apache.kafka.connect.data.Time',
  timestamp: 'org.apache.kafka.connect.data.Timestamp',
} as const

export function schemaOf(type: SchemaType, optional = false): Schema {
  return { type, optional }
}

export function decimalSchema(scale: number, precision: number | null, optional: boolean): Schema {
  const parameters: Record<string, string> = { scale: String(scale) }
  if (precision !== null) parameters['connect.decimal.precision'] = String(precision)
  return { type: 'bytes', optional, name: logicalNames.decimal, version: 1, parameters }
}

export function dateSchema(optional: boolean): Schema {
  return { type: 'int32', optional, name: logicalNames.date, version: 1 }
}

export function timeSchema(optional: boolean): Schema {
  return { type: 'int32', optional, name: logicalNames.time, version: 1 }
}

export function timestampSchema(optional: boolean): Schema {
  return { type: 'int64', optional, name: logicalNames.timestamp, version: 1 }
}

/** How Java calls the class of a value, for messages. */
export function javaClassOf({ schema, value }: SchemaAndValue): string {
  if (value === null || !schema) return 'null'
  const logical: Record<string, string> = {
    [logicalNames.decimal]: 'java.math.BigDecimal',
    [logicalNames.date]: 'java.util.Date',
    [logicalNames.time]: 'java.util.Date',
    [logicalNames.timestamp]: 'java.util.Date',
  }
  return logical[schema.name ?? ''] ?? javaClasses[schema.type]
}

const javaClasses: Record<SchemaType, string> = {
  int8: 'java.lang.Byte',
  int16: 'java.lang.Short',
  int32: 'java.lang.Integer',
  int64: 'java.lang.Long',
  float32: 'java.lang.Float',
  float64: 'java.lang.Double',
  boolean: 'java.lang.Boolean',
  string: 'java.lang.String',
  bytes: '[B',
  struct: 'org.apache.kafka.connect.data.Struct',
}
