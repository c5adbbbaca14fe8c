import { dataError } from '../data/errors'
import {
  dateSchema,
  Decimal,
  decimalSchema,
  schemaOf,
  timeSchema,
  timestampSchema,
  type Field,
  type Schema,
  type SchemaType,
  type Value,
} from '../data/schema'
import { parseDay, parseTimeOfDay, parseTimestamp, toMs } from './times'

/** A column of a result: its field in the struct and how its text is read. */
export interface Column {
  field: Field
  read(text: string): Value
}

/** What PostgreSQL says about a column of a result. */
export interface ColumnInfo {
  name: string
  /** pg_type.oid; a domain shows as its base type. */
  typeOid: number
  typeModifier: number
  /** pg_type.typcategory of types that this file does not know by number: S text, E enum. */
  category: string
  notNull: boolean
}

export interface MappingOptions {
  /** none, precision_only, best_fit or best_fit_eager_double */
  numericMapping: string
  /** Of timestamps without one. */
  timeZone: string
}

/** Whole numbers of this many digits or more do not fit an int64 for certain. */
const longDigitsMax = 18

/** The scale of a NUMERIC without one, as Connect writes it: nothing is lost. */
const unlimitedScale = 127

/** The column as Connect has it; null for types that are left out (arrays, ranges, geometry …). */
export function columnOf(info: ColumnInfo, options: MappingOptions): Column | null {
  const optional = !info.notNull
  const column = (schema: Schema, read: (text: string) => Value): Column => ({
    field: { name: info.name, schema },
    read,
  })
  const simple = (type: SchemaType, read: (text: string) => Value) => column(schemaOf(type, optional), read)
  switch (info.typeOid) {
    case oids.bool:
      return simple('boolean', text => text === 't')
    case oids.int2:
      return simple('int16', Number)
    case oids.int4:
      return simple('int32', Number)
    case oids.int8:
    case oids.oid:
      return simple('int64', readLong)
    case oids.float4:
      return simple('float32', readFloat)
    case oids.float8:
      return simple('float64', readFloat)
    case oids.bytea:
      return simple('bytes', text => Buffer.from(text.slice(2), 'hex'))
    case oids.date:
      return column(dateSchema(optional), parseDay)
    case oids.time:
    case oids.timetz:
      return column(timeSchema(optional), parseTimeOfDay)
    case oids.timestamp:
    case oids.timestamptz:
      return column(timestampSchema(optional), text => toMs(parseTimestamp(text, options.timeZone)))
    case oids.numeric:
      return numericColumn(info, options.numericMapping)
  }
  const isText = textOids.has(info.typeOid) || info.category === 'S' || info.category === 'E'
  return isText ? simple('string', text => text) : null
}

const oids = {
  bool: 16,
  bytea: 17,
  int8: 20,
  int2: 21,
  int4: 23,
  oid: 26,
  float4: 700,
  float8: 701,
  date: 1082,
  time: 1083,
  timestamp: 1114,
  timestamptz: 1184,
  timetz: 1266,
  numeric: 1700,
} as const

/** text, varchar, char, "char", name, json, jsonb, xml, uuid */
export const textOids: ReadonlySet<number> = new Set([25, 1043, 1042, 18, 19, 114, 3802, 142, 2950])

export const knownOids: ReadonlySet<number> = new Set([...Object.values(oids), ...textOids])

/** Types that can be an incrementing column. */
export function isWholeNumber({ schema }: Field): boolean {
  return /^int/.test(schema.type) || (schema.type === 'bytes' && schema.parameters?.scale === '0')
}

function readLong(text: string): number | bigint {
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : BigInt(text)
}

function readFloat(text: string): number {
  return Number(text) // NaN, Infinity and -Infinity are spelt alike.
}

function numericColumn({ name, typeModifier, notNull }: ColumnInfo, mapping: string): Column {
  const { precision, scale } = numericSize(typeModifier)
  const optional = !notNull
  const fewDigits = precision !== null && precision <= longDigitsMax
  if (mapping !== 'none' && fewDigits && (mapping === 'precision_only' ? scale === 0 : scale <= 0)) {
    const schema = schemaOf(wholeTypeFor(precision - Math.min(scale, 0)), optional)
    return { field: { name, schema }, read: readLong }
  }
  const asDouble =
    (mapping === 'best_fit' && fewDigits && scale > 0) || (mapping === 'best_fit_eager_double' && scale > 0)
  if (asDouble) return { field: { name, schema: schemaOf('float64', optional) }, read: readFloat }
  return { field: { name, schema: decimalSchema(scale, precision, optional) }, read: text => readDecimal(text, scale) }
}

function wholeTypeFor(digits: number): SchemaType {
  if (digits > 9) return 'int64'
  if (digits > 4) return 'int32'
  return digits > 2 ? 'int16' : 'int8'
}

/** The type modifier holds ((precision << 16) | (scale & 0x7ff)) + 4, the scale with a sign of 11 bits; -1 is unlimited. */
function numericSize(modifier: number): { precision: number | null; scale: number } {
  if (modifier < 0) return { precision: null, scale: unlimitedScale }
  const packed = modifier - 4
  const scale = ((packed & 0x7ff) ^ 1024) - 1024
  return { precision: packed >> 16, scale }
}

function readDecimal(text: string, scale: number): Decimal {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!match) throw dataError(`The number ${text} cannot be written as a Connect Decimal`)
  const [, sign, whole = '', fraction = ''] = match
  const digits = scale >= 0 ? whole + fraction.padEnd(scale, '0').slice(0, scale) : whole.slice(0, scale) || '0'
  return new Decimal(BigInt(sign + digits), scale)
}
