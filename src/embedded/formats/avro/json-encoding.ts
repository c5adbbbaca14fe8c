import type { Json } from '../json'
import { decodeWrapped, encodeWrapped, type AvroSchema } from './codec'
import { isLong } from './defaults'
import { AvroValueError, branchName, shortName, type AvroType, type AvroUnion } from './types'

/**
 * Encodes a value given in Avro's JSON encoding: a union value is null or { branch: value }, bytes and fixed are text
 * with one character a byte. As Avro's Java reader, and so the real REST Proxy, we are lenient with numbers: a fraction
 * for an int or long is cut off, a whole number for a float or double is taken; members that the record does not have
 * are ignored, a field that is missing is an error even when it has a default.
 *
 * @throws AvroValueError with the place and the reason
 */
export function encodeJson(schema: AvroSchema, json: Json): Buffer {
  return encodeWrapped(schema, fromJson(schema.root, json, ''))
}

/**
 * The bytes as Avro's JSON encoding. Longs beyond ±(2^53-1) are bigints, NaN and the infinities are text.
 *
 * @throws AvroValueError when the bytes are not of the schema
 */
export function decodeJson(schema: AvroSchema, body: Buffer): Json {
  return toJson(schema.root, decodeWrapped(schema, body))
}

function fromJson(type: AvroType, json: Json, path: string): unknown {
  switch (type.type) {
    case 'union':
      return unionFromJson(type, json, path)
    case 'record': {
      if (!isObject(json)) return fail(path, json, type)
      return Object.fromEntries(
        type.fields.map(field => {
          const value = json[field.name]
          const here = `${path}/${field.name}`
          if (value === undefined) throw new AvroValueError(`${here}: the field is missing.`)
          return [field.name, fromJson(field.type, value, here)]
        }),
      )
    }
    case 'array':
      if (!Array.isArray(json)) return fail(path, json, type)
      return json.map((item, index) => fromJson(type.items, item, `${path}/${index}`))
    case 'map':
      if (!isObject(json)) return fail(path, json, type)
      return Object.fromEntries(
        Object.entries(json).map(([name, item]) => [name, fromJson(type.values, item, `${path}/${name}`)]),
      )
    case 'int':
    case 'long':
      return wholeNumber(type, json, path)
    case 'float':
    case 'double':
      return realNumber(type, json, path)
    case 'bytes':
    case 'fixed':
      return bytes(type, json, path)
    case 'enum':
      return typeof json === 'string' && type.symbols.includes(json) ? json : fail(path, json, type)
    case 'string':
    case 'boolean':
      return typeof json === type.type ? json : fail(path, json, type)
    case 'null':
      return json === null ? null : fail(path, json, type)
  }
}

function unionFromJson(union: AvroUnion, json: Json, path: string): unknown {
  if (json === null) {
    return union.branches.some(branch => branch.type === 'null') ? null : fail(path, json, union)
  }
  if (!isObject(json) || Object.keys(json).length !== 1) return fail(path, json, union)
  const [name, value] = Object.entries(json)[0]!
  const branch =
    union.branches.find(candidate => branchName(candidate) === name) ??
    union.branches.find(candidate => shortName(branchName(candidate)) === name)
  if (!branch) return fail(path, json, union)
  return branch.type === 'null'
    ? fromJson(branch, value, path)
    : { [branchName(branch)]: fromJson(branch, value, `${path}/${name}`) }
}

function wholeNumber(type: AvroType, json: Json, path: string): number | bigint {
  const whole = typeof json === 'number' ? Math.trunc(json) : json
  if (type.type === 'int') return typeof whole === 'number' && (whole | 0) === whole ? whole : fail(path, json, type)
  if (!isLong(whole)) return fail(path, json, type)
  return Number.isSafeInteger(Number(whole)) ? Number(whole) : BigInt(whole)
}

function realNumber(type: AvroType, json: Json, path: string): number {
  if (typeof json === 'number' || typeof json === 'bigint') return Number(json)
  return json === 'NaN' || json === 'Infinity' || json === '-Infinity' ? Number(json) : fail(path, json, type)
}

function bytes(type: AvroType, json: Json, path: string): Buffer {
  if (typeof json !== 'string') return fail(path, json, type)
  for (const character of json) if (character.charCodeAt(0) > 0xff) return fail(path, json, type)
  if (type.type === 'fixed' && json.length !== type.size) return fail(path, json, type)
  return Buffer.from(json, 'latin1')
}

function toJson(type: AvroType, value: unknown): Json {
  switch (type.type) {
    case 'union': {
      if (value === null) return null
      const [name, inner] = Object.entries(value as object)[0] as [string, unknown]
      const branch = type.branches.find(candidate => branchName(candidate) === name)
      return { [name]: branch ? toJson(branch, inner) : null }
    }
    case 'record': {
      const record = value as { [name: string]: unknown }
      return Object.fromEntries(type.fields.map(field => [field.name, toJson(field.type, record[field.name])]))
    }
    case 'array':
      return (value as unknown[]).map(item => toJson(type.items, item))
    case 'map':
      return Object.fromEntries(
        Object.entries(value as object).map(([name, item]) => [name, toJson(type.values, item)]),
      )
    case 'bytes':
    case 'fixed':
      return (value as Buffer).toString('latin1')
    case 'float':
    case 'double':
      return Number.isFinite(value) ? (value as number) : String(value)
    default:
      return value as Json
  }
}

function isObject(json: Json): json is { [name: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

function fail(path: string, json: Json, type: AvroType): never {
  const wanted =
    type.type === 'union'
      ? `null or {"branch": value}, one of ${type.branches.map(branchName).join(', ')}`
      : branchName(type)
  throw new AvroValueError(`${path || '/'}: ${show(json)} is not ${wanted}.`)
}

function show(json: Json): string {
  if (Array.isArray(json)) return 'a list'
  if (isObject(json)) return `an object with ${Object.keys(json).slice(0, 5).join(', ') || 'nothing in it'}`
  return typeof json === 'string' ? JSON.stringify(json.slice(0, 100)) : String(json)
}
