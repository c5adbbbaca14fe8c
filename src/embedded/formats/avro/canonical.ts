import { stringifyJson, type Json } from '../json'
import { namespaceOf, shortName, type AvroField, type AvroNamed, type AvroType } from './types'

/**
 * The schema as one line of JSON in the order in which Avro's Java library writes it: everything that the schema says is
 * kept (docs, defaults, aliases, unknown attributes), white space and the order of attributes are not. Two schemas are
 * the same for the registry when these texts are equal, and this text is what it stores.
 *
 * @param known names that are declared elsewhere (references); they are written as names only
 */
export function canonicalText(type: AvroType, known: Iterable<string> = []): string {
  return stringifyJson(canonical(type, '', new Set(known)))
}

function canonical(type: AvroType, namespace: string, declared: Set<string>): Json {
  switch (type.type) {
    case 'union':
      return type.branches.map(branch => canonical(branch, namespace, declared))
    case 'array':
      return { type: 'array', items: canonical(type.items, namespace, declared), ...type.props }
    case 'map':
      return { type: 'map', values: canonical(type.values, namespace, declared), ...type.props }
    case 'record':
    case 'enum':
    case 'fixed':
      return canonicalNamed(type, namespace, declared)
    default:
      return Object.keys(type.props).length === 0 ? type.type : { type: type.type, ...type.props }
  }
}

function canonicalNamed(type: AvroNamed, namespace: string, declared: Set<string>): Json {
  const own = namespaceOf(type.name)
  if (declared.has(type.name)) return own === namespace ? shortName(type.name) : type.name
  declared.add(type.name)
  const json: { [name: string]: Json } = {
    type: type.type === 'record' && type.isError ? 'error' : type.type,
    name: shortName(type.name),
  }
  if (own !== namespace) json.namespace = own
  if (type.doc !== undefined) json.doc = type.doc
  if (type.type === 'record') json.fields = type.fields.map(field => canonicalField(field, own, declared))
  if (type.type === 'enum') {
    json.symbols = type.symbols
    if (type.default !== undefined) json.default = type.default
  }
  if (type.type === 'fixed') json.size = type.size
  Object.assign(json, type.props)
  if (type.aliases.length > 0) {
    json.aliases = type.aliases.map(alias => (namespaceOf(alias) === own ? shortName(alias) : alias))
  }
  return json
}

function canonicalField(field: AvroField, namespace: string, declared: Set<string>): Json {
  const json: { [name: string]: Json } = { name: field.name, type: canonical(field.type, namespace, declared) }
  if (field.doc !== undefined) json.doc = field.doc
  if (field.default !== undefined) json.default = field.default
  if (field.order !== undefined) json.order = field.order
  if (field.aliases.length > 0) json.aliases = field.aliases
  return { ...json, ...field.props }
}
