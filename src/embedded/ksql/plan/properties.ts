import type { Properties } from '../syntax/tree'
import { formatNames, type FormatName, type FormatSpec } from './catalog'
import { notSupported, StatementError } from './statement-error'

/** Properties that WITH may have. */
const known = [
  'KAFKA_TOPIC',
  'FORMAT',
  'KEY_FORMAT',
  'VALUE_FORMAT',
  'PARTITIONS',
  'REPLICAS',
  'RETENTION_MS',
  'TIMESTAMP',
  'TIMESTAMP_FORMAT',
  'WRAP_SINGLE_VALUE',
  'KEY_DELIMITER',
  'VALUE_DELIMITER',
  'KEY',
] as const
type Known = (typeof known)[number]

/** Valid in ksqlDB, refused here by name. */
const notYet = [
  'WINDOW_TYPE',
  'WINDOW_SIZE',
  'KEY_SCHEMA_ID',
  'VALUE_SCHEMA_ID',
  'VALUE_AVRO_SCHEMA_FULL_NAME',
  'KEY_PROTOBUF_NULLABLE_REPRESENTATION',
  'VALUE_PROTOBUF_NULLABLE_REPRESENTATION',
]

/** Formats that ksqlDB has and that are refused here by name. */
const otherFormats = ['JSON_SR', 'PROTOBUF', 'PROTOBUF_NOSR']

/** Partitions that one statement may ask for. */
const partitionsMax = 10_000

/** A statement's WITH clause, checked. */
export interface WithProperties {
  topic: string | null
  keyFormat: FormatName | null
  valueFormat: FormatName | null
  keyDelimiter: string | null
  valueDelimiter: string | null
  partitions: number | null
  replicas: number | null
  retentionMs: number | null
  timestamp: string | null
  timestampPattern: string | null
  wrapsSingle: boolean | null
  /** The old dialect's hint. */
  key: string | null
}

/** @throws StatementError when a property is unknown, or its value makes no sense */
export function readProperties(properties: Properties): WithProperties {
  const values = new Map<Known, string | number | boolean>()
  for (const { name, value } of properties) {
    if (notYet.includes(name)) throw notSupported(`The property ${name}`)
    const property = known.find(other => other === name)
    if (!property) {
      throw new StatementError(`Failed to prepare statement: Invalid config variable(s) in the WITH clause: ${name}`)
    }
    if (value.value === null) throw new StatementError(`Invalid value NULL for property ${name}`)
    values.set(property, typeof value.value === 'bigint' ? Number(value.value) : value.value)
  }
  const text = (name: Known) => textOf(name, values.get(name))
  const whole = (name: Known, max: number) => wholeOf(name, values.get(name), max)
  if (values.has('FORMAT') && (values.has('KEY_FORMAT') || values.has('VALUE_FORMAT'))) {
    throw new StatementError(
      `Cannot supply both '${values.has('VALUE_FORMAT') ? 'VALUE_FORMAT' : 'KEY_FORMAT'}' and 'FORMAT' properties, as 'FORMAT' sets both key and value formats.`,
    )
  }
  const both = formatOf(text('FORMAT'))
  return {
    topic: text('KAFKA_TOPIC'),
    keyFormat: formatOf(text('KEY_FORMAT')) ?? both,
    valueFormat: formatOf(text('VALUE_FORMAT')) ?? both,
    keyDelimiter: delimiterOf(text('KEY_DELIMITER')),
    valueDelimiter: delimiterOf(text('VALUE_DELIMITER')),
    partitions: whole('PARTITIONS', partitionsMax),
    replicas: whole('REPLICAS', 32_767),
    retentionMs: whole('RETENTION_MS', Number.MAX_SAFE_INTEGER),
    timestamp: nameOf(text('TIMESTAMP')),
    timestampPattern: text('TIMESTAMP_FORMAT'),
    wrapsSingle: flagOf(values.get('WRAP_SINGLE_VALUE')),
    key: nameOf(text('KEY')),
  }
}

function textOf(name: string, value: string | number | boolean | undefined): string | null {
  if (value === undefined) return null
  if (typeof value !== 'string' || value === '')
    throw new StatementError(`Invalid value ${value} for property ${name}: a text is needed`)
  return value
}

function wholeOf(name: string, value: string | number | boolean | undefined, max: number): number | null {
  if (value === undefined) return null
  const number = Number(value)
  if (typeof value === 'boolean' || !Number.isInteger(number) || number < 1 || number > max) {
    throw new StatementError(`Invalid value ${value} for property ${name}: a whole number from 1 to ${max} is needed`)
  }
  return number
}

function flagOf(value: string | number | boolean | undefined): boolean | null {
  if (value === undefined || typeof value === 'boolean') return value ?? null
  const text = String(value).toLowerCase()
  if (text !== 'true' && text !== 'false')
    throw new StatementError(`Invalid value ${value} for property WRAP_SINGLE_VALUE`)
  return text === 'true'
}

/** A column's name as a property gives it: upper case unless back-quoted. */
function nameOf(text: string | null): string | null {
  if (text === null) return null
  return text.startsWith('`') ? text.replaceAll('`', '') : text.toUpperCase()
}

/** @throws StatementError when there is no such format, or it is not done */
export function formatOf(text: string | null): FormatName | null {
  if (text === null) return null
  const name = text.toUpperCase()
  if (otherFormats.includes(name)) throw notSupported(`The format ${name}`)
  const format = formatNames.find(format => format === name)
  if (!format) throw new StatementError(`Unknown format: ${text}`)
  return format
}

function delimiterOf(text: string | null): string | null {
  if (text === null) return null
  const named: Record<string, string> = { SPACE: ' ', TAB: '\t' }
  const delimiter = named[text.toUpperCase()] ?? text
  if (delimiter.length !== 1) {
    throw new StatementError(`Invalid delimiter value: '${text}'. Only single characters, 'SPACE' and 'TAB' are valid.`)
  }
  return delimiter
}

export function formatSpec(name: FormatName, delimiter: string | null, wrapsSingle: boolean | null): FormatSpec {
  const spec: FormatSpec = { name }
  if (name === 'DELIMITED' && delimiter) spec.delimiter = delimiter
  if (wrapsSingle !== null) spec.isWrapped = wrapsSingle
  return spec
}
