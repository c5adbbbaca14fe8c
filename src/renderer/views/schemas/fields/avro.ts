import { defaultOf, depthMax, fieldsMax, isObject, textOf, type FieldList, type SchemaField } from './field'

/** The fields of an Avro schema. A named type is taken apart where it is defined, and only named where it is used again. */
export function avroFields(schema: unknown): FieldList {
  const fields: SchemaField[] = []
  let isCut = false
  const addType = (type: unknown, path: string, depth: number): void => {
    if (Array.isArray(type)) for (const branch of type) addType(branch, path, depth)
    if (!isObject(type)) return
    if (Array.isArray(type.fields)) for (const field of type.fields) addField(field, path, depth)
    addType(type.items, path, depth)
    addType(type.values, path, depth)
    // {"type": {"type": "record", …}} is a type around a type.
    addType(type.type, path, depth)
  }
  const addField = (field: unknown, parent: string, depth: number): void => {
    if (!isObject(field) || typeof field.name !== 'string') return
    if (fields.length >= fieldsMax || depth > depthMax) {
      isCut = true
      return
    }
    const path = parent === '' ? field.name : `${parent}.${field.name}`
    fields.push({
      path,
      name: field.name,
      depth,
      type: typeText(field.type),
      default: defaultOf(field),
      doc: textOf(field.doc),
      isRequired: false,
    })
    addType(field.type, path, depth + 1)
  }
  addType(schema, '', 0)
  const isRecord = isObject(schema) && Array.isArray(schema.fields)
  if (!isRecord && fields.length === 0) fields.push(wholeValue(schema))
  return {
    title: isObject(schema) ? fullName(schema) : null,
    doc: isObject(schema) ? textOf(schema.doc) : null,
    fields,
    isCut,
  }
}

/** A schema that is no record has no fields: the value itself stands for one. */
function wholeValue(schema: unknown): SchemaField {
  const doc = isObject(schema) ? textOf(schema.doc) : null
  return { path: '', name: 'the whole value', depth: 0, type: typeText(schema), default: null, doc, isRequired: false }
}

/** A type in a few words: `null | string`, `array of long`, `long, timestamp-millis`, `enum of 3: A, B, C`. */
function typeText(type: unknown): string {
  if (typeof type === 'string') return type
  if (Array.isArray(type)) return type.map(typeText).join(' | ')
  if (!isObject(type)) return 'unknown'
  if (typeof type.logicalType === 'string') return `${baseText(type)}, ${logicalText(type)}`
  return baseText(type)
}

function baseText(type: Record<string, unknown>): string {
  const { type: kind } = type
  if (kind === 'array') return `array of ${grouped(type.items)}`
  if (kind === 'map') return `map of ${grouped(type.values)}`
  if (kind === 'record' || kind === 'error') return `${kind} ${shortName(type)}`
  if (kind === 'fixed') return `fixed ${shortName(type)}, ${String(type.size)} bytes`
  if (kind === 'enum') return `enum ${shortName(type)}: ${symbolsText(type.symbols)}`
  return typeText(kind)
}

function grouped(type: unknown): string {
  return Array.isArray(type) ? `(${typeText(type)})` : typeText(type)
}

function logicalText(type: Record<string, unknown>): string {
  if (type.logicalType !== 'decimal') return String(type.logicalType)
  return `decimal(${String(type.precision)}, ${String(type.scale ?? 0)})`
}

function symbolsText(symbols: unknown): string {
  return Array.isArray(symbols) ? symbols.map(String).join(', ') : ''
}

function shortName(type: Record<string, unknown>): string {
  const name = textOf(type.name) ?? ''
  return name.slice(name.lastIndexOf('.') + 1)
}

function fullName(type: Record<string, unknown>): string | null {
  const name = textOf(type.name)
  const namespace = textOf(type.namespace)
  if (name === null || namespace === null || name.includes('.')) return name
  return `${namespace}.${name}`
}
