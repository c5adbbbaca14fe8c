import { oneOf, textAt, textOrNullAt, type Definition } from '../config/definition'
import { configError, dataError } from '../data/errors'
import {
  dateSchema,
  logicalNames,
  schemaOf,
  timeSchema,
  timestampSchema,
  type Schema,
  type SchemaAndValue,
  type Struct,
  type Value,
} from '../data/schema'
import { formatDate, parseDate } from './java-date-format'
import { changing, derived, onKeyAndValue } from './transform'

const dayMs = 86_400_000

/** How many of a unix time's units are a millisecond, or the other way round. */
const unitMs: Record<string, number> = {
  microseconds: 1 / 1000,
  milliseconds: 1,
  seconds: 1000,
  nanoseconds: 1 / 1_000_000,
}

const definitions: Definition[] = [
  {
    name: 'field',
    type: 'STRING',
    default: '',
    importance: 'HIGH',
    documentation: 'The field that holds the time, or empty when the whole value is one.',
  },
  {
    name: 'target.type',
    type: 'STRING',
    importance: 'HIGH',
    documentation: 'What to make of it: string, unix, Date, Time or Timestamp.',
    check: oneOf('string', 'unix', 'Date', 'Time', 'Timestamp'),
  },
  {
    name: 'format',
    type: 'STRING',
    default: '',
    importance: 'MEDIUM',
    documentation: 'The format of times as text, as java.text.SimpleDateFormat has it.',
    check: value => formatDate.complaint(String(value)),
  },
  {
    name: 'unix.precision',
    type: 'STRING',
    default: 'milliseconds',
    importance: 'LOW',
    documentation: 'The unit of unix times.',
    check: oneOf(...Object.keys(unitMs)),
  },
  {
    name: 'replace.null.with.default',
    type: 'BOOLEAN',
    default: true,
    importance: 'MEDIUM',
    documentation: 'Whether to replace a null by the default of the field.',
  },
]

interface Settings {
  target: string
  format: string
  perUnit: number
}

/** Turns times from one form into another: text, unix time, and Connect's Date, Time and Timestamp. */
export const timestampConverter = onKeyAndValue('TimestampConverter', definitions, (values, side) => {
  const field = textOrNullAt(values, 'field') ?? ''
  const settings: Settings = {
    target: textAt(values, 'target.type'),
    format: textAt(values, 'format'),
    perUnit: unitMs[textAt(values, 'unix.precision')]!,
  }
  if (settings.target === 'string' && settings.format === '') {
    throw configError('TimestampConverter requires format option to be specified when using string timestamps')
  }
  const schemaAfter = derived((schema: Schema) => changedSchema(schema, field, settings.target))
  return changing(side, (data: SchemaAndValue) => {
    const schema = data.schema!
    if (field === '') return { schema: schemaAfter(schema), value: convert(data, settings) }
    if (schema.type !== 'struct') throw dataError('TimestampConverter names a field, but the value is no struct')
    const struct = data.value as Struct
    const fieldSchema = schema.fields!.find(other => other.name === field)?.schema
    if (!fieldSchema) return data
    const value = convert({ schema: fieldSchema, value: struct[field] ?? null }, settings)
    return { schema: schemaAfter(schema), value: { ...struct, [field]: value } }
  })
})

function changedSchema(schema: Schema, field: string, target: string): Schema {
  if (field === '') return targetSchema(target, schema.optional)
  const fields = schema.fields!.map(other =>
    other.name === field ? { name: field, schema: targetSchema(target, other.schema.optional) } : other,
  )
  return { ...schema, fields }
}

function targetSchema(target: string, optional: boolean): Schema {
  switch (target) {
    case 'string':
      return schemaOf('string', optional)
    case 'unix':
      return schemaOf('int64', optional)
    case 'Date':
      return dateSchema(optional)
    case 'Time':
      return timeSchema(optional)
    default:
      return timestampSchema(optional)
  }
}

function convert({ schema, value }: SchemaAndValue, settings: Settings): Value {
  if (value === null) return null
  const ms = toMs(schema!, value, settings)
  switch (settings.target) {
    case 'string':
      return formatDate(settings.format, ms)
    case 'unix':
      return Math.floor(ms / settings.perUnit)
    case 'Date':
      return Math.floor(ms / dayMs)
    case 'Time':
      return ((ms % dayMs) + dayMs) % dayMs
    default:
      return ms
  }
}

function toMs(schema: Schema, value: Value, { format, perUnit }: Settings): number {
  if (schema.name === logicalNames.date) return Number(value) * dayMs
  if (schema.name === logicalNames.time || schema.name === logicalNames.timestamp) return Number(value)
  if (schema.type === 'int64') return Math.floor(Number(value) * perUnit)
  if (schema.type !== 'string')
    throw dataError(`Schema ${schema.type} does not correspond to a known timestamp type format`)
  if (format === '')
    throw dataError('TimestampConverter requires format option to be specified when using string timestamps')
  const ms = parseDate(format, value as string)
  if (ms === null)
    throw dataError(`Could not parse timestamp: value (${String(value)}) does not match pattern (${format})`)
  return ms
}
