import { frame } from '../../formats/avro'
import { stringifyJson } from '../../formats/json'
import { oneOfAnyCase, textAt, type Definition } from '../config/definition'
import { logicalNames, type Schema, type SchemaType } from '../data/schema'
import type { ConverterPlugin } from './converter'
import { jsonText, type DecimalFormat } from './json-text'
import { registrationOf, registryDefinitions } from './registry-definitions'

const definitions: Definition[] = [
  ...registryDefinitions,
  {
    name: 'decimal.format',
    type: 'STRING',
    default: 'BASE64',
    importance: 'LOW',
    documentation: 'How Decimal values are written: BASE64 of the unscaled number, or NUMERIC.',
    check: oneOfAnyCase('BASE64', 'NUMERIC'),
  },
]

/** io.confluent.connect.json.JsonSchemaConverter: JSON behind a schema id, with a JSON Schema in the registry. */
export const jsonSchemaConverter: ConverterPlugin = {
  className: 'io.confluent.connect.json.JsonSchemaConverter',
  definitions,
  create(values, context) {
    const registration = registrationOf(values, context, 'JSON')
    const decimals = textAt(values, 'decimal.format').toUpperCase() as DecimalFormat
    const texts = new WeakMap<Schema, string>()
    return {
      async convert(topic, { schema, value }) {
        if (!schema || value === null) return null
        const text = texts.get(schema) ?? stringifyJson(jsonSchemaOf(schema))
        texts.set(schema, text)
        const id = await registration.idOf(topic, text)
        return frame(id, Buffer.from(jsonText(schema, value, decimals)))
      },
    }
  },
}

const jsonTypes: Record<SchemaType, string> = {
  int8: 'integer',
  int16: 'integer',
  int32: 'integer',
  int64: 'integer',
  float32: 'number',
  float64: 'number',
  boolean: 'boolean',
  string: 'string',
  bytes: 'string',
  struct: 'object',
}

/** Types that JSON Schema cannot tell apart by itself. */
const withConnectType = new Set<SchemaType>(['int8', 'int16', 'int32', 'int64', 'float32', 'float64', 'bytes'])

/** The JSON Schema of a Connect schema: what is optional is null or the type; `connect.index` keeps the field order. */
export function jsonSchemaOf(schema: Schema, index?: number): object {
  const position = index === undefined ? {} : { 'connect.index': index }
  const isDecimal = schema.name === logicalNames.decimal
  const own = {
    type: isDecimal ? 'number' : jsonTypes[schema.type],
    ...(schema.name === undefined ? {} : { title: schema.name }),
    ...(schema.doc === undefined ? {} : { description: schema.doc }),
    ...(withConnectType.has(schema.type) ? { 'connect.type': schema.type } : {}),
    ...(schema.version === undefined ? {} : { 'connect.version': schema.version }),
    ...(schema.parameters ? { 'connect.parameters': schema.parameters } : {}),
    ...(schema.fields ? { properties: propertiesOf(schema) } : {}),
  }
  if (!schema.optional) return { ...own, ...position }
  return { oneOf: [{ type: 'null' }, own], ...position }
}

function propertiesOf(schema: Schema): object {
  return Object.fromEntries(
    (schema.fields ?? []).map((field, index) => [field.name, jsonSchemaOf(field.schema, index)]),
  )
}
