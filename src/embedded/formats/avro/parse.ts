import { parseJson, type Json } from '../json'
import { fitsDefault } from './defaults'
import {
  AvroSchemaError,
  branchName,
  namespaceOf,
  primitiveNames,
  type AvroField,
  type AvroNamed,
  type AvroType,
  type AvroUnion,
  type PrimitiveName,
} from './types'

/** A schema nested deeper than this is refused. */
const depthMax = 200

/** Fields, symbols and branches that one type may have. */
const membersMax = 10_000

const namePart = /^[A-Za-z_][A-Za-z0-9_]*$/

type JsonObject = { [name: string]: Json }

interface Scope {
  names: Map<string, AvroNamed>
  /** The namespace that names without one belong to. */
  namespace: string
  /** Where we are, as a JSON pointer. */
  path: string
  depth: number
}

/**
 * Reads the JSON text of a schema, by the rules of the Avro 1.12 specification (https://avro.apache.org/docs/1.12.0/specification/).
 * Named types that `names` has already may be used and must not be declared again; those declared are added to it.
 *
 * @throws AvroSchemaError with the place and the reason
 */
export function parseType(text: string, names: Map<string, AvroNamed>): AvroType {
  const scope = { names, namespace: '', path: '', depth: 0 }
  let json: Json
  try {
    json = parseJson(text)
  } catch (error) {
    // Some clients send the bare name of a primitive type, without the quotes that JSON asks for.
    if (isPrimitive(text.trim())) return { type: text.trim() as PrimitiveName, props: {} }
    throw new AvroSchemaError(`The schema is not JSON: ${(error as Error).message}`)
  }
  return parse(json, scope)
}

function parse(json: Json, scope: Scope): AvroType {
  if (scope.depth > depthMax) fail(scope, `types are nested deeper than ${depthMax}`)
  if (typeof json === 'string') return byName(json, scope)
  if (Array.isArray(json)) return parseUnion(json, scope)
  if (!isObject(json)) return fail(scope, `a type is a name, an object or a list, not ${show(json)}`)
  const type = json.type
  if (type === undefined) return fail(scope, 'the type is missing: "type"')
  if (typeof type !== 'string') return parse(type, inside(scope, 'type'))
  switch (type) {
    case 'record':
    case 'error':
      return parseRecord(json, type === 'error', scope)
    case 'enum':
      return parseEnum(json, scope)
    case 'fixed':
      return parseFixed(json, scope)
    case 'array': {
      if (json.items === undefined) fail(scope, 'an array needs "items"')
      return { type, items: parse(json.items!, inside(scope, 'items')), props: rest(json, ['type', 'items']) }
    }
    case 'map': {
      if (json.values === undefined) fail(scope, 'a map needs "values"')
      return { type, values: parse(json.values!, inside(scope, 'values')), props: rest(json, ['type', 'values']) }
    }
    default:
      if (isPrimitive(type)) return { type, props: rest(json, ['type']) }
      return byName(type, scope)
  }
}

function parseUnion(json: Json[], scope: Scope): AvroUnion {
  if (json.length > membersMax) fail(scope, `a union has more than ${membersMax} branches`)
  const seen = new Set<string>()
  const branches = json.map((item, index) => {
    const here = inside(scope, String(index))
    const branch = parse(item, here)
    if (branch.type === 'union') fail(here, 'a union may not hold a union directly')
    const name = branchName(branch)
    if (seen.has(name)) fail(here, `the union has ${name} twice`)
    seen.add(name)
    return branch
  })
  return { type: 'union', branches }
}

function parseRecord(json: JsonObject, isError: boolean, scope: Scope): AvroType {
  const named = declare(json, scope)
  const record: AvroNamed = {
    type: 'record',
    isError,
    ...named,
    fields: [],
    props: rest(json, ['type', 'name', 'namespace', 'aliases', 'doc', 'fields']),
  }
  scope.names.set(record.name, record)
  const fields = list(json.fields, 'fields', scope)
  const seen = new Set<string>()
  // Filled after the record has its name, because a field may be of the record's own type.
  for (const [index, item] of fields.entries()) {
    const here = { ...inside(scope, `fields/${index}`), namespace: namespaceOf(record.name) }
    const field = parseField(item, here)
    if (seen.has(field.name)) fail(here, `the record has two fields called ${field.name}`)
    seen.add(field.name)
    record.fields.push(field)
  }
  for (const [index, field] of record.fields.entries()) {
    if (field.default !== undefined && !fitsDefault(field.type, field.default)) {
      fail(inside(scope, `fields/${index}/default`), `the default of field ${field.name} is not of its type`)
    }
  }
  return record
}

function parseField(json: Json, scope: Scope): AvroField {
  if (!isObject(json)) return fail(scope, `a field is an object, not ${show(json)}`)
  const name = text(json.name, 'name', scope)
  if (!namePart.test(name)) fail(scope, `${show(name)} is not a name: letters, digits and _, not a digit first`)
  if (json.type === undefined) fail(scope, `field ${name} has no type`)
  const field: AvroField = {
    name,
    type: parse(json.type!, inside(scope, 'type')),
    aliases: json.aliases === undefined ? [] : texts(json.aliases, 'aliases', scope),
    props: rest(json, ['name', 'type', 'doc', 'default', 'order', 'aliases']),
  }
  if (typeof json.doc === 'string') field.doc = json.doc
  if (json.default !== undefined) field.default = json.default
  if (json.order !== undefined) {
    const order = text(json.order, 'order', scope).toLowerCase()
    if (order === 'descending' || order === 'ignore') field.order = order
    else if (order !== 'ascending') fail(scope, `order is ascending, descending or ignore, not ${show(order)}`)
  }
  return field
}

function parseEnum(json: JsonObject, scope: Scope): AvroType {
  const named = declare(json, scope)
  const symbols = texts(json.symbols, 'symbols', scope)
  const bad = symbols.find(symbol => !namePart.test(symbol))
  if (bad !== undefined) fail(scope, `symbol ${show(bad)} is not a name: letters, digits and _, not a digit first`)
  if (new Set(symbols).size < symbols.length) fail(scope, `enum ${named.name} has a symbol twice`)
  const type: AvroNamed = {
    type: 'enum',
    ...named,
    symbols,
    props: rest(json, ['type', 'name', 'namespace', 'aliases', 'doc', 'symbols', 'default']),
  }
  if (json.default !== undefined) {
    type.default = text(json.default, 'default', scope)
    if (!symbols.includes(type.default))
      fail(scope, `the default ${show(type.default)} is not a symbol of ${named.name}`)
  }
  scope.names.set(type.name, type)
  return type
}

function parseFixed(json: JsonObject, scope: Scope): AvroType {
  const named = declare(json, scope)
  const size = json.size
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 0)
    return fail(scope, 'a fixed needs a "size" in bytes')
  const type: AvroNamed = {
    type: 'fixed',
    ...named,
    size,
    props: rest(json, ['type', 'name', 'namespace', 'aliases', 'doc', 'size']),
  }
  scope.names.set(type.name, type)
  return type
}

/** The name of a named type, with the namespace that it says or stands in. */
function declare(json: JsonObject, scope: Scope): { name: string; aliases: string[]; doc?: string } {
  const given = text(json.name, 'name', scope)
  const namespace = typeof json.namespace === 'string' ? json.namespace : scope.namespace
  const name = given.includes('.') || namespace === '' ? given : `${namespace}.${given}`
  if (!name.split('.').every(part => namePart.test(part))) {
    fail(scope, `${show(name)} is not a name: parts of letters, digits and _, none with a digit first`)
  }
  if (isPrimitive(name)) fail(scope, `${name} is the name of a primitive type`)
  if (scope.names.has(name)) fail(scope, `${name} is declared twice`)
  const own = namespaceOf(name)
  const aliases = json.aliases === undefined ? [] : texts(json.aliases, 'aliases', scope)
  return {
    name,
    aliases: aliases.map(alias => (alias.includes('.') || own === '' ? alias : `${own}.${alias}`)),
    ...(typeof json.doc === 'string' ? { doc: json.doc } : {}),
  }
}

function byName(name: string, scope: Scope): AvroType {
  if (isPrimitive(name)) return { type: name, props: {} }
  const full = name.includes('.') || scope.namespace === '' ? name : `${scope.namespace}.${name}`
  const named = scope.names.get(full) ?? scope.names.get(name)
  return named ?? fail(scope, `${show(name)} is neither a primitive type nor declared before`)
}

function isPrimitive(name: string): name is PrimitiveName {
  return (primitiveNames as readonly string[]).includes(name)
}

function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

function inside(scope: Scope, step: string): Scope {
  return { ...scope, path: `${scope.path}/${step}`, depth: scope.depth + 1 }
}

function rest(json: JsonObject, known: string[]): Record<string, Json> {
  return Object.fromEntries(Object.entries(json).filter(([name]) => !known.includes(name)))
}

function list(json: Json | undefined, what: string, scope: Scope): Json[] {
  if (!Array.isArray(json)) return fail(scope, `"${what}" must be a list`)
  if (json.length > membersMax) fail(scope, `"${what}" has more than ${membersMax} items`)
  return json
}

function text(json: Json | undefined, what: string, scope: Scope): string {
  return typeof json === 'string' ? json : fail(scope, `"${what}" must be text`)
}

function texts(json: Json | undefined, what: string, scope: Scope): string[] {
  return list(json, what, scope).map(item => text(item, what, scope))
}

function show(json: unknown): string {
  return typeof json === 'bigint' ? String(json) : JSON.stringify(json)
}

function fail(scope: Scope, reason: string): never {
  throw new AvroSchemaError(`Invalid Avro schema at ${scope.path || '/'}: ${reason}.`)
}
