import { defaultOf, depthMax, fieldsMax, isObject, textOf, type FieldList, type SchemaField } from './field'

/** The fields of a JSON Schema. References inside the document are followed; one that leads back to itself is named only. */
export function jsonSchemaFields(root: unknown): FieldList {
  const fields: SchemaField[] = []
  let isCut = false

  const addProperties = (schema: unknown, parent: string, depth: number, above: ReadonlySet<string>): void => {
    const found = resolve(root, schema, above)
    if (!found) return
    const { schema: owner, passed } = found
    const required = new Set(Array.isArray(owner.required) ? owner.required : [])
    for (const [name, property] of Object.entries(isObject(owner.properties) ? owner.properties : {})) {
      addProperty(name, property, parent, depth, required.has(name), passed)
    }
    for (const word of ['allOf', 'anyOf', 'oneOf']) {
      const parts = owner[word]
      if (Array.isArray(parts)) for (const part of parts) addProperties(part, parent, depth, passed)
    }
    addProperties(owner.items, parent, depth, passed)
    addProperties(owner.additionalProperties, parent, depth, passed)
  }

  const addProperty = (
    name: string,
    property: unknown,
    parent: string,
    depth: number,
    isRequired: boolean,
    above: ReadonlySet<string>,
  ): void => {
    const path = parent === '' ? name : `${parent}.${name}`
    if (fields.length >= fieldsMax || depth > depthMax) {
      isCut = true
      return
    }
    const here = isObject(property) ? property : {}
    const meant = resolve(root, property, new Set())?.schema ?? here
    fields.push({
      path,
      name,
      depth,
      type: typeText(root, property),
      default: defaultOf(here) ?? defaultOf(meant),
      doc: textOf(here.description) ?? textOf(meant.description) ?? textOf(here.title),
      isRequired,
    })
    addProperties(property, path, depth + 1, above)
  }

  addProperties(root, '', 0, new Set())
  const top = isObject(root) ? root : {}
  if (fields.length === 0) {
    const doc = textOf(top.description)
    fields.push({
      path: '',
      name: 'the whole value',
      depth: 0,
      type: typeText(root, root),
      default: defaultOf(top),
      doc,
      isRequired: false,
    })
  }
  return { title: textOf(top.title), doc: textOf(top.description), fields, isCut }
}

/** What a schema stands for, following references inside the document; null when it is none or leads back to itself. */
function resolve(
  root: unknown,
  schema: unknown,
  above: ReadonlySet<string>,
): { schema: Record<string, unknown>; passed: ReadonlySet<string> } | null {
  let found = schema
  const passed = new Set(above)
  while (isObject(found) && typeof found.$ref === 'string' && found.$ref.startsWith('#')) {
    if (passed.has(found.$ref)) return null
    passed.add(found.$ref)
    found = pointedAt(root, found.$ref)
  }
  return isObject(found) ? { schema: found, passed } : null
}

/** A JSON pointer's target. */
function pointedAt(root: unknown, pointer: string): unknown {
  let at: unknown = root
  for (const word of pointer.split('/').slice(1)) {
    const key = word.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(at)) at = at[Number(key)]
    else if (isObject(at) && Object.hasOwn(at, key)) at = at[key]
    else return undefined
  }
  return at
}

/** A type in a few words: `string, date-time`, `array of integer`, `"a" | "b"`, `one of 3`. */
function typeText(root: unknown, schema: unknown, depth = 0): string {
  if (typeof schema === 'boolean') return schema ? 'anything' : 'nothing'
  if (!isObject(schema) || depth > depthMax) return 'unknown'
  if (typeof schema.$ref === 'string') {
    const meant = resolve(root, schema, new Set())?.schema
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1) || schema.$ref
    return meant ? `${typeText(root, meant, depth + 1)} ${name}` : name
  }
  if (Array.isArray(schema.enum)) return schema.enum.map(value => JSON.stringify(value)).join(' | ')
  if ('const' in schema) return JSON.stringify(schema.const)
  for (const [word, title] of [
    ['oneOf', 'one of'],
    ['anyOf', 'any of'],
    ['allOf', 'all of'],
  ] as const) {
    const parts = schema[word]
    if (Array.isArray(parts)) return `${title} ${parts.map(part => typeText(root, part, depth + 1)).join(', ')}`
  }
  const names = Array.isArray(schema.type) ? schema.type.map(String) : [textOf(schema.type) ?? impliedType(schema)]
  const text = names.map(name => (name === 'array' ? arrayText(root, schema, depth) : name)).join(' | ')
  return typeof schema.format === 'string' ? `${text}, ${schema.format}` : text
}

function arrayText(root: unknown, schema: Record<string, unknown>, depth: number): string {
  return schema.items === undefined ? 'array' : `array of ${typeText(root, schema.items, depth + 1)}`
}

function impliedType(schema: Record<string, unknown>): string {
  if (isObject(schema.properties)) return 'object'
  return schema.items === undefined ? 'anything' : 'array'
}
