import type { Json } from '../json'
import { fitsDefault, isLong } from './defaults'
import { AvroValueError, branchName, shortName, type AvroField, type AvroType, type AvroUnion } from './types'

type Fields = { [name: string]: unknown }

/**
 * A plain value with its unions wrapped and left-out fields filled in, as avsc wants it.
 *
 * @param path where we are, for the message
 * @throws AvroValueError when no branch of a union takes the value, or a field without default is missing
 */
export function wrappedFromPlain(type: AvroType, value: unknown, path: string): unknown {
  switch (type.type) {
    case 'union':
      return wrap(type, value, path)
    case 'record': {
      if (!isObject(value))
        throw new AvroValueError(`${path || '/'}: ${shortName(type.name)} is a record, not ${kindOf(value)}.`)
      const wrapped: Fields = {}
      for (const field of type.fields)
        wrapped[field.name] = fieldValue(field, value[field.name], `${path}/${field.name}`)
      return wrapped
    }
    case 'array':
      if (!Array.isArray(value)) throw new AvroValueError(`${path || '/'}: a list is needed, not ${kindOf(value)}.`)
      return value.map((item, index) => wrappedFromPlain(type.items, item, `${path}/${index}`))
    case 'map':
      if (!isObject(value)) throw new AvroValueError(`${path || '/'}: a map is needed, not ${kindOf(value)}.`)
      return mapValues(value, (item, name) => wrappedFromPlain(type.values, item, `${path}/${name}`))
    default:
      if (!fits(type, value))
        throw new AvroValueError(`${path || '/'}: ${kindOf(value)} is not of type ${branchName(type)}.`)
      return value
  }
}

/** The value that avsc decoded, with its unions unwrapped. */
export function plainFromWrapped(type: AvroType, value: unknown): unknown {
  switch (type.type) {
    case 'union': {
      if (value === null) return null
      const [name, inner] = Object.entries(value as Fields)[0]!
      const branch = type.branches.find(candidate => branchName(candidate) === name)
      return branch ? plainFromWrapped(branch, inner) : inner
    }
    case 'record': {
      const plain: Fields = {}
      for (const field of type.fields) plain[field.name] = plainFromWrapped(field.type, (value as Fields)[field.name])
      return plain
    }
    case 'array':
      return (value as unknown[]).map(item => plainFromWrapped(type.items, item))
    case 'map':
      return mapValues(value as Fields, item => plainFromWrapped(type.values, item))
    default:
      return value
  }
}

/** A default as a plain value: bytes and fixed are written in JSON as text, one character a byte. */
export function plainDefault(type: AvroType, value: Json): unknown {
  switch (type.type) {
    case 'bytes':
    case 'fixed':
      return Buffer.from(value as string, 'latin1')
    case 'float':
    case 'double':
      return Number(value)
    case 'array':
      return (value as Json[]).map(item => plainDefault(type.items, item))
    case 'map':
      return mapValues(value as Fields, item => plainDefault(type.values, item as Json))
    case 'record':
      return Object.fromEntries(
        type.fields.map(({ name, type: inner, default: own }) => {
          const given = (value as { [name: string]: Json })[name] ?? own
          return [name, given === undefined ? undefined : plainDefault(inner, given)]
        }),
      )
    case 'union': {
      const branch = type.branches.find(candidate => fitsDefault(candidate, value))
      return branch ? plainDefault(branch, value) : value
    }
    default:
      return value
  }
}

function fieldValue(field: AvroField, value: unknown, path: string): unknown {
  if (value !== undefined) return wrappedFromPlain(field.type, value, path)
  if (field.default !== undefined) return wrappedFromPlain(field.type, plainDefault(field.type, field.default), path)
  throw new AvroValueError(`${path}: the field is missing and has no default.`)
}

function wrap(union: AvroUnion, value: unknown, path: string): unknown {
  const direct = union.branches.find(branch => fits(branch, value))
  if (direct) return direct.type === 'null' ? null : { [branchName(direct)]: wrappedFromPlain(direct, value, path) }
  const names = isObject(value) ? Object.keys(value) : []
  const asked = names.length === 1 ? union.branches.find(branch => branchName(branch) === names[0]) : undefined
  if (asked) return { [branchName(asked)]: wrappedFromPlain(asked, (value as Fields)[names[0]!], path) }
  throw new AvroValueError(
    `${path || '/'}: no branch of the union takes ${kindOf(value)}: ${union.branches.map(branchName).join(', ')}.`,
  )
}

/** Whether a plain value can be of this type; for records and containers also what is inside decides. */
function fits(type: AvroType, value: unknown): boolean {
  switch (type.type) {
    case 'null':
      return value === null
    case 'boolean':
      return typeof value === 'boolean'
    case 'int':
      return typeof value === 'number' && (value | 0) === value
    case 'long':
      return isLong(value)
    case 'float':
    case 'double':
      return typeof value === 'number'
    case 'string':
      return typeof value === 'string'
    case 'bytes':
      return Buffer.isBuffer(value)
    case 'fixed':
      return Buffer.isBuffer(value) && value.length === type.size
    case 'enum':
      return typeof value === 'string' && type.symbols.includes(value)
    case 'union':
      return type.branches.some(branch => fits(branch, value))
    case 'array':
      return Array.isArray(value) && value.every(item => fits(type.items, item))
    case 'map':
      return isObject(value) && Object.values(value).every(item => fits(type.values, item))
    case 'record':
      return isObject(value) && recordFits(type.fields, value)
  }
}

/** A record takes an object that has what it needs and nothing that it does not know. */
function recordFits(fields: AvroField[], value: Fields): boolean {
  const known = fields.every(({ name, type, default: own }) =>
    value[name] === undefined ? own !== undefined : fits(type, value[name]),
  )
  return known && Object.keys(value).every(name => fields.some(field => field.name === name))
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value)
}

function mapValues(value: Fields, change: (item: unknown, name: string) => unknown): Fields {
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, change(item, name)]))
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'a list'
  if (Buffer.isBuffer(value)) return `${value.length} bytes`
  if (typeof value === 'object') return 'an object'
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 100)) : String(value)
}
