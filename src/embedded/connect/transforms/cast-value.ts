import { dataError } from '../data/errors'
import { doubleText, floatText, valueText } from '../data/java-text'
import { Decimal, type Schema, type SchemaType, type Value } from '../data/schema'

/** Bits of the whole numbers. */
const bits: Partial<Record<SchemaType, number>> = { int8: 8, int16: 16, int32: 32, int64: 64 }

/** The value as another primitive type: numbers are cut off as Java casts them, text is parsed. */
export function castValue(value: Value, from: Schema, to: SchemaType): Value {
  if (to === 'string') return castToText(value, from)
  if (to === 'boolean') return castToBoolean(value)
  if (to in bits || to === 'float32' || to === 'float64') return castToNumber(value, to)
  throw dataError(`Cast to ${to} is not supported`)
}

function castToText(value: Value, from: Schema): string {
  if (from.type === 'float32') return floatText(value as number)
  if (from.type === 'float64') return doubleText(value as number)
  return valueText(from, value)
}

function castToBoolean(value: Value): boolean {
  if (typeof value === 'boolean') return value
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value) !== 0
  if (typeof value === 'string') return value.toLowerCase() === 'true'
  throw unexpected(value, 'boolean')
}

function castToNumber(value: Value, to: SchemaType): number | bigint {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string') return parseNumber(to, value)
  if (value instanceof Decimal) {
    if (!(to in bits)) return fraction(to, Number(value.unscaled) / 10 ** value.scale)
    return whole(to, value.scale > 0 ? value.unscaled / 10n ** BigInt(value.scale) : value.unscaled)
  }
  if (typeof value !== 'number' && typeof value !== 'bigint') throw unexpected(value, to)
  return to in bits ? whole(to, toBigint(value)) : fraction(to, Number(value))
}

/** @throws ConnectError (DataException) when the text is no number of the type */
export function parseNumber(type: SchemaType, text: string): number | bigint {
  const isWhole = type in bits
  const trimmed = text.trim()
  const looksRight = isWhole ? /^[+-]?\d+$/.test(trimmed) : trimmed !== '' && !Number.isNaN(Number(trimmed))
  if (!looksRight) throw dataError(`Value (${text}) was out of range for requested data type`)
  if (!isWhole) return fraction(type, Number(trimmed))
  const value = BigInt(trimmed)
  if (BigInt.asIntN(bits[type]!, value) !== value) {
    throw dataError(`Value (${text}) was out of range for requested data type`)
  }
  return whole(type, value)
}

/** The lowest bits, as Java's casts keep them. */
function whole(type: SchemaType, value: bigint): number | bigint {
  const cut = BigInt.asIntN(bits[type]!, value)
  const number = Number(cut)
  return Number.isSafeInteger(number) ? number : cut
}

function fraction(type: SchemaType, value: number): number {
  return type === 'float32' ? Math.fround(value) : value
}

function toBigint(value: number | bigint): bigint {
  if (typeof value === 'bigint') return value
  if (Number.isNaN(value)) return 0n
  // Java's casts stop at the ends of a long.
  if (!Number.isFinite(value)) return value > 0 ? 2n ** 63n - 1n : -(2n ** 63n)
  return BigInt(Math.trunc(value))
}

function unexpected(value: Value, to: string): Error {
  const what = value === null ? 'null' : typeof value
  return dataError(`Unexpected type in Cast transformation to ${to}: ${what}`)
}
