import type { AvroCursor } from './avro-cursor'

interface LogicalSchema {
  type: unknown
  logicalType: string
  scale?: number
  size?: number
}

type Read = (cursor: AvroCursor) => string

const dayMs = 86_400_000

/** One entry per logical type, with the Avro type below it; null: not that one, and the plain value is shown. */
const readers: Record<string, (schema: LogicalSchema) => Read | null> = {
  date: ({ type }) => (type === 'int' ? cursor => dateText(cursor.longValue()) : null),
  'time-millis': ({ type }) => (type === 'int' ? cursor => timeText(cursor.longValue(), 3) : null),
  'time-micros': ({ type }) => (type === 'long' ? cursor => timeText(cursor.longValue(), 6) : null),
  'timestamp-millis': ({ type }) => instants(type, 3, 'Z'),
  'timestamp-micros': ({ type }) => instants(type, 6, 'Z'),
  'timestamp-nanos': ({ type }) => instants(type, 9, 'Z'),
  'local-timestamp-millis': ({ type }) => instants(type, 3, ''),
  'local-timestamp-micros': ({ type }) => instants(type, 6, ''),
  'local-timestamp-nanos': ({ type }) => instants(type, 9, ''),
  decimal({ type, scale = 0, size }) {
    if (type === 'bytes') return cursor => decimalText(cursor.bytes(cursor.length()), scale)
    return type === 'fixed' && size !== undefined ? cursor => decimalText(cursor.bytes(size), scale) : null
  },
  duration: ({ type, size }) => (type === 'fixed' && size === 12 ? cursor => durationText(cursor.bytes(12)) : null),
}

/** How values of a logical type read as people write them; null when the schema has none that is known. */
export function logicalReader(schema: LogicalSchema): Read | null {
  return Object.hasOwn(readers, schema.logicalType) ? readers[schema.logicalType]!(schema) : null
}

function instants(type: unknown, digits: number, zone: string): Read | null {
  return type === 'long' ? cursor => instantText(cursor.longValue(), digits, zone) : null
}

function dateText(days: bigint): string {
  const date = new Date(Number(days) * dayMs)
  return Number.isNaN(date.getTime()) ? String(days) : `"${date.toISOString().replace(/T.*/, '')}"`
}

/** A moment with so many digits after the second. Beyond what a calendar has: the number itself. */
function instantText(value: bigint, digits: number, zone: string): string {
  const unit = 10n ** BigInt(digits)
  const seconds = (value - mod(value, unit)) / unit
  const date = new Date(Number(seconds) * 1000)
  if (Number.isNaN(date.getTime())) return String(value)
  return `"${date.toISOString().replace(/\.000Z$/, '')}.${fraction(mod(value, unit), digits)}${zone}"`
}

function timeText(value: bigint, digits: number): string {
  const unit = 10n ** BigInt(digits)
  const seconds = value / unit
  if (value < 0n || seconds >= 86_400n) return String(value)
  const clock = new Date(Number(seconds) * 1000).toISOString().slice(11, 19)
  return `"${clock}.${fraction(value % unit, digits)}"`
}

/** A number of big-endian two's complement, all its digits. */
function decimalText(bytes: Buffer, scale: number): string {
  const unsigned = bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`)
  const value = BigInt.asIntN(Math.max(8, bytes.length * 8), unsigned)
  if (scale <= 0) return String(value)
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

function durationText(bytes: Buffer): string {
  const [months, days, milliseconds] = [bytes.readUInt32LE(0), bytes.readUInt32LE(4), bytes.readUInt32LE(8)]
  return `{"months":${months},"days":${days},"milliseconds":${milliseconds}}`
}

function fraction(value: bigint, digits: number): string {
  return String(value).padStart(digits, '0')
}

function mod(value: bigint, by: bigint): bigint {
  return ((value % by) + by) % by
}
