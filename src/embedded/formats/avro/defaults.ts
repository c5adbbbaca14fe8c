import type { Json } from '../json'
import type { AvroType } from './types'

const intMax = 2 ** 31 - 1
const longMax = 2n ** 63n - 1n

/**
 * Whether a field of this type may have this default. Defaults are written in Avro's JSON encoding, but a union's is the
 * bare value of one of its branches.
 */
export function fitsDefault(type: AvroType, value: Json): boolean {
  switch (type.type) {
    case 'null':
      return value === null
    case 'boolean':
      return typeof value === 'boolean'
    case 'int':
      return typeof value === 'number' && Number.isInteger(value) && value <= intMax && value >= -intMax - 1
    case 'long':
      return isLong(value)
    case 'float':
    case 'double':
      return typeof value === 'number' || typeof value === 'bigint' || isSpecial(value)
    case 'bytes':
    case 'string':
      return typeof value === 'string'
    case 'fixed':
      return typeof value === 'string' && value.length === type.size
    case 'enum':
      return typeof value === 'string' && type.symbols.includes(value)
    case 'array':
      return Array.isArray(value) && value.every(item => fitsDefault(type.items, item))
    case 'map':
      return isObject(value) && Object.values(value).every(item => fitsDefault(type.values, item))
    case 'union':
      return type.branches.some(branch => fitsDefault(branch, value))
    case 'record':
      return isObject(value) && type.fields.every(field => fitsField(field, value))
  }
}

function fitsField(field: { name: string; type: AvroType; default?: Json }, value: { [name: string]: Json }): boolean {
  const given = value[field.name] ?? (field.name in value ? null : field.default)
  return given !== undefined && fitsDefault(field.type, given)
}

/** A whole number of 64 bits, as JSON gives it. */
export function isLong(value: unknown): value is number | bigint {
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < 2 ** 63
  return typeof value === 'bigint' && value <= longMax && value >= -longMax - 1n
}

/** JSON has no words for these, so Avro's Java library writes them as text. */
function isSpecial(value: Json): boolean {
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity'
}

function isObject(value: Json): value is { [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
