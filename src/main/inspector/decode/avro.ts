import { avroCursor, type AvroCursor } from './avro-cursor'
import { logicalReader } from './avro-logical'

/** Reads values of one Avro schema as JSON text. */
export interface AvroReader {
  /** @throws Error when the bytes do not fit the schema, or are left over */
  read(bytes: Buffer): string
  /** The record's fields that hold bytes, shown as 0x… */
  bytesFields: ReadonlySet<string>
}

/** Reads the next value, as JSON text. */
type Read = (cursor: AvroCursor) => string

/** A schema as JSON has it, of any kind. */
interface SchemaObject {
  type: unknown
  name?: string
  namespace?: string
  fields?: { name: string; type: unknown }[]
  symbols?: string[]
  items?: unknown
  values?: unknown
  size?: number
  logicalType?: string
  scale?: number
}

interface Scope {
  /** Named types by full name; those still being read are there too, as a schema may contain itself. */
  named: Map<string, Read>
  namespace: string
}

/** Values inside of values at most: a schema may contain itself. */
const depthMax = 200

/** Items of all arrays and maps of one value at most: items of no bytes could be without end. */
const itemsMax = 5_000_000

const primitives: Record<string, Read> = {
  null: () => 'null',
  boolean: cursor => (cursor.byte() === 0 ? 'false' : 'true'),
  int: cursor => cursor.long(),
  long: cursor => cursor.long(),
  float: cursor => floatText(cursor.float()),
  double: cursor => numberText(cursor.double()),
  bytes: cursor => hexText(cursor.bytes(cursor.length())),
  string: cursor => JSON.stringify(cursor.bytes(cursor.length()).toString('utf8')),
}

/**
 * Makes a reader for a schema.
 *
 * @param references texts of the schemas that it refers to, each after its own references
 * @throws Error when a text is no Avro schema
 */
export function compileAvro(text: string, references: readonly string[] = []): AvroReader {
  const named = new Map<string, Read>()
  for (const reference of references) compile(JSON.parse(reference), { named, namespace: '' })
  const schema = JSON.parse(text) as unknown
  const readValue = compile(schema, { named, namespace: '' })
  return {
    bytesFields: bytesFieldsOf(schema),
    read(bytes) {
      const cursor = avroCursor(bytes, { depthMax, itemsMax })
      const value = readValue(cursor)
      if (cursor.remaining() > 0) throw new Error(`${cursor.remaining()} bytes are left over`)
      return value
    },
  }
}

function compile(schema: unknown, scope: Scope): Read {
  if (typeof schema === 'string') return primitives[schema] ?? reference(schema, scope)
  if (Array.isArray(schema)) return union(schema.map(branch => compile(branch, scope)))
  if (typeof schema !== 'object' || schema === null) throw new Error(`${JSON.stringify(schema)} is no schema`)
  const object = schema as SchemaObject
  const read = compileObject(object, scope)
  return (object.logicalType !== undefined && logicalReader({ ...object, logicalType: object.logicalType })) || read
}

function compileObject(schema: SchemaObject, scope: Scope): Read {
  switch (schema.type) {
    case 'record':
    case 'error':
      return record(schema, scope)
    case 'enum':
      return define(schema, scope, () => enumeration(schema.symbols ?? []))
    case 'fixed':
      return define(schema, scope, () => cursor => hexText(cursor.bytes(schema.size ?? 0)))
    case 'array':
      return array(compile(schema.items, scope))
    case 'map':
      return map(compile(schema.values, scope))
    default:
      return compile(schema.type, scope)
  }
}

function record(schema: SchemaObject, scope: Scope): Read {
  return define(schema, scope, inner => {
    if (!Array.isArray(schema.fields)) throw new Error(`the record ${schema.name} has no fields`)
    const fields = schema.fields.map(({ name, type }, index) => ({
      label: `${index === 0 ? '' : ','}${JSON.stringify(name)}:`,
      read: compile(type, inner),
    }))
    return cursor => {
      cursor.enter()
      let text = '{'
      for (const { label, read } of fields) text += label + read(cursor)
      cursor.leave()
      return text + '}'
    }
  })
}

/** Gives a named type its name before its parts are read, since they may contain it. */
function define(schema: SchemaObject, scope: Scope, make: (inner: Scope) => Read): Read {
  const { name } = schema
  if (typeof name !== 'string') throw new Error(`a ${String(schema.type)} has no name`)
  const dot = name.lastIndexOf('.')
  const namespace = dot >= 0 ? name.slice(0, dot) : (schema.namespace ?? scope.namespace)
  const fullName = dot >= 0 || namespace === '' ? name : `${namespace}.${name}`
  scope.named.set(fullName, cursor => read(cursor))
  const read: Read = make({ ...scope, namespace })
  scope.named.set(fullName, read)
  return read
}

function reference(name: string, { named, namespace }: Scope): Read {
  const found = (namespace !== '' && !name.includes('.') && named.get(`${namespace}.${name}`)) || named.get(name)
  if (!found) throw new Error(`the type ${name} is not defined`)
  return found
}

function union(branches: Read[]): Read {
  return cursor => {
    const index = cursor.length()
    const branch = branches[index]
    if (!branch) throw new Error(`a union of ${branches.length} has no branch ${index}`)
    return branch(cursor)
  }
}

function enumeration(symbols: string[]): Read {
  const texts = symbols.map(symbol => JSON.stringify(symbol))
  return cursor => {
    const index = cursor.length()
    const text = texts[index]
    if (text === undefined) throw new Error(`an enum of ${texts.length} has no symbol ${index}`)
    return text
  }
}

function array(read: Read): Read {
  return cursor => {
    cursor.enter()
    const items: string[] = []
    for (let count = cursor.block(); count > 0; count = cursor.block()) {
      for (let index = 0; index < count; index++) items.push(read(cursor))
    }
    cursor.leave()
    return `[${items.join(',')}]`
  }
}

function map(read: Read): Read {
  const readKey = primitives.string!
  return cursor => {
    cursor.enter()
    const entries: string[] = []
    for (let count = cursor.block(); count > 0; count = cursor.block()) {
      for (let index = 0; index < count; index++) entries.push(`${readKey(cursor)}:${read(cursor)}`)
    }
    cursor.leave()
    return `{${entries.join(',')}}`
  }
}

function bytesFieldsOf(schema: unknown): ReadonlySet<string> {
  const fields = (schema as SchemaObject | null)?.fields
  if (!Array.isArray(fields)) return new Set()
  return new Set(fields.filter(({ type }) => holdsBytes(type)).map(({ name }) => name))
}

/** Bytes that are shown as such, also where they may be null. */
function holdsBytes(type: unknown): boolean {
  if (type === 'bytes') return true
  if (Array.isArray(type)) return type.filter(branch => branch !== 'null').every(holdsBytes)
  const { type: inner, logicalType } = (type ?? {}) as SchemaObject
  return logicalType === undefined && (inner === 'bytes' || inner === 'fixed')
}

function hexText(bytes: Buffer): string {
  return `"0x${bytes.toString('hex')}"`
}

/** JSON has no word for what is not a number. */
function numberText(value: number): string {
  return Number.isFinite(value) ? String(value) : `"${value}"`
}

/** The shortest digits that name this float, such as 0.1 and not 0.10000000149011612. */
function floatText(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return numberText(short)
  }
  return numberText(value)
}
