import avro from 'avsc'
import { frame } from './frame'
import { canonicalText } from './canonical'
import { parseType } from './parse'
import { plainFromWrapped, wrappedFromPlain } from './unions'
import { AvroValueError, namespaceOf, shortName, type AvroNamed, type AvroType } from './types'

/** A parsed schema, ready to encode and decode. Immutable; parse once and keep, it costs some tens of microseconds. */
export interface AvroSchema {
  root: AvroType
  /** The schema as the registry stores and compares it. */
  text: string
  /** Whether there is a union anywhere in it. */
  hasUnions: boolean
  /** avsc's codec, made at first use. Its union values are wrapped: null or { branch: value }. */
  codec(): avro.Type
}

/**
 * Parses the JSON text of a schema.
 *
 * @param references texts of schemas whose named types this one uses, in an order in which each only needs those before
 * @throws AvroSchemaError with the place and the reason
 */
export function parseAvro(text: string, references: string[] = []): AvroSchema {
  const names = new Map<string, AvroNamed>()
  for (const reference of references) parseType(reference, names)
  const known = [...names.keys()]
  const root = parseType(text, names)
  let codec: avro.Type | undefined
  return {
    root,
    text: canonicalText(root, known),
    hasUnions: hasUnions(root, new Set()),
    codec: () => (codec ??= compile(root)),
  }
}

/**
 * Encodes a plain value: records and maps are objects, a long is a number or a bigint, bytes and fixed are Buffers, an
 * enum is its symbol, a union is the value itself (the first branch that it fits is taken; { branch: value } asks for
 * one). A field that is left out takes its default.
 *
 * @throws AvroValueError when the value does not fit; the message names the place
 */
export function encodeAvro(schema: AvroSchema, value: unknown): Buffer {
  return encodeWrapped(schema, wrappedFromPlain(schema.root, value, ''))
}

/** encodeAvro behind magic byte and schema id. */
export function encodeFramed(id: number, schema: AvroSchema, value: unknown): Buffer {
  return frame(id, encodeAvro(schema, value))
}

/**
 * Decodes a plain value as encodeAvro describes it; a long beyond ±(2^53-1) is a bigint. Unions are unwrapped.
 *
 * @throws AvroValueError when the bytes are cut off, too many, or not of this schema
 */
export function decodeAvro(schema: AvroSchema, body: Buffer): unknown {
  const wrapped = decodeWrapped(schema, body)
  return schema.hasUnions ? plainFromWrapped(schema.root, wrapped) : wrapped
}

/** Encodes a value whose unions are wrapped, as in Avro's JSON encoding. */
export function encodeWrapped(schema: AvroSchema, value: unknown): Buffer {
  try {
    return schema.codec().toBuffer(value)
  } catch (error) {
    throw new AvroValueError(`The value does not fit the schema: ${(error as Error).message}.`)
  }
}

/** Decodes to a value whose unions are wrapped. */
export function decodeWrapped(schema: AvroSchema, body: Buffer): unknown {
  try {
    return schema.codec().fromBuffer(body)
  } catch (error) {
    throw new AvroValueError(`The bytes are not of the schema: ${(error as Error).message}.`)
  }
}

/** avsc loses longs beyond ±(2^53-1), or throws; this one takes and gives bigints where it must. */
const long = avro.types.LongType.__with({
  fromBuffer(bytes: Buffer) {
    const value = bytes.readBigInt64LE()
    return value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER) ? Number(value) : value
  },
  toBuffer(value: number | bigint) {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64LE(BigInt(value))
    return bytes
  },
  fromJSON: (value: unknown) => value,
  toJSON: (value: unknown) => value,
  isValid: (value: unknown) =>
    typeof value === 'bigint' ? BigInt.asIntN(64, value) === value : Number.isSafeInteger(value),
  compare: (a: number | bigint, b: number | bigint) => (a < b ? -1 : a > b ? 1 : 0),
})

function compile(root: AvroType): avro.Type {
  return avro.Type.forSchema(bare(root, new Set()) as avro.Type, {
    registry: {},
    wrapUnions: 'always',
    omitRecordMethods: true,
    typeHook: schema => ((schema as unknown) === 'long' ? long : undefined),
  })
}

/** What decides the bytes and nothing else: avsc need not judge docs, defaults, aliases and logical types. */
function bare(type: AvroType, declared: Set<string>): unknown {
  switch (type.type) {
    case 'union':
      return type.branches.map(branch => bare(branch, declared))
    case 'array':
      return { type: 'array', items: bare(type.items, declared) }
    case 'map':
      return { type: 'map', values: bare(type.values, declared) }
    case 'record':
    case 'enum':
    case 'fixed': {
      if (declared.has(type.name)) return type.name
      declared.add(type.name)
      const name = { name: shortName(type.name), namespace: namespaceOf(type.name) }
      if (type.type === 'enum') return { type: 'enum', ...name, symbols: type.symbols }
      if (type.type === 'fixed') return { type: 'fixed', ...name, size: type.size }
      const fields = type.fields.map(field => ({ name: field.name, type: bare(field.type, declared) }))
      return { type: 'record', ...name, fields }
    }
    default:
      return type.type
  }
}

function hasUnions(type: AvroType, seen: Set<AvroType>): boolean {
  if (seen.has(type)) return false
  seen.add(type)
  switch (type.type) {
    case 'union':
      return true
    case 'array':
      return hasUnions(type.items, seen)
    case 'map':
      return hasUnions(type.values, seen)
    case 'record':
      return type.fields.some(field => hasUnions(field.type, seen))
    default:
      return false
  }
}
