import { stringifyJson } from '../../formats/json'
import { dataError } from '../data/errors'
import { bigintBytes, decimalText, doubleText, floatText } from '../data/java-text'
import { Decimal, type Schema, type Struct, type Value } from '../data/schema'

export type DecimalFormat = 'BASE64' | 'NUMERIC'

/** A value as JSON text, by its schema: doubles with a point, as Java writes them; bytes as base64. */
export function jsonText(schema: Schema, value: Value, decimals: DecimalFormat): string {
  if (value === null) {
    if (schema.default !== undefined && schema.default !== null) return jsonText(schema, schema.default, decimals)
    if (schema.optional) return 'null'
    throw dataError('Conversion error: null value for field that is required and has no default value')
  }
  if (value instanceof Decimal) return decimalJson(value, decimals)
  if (Buffer.isBuffer(value)) return JSON.stringify(value.toString('base64'))
  switch (schema.type) {
    case 'struct':
      return structJson(schema, value as Struct, decimals)
    case 'float32':
      return floatJson(floatText(value as number))
    case 'float64':
      return floatJson(doubleText(value as number))
    case 'string':
      return JSON.stringify(value)
    default:
      return String(value)
  }
}

function structJson(schema: Schema, struct: Struct, decimals: DecimalFormat): string {
  let text = '{'
  for (const { name, schema: fieldSchema } of schema.fields ?? []) {
    if (text.length > 1) text += ','
    text += `${JSON.stringify(name)}:${jsonText(fieldSchema, struct[name] ?? null, decimals)}`
  }
  return text + '}'
}

/** JSON has no NaN and no infinity: the Java converter writes them as text. */
function floatJson(text: string): string {
  return /^-?\d/.test(text) ? text : JSON.stringify(text)
}

function decimalJson(value: Decimal, decimals: DecimalFormat): string {
  return decimals === 'NUMERIC' ? decimalText(value) : JSON.stringify(bigintBytes(value.unscaled).toString('base64'))
}

/** The schema as JsonConverter puts it beside the payload. */
export function jsonSchemaEnvelope(schema: Schema, field?: string): string {
  return stringifyJson(envelope(schema, field))
}

const jsonTypes: Partial<Record<Schema['type'], string>> = { float32: 'float', float64: 'double' }

function envelope(schema: Schema, field?: string): object {
  return {
    type: jsonTypes[schema.type] ?? schema.type,
    ...(schema.fields ? { fields: schema.fields.map(inner => envelope(inner.schema, inner.name)) } : {}),
    optional: schema.optional,
    ...(schema.name === undefined ? {} : { name: schema.name }),
    ...(schema.version === undefined ? {} : { version: schema.version }),
    ...(schema.doc === undefined ? {} : { doc: schema.doc }),
    ...(schema.parameters ? { parameters: schema.parameters } : {}),
    ...(schema.default === undefined ? {} : { default: schema.default }),
    ...(field === undefined ? {} : { field }),
  }
}
