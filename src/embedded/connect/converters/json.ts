import { flagAt, oneOfAnyCase, textAt, type Definition } from '../config/definition'
import type { Schema } from '../data/schema'
import type { ConverterPlugin } from './converter'
import { jsonSchemaEnvelope, jsonText, type DecimalFormat } from './json-text'

const definitions: Definition[] = [
  {
    name: 'schemas.enable',
    type: 'BOOLEAN',
    default: true,
    importance: 'HIGH',
    documentation: 'Puts the schema beside each value, as {"schema": …, "payload": …}.',
  },
  {
    name: 'schemas.cache.size',
    type: 'INT',
    default: 1000,
    importance: 'HIGH',
    documentation: 'Schemas that are kept ready.',
  },
  {
    name: 'decimal.format',
    type: 'STRING',
    default: 'BASE64',
    importance: 'LOW',
    documentation: 'How Decimal values are written: BASE64 of the unscaled number, or NUMERIC.',
    check: oneOfAnyCase('BASE64', 'NUMERIC'),
  },
]

/** org.apache.kafka.connect.json.JsonConverter: plain JSON, with or without its schema. */
export const jsonConverter: ConverterPlugin = {
  className: 'org.apache.kafka.connect.json.JsonConverter',
  definitions,
  create(values) {
    const decimals = textAt(values, 'decimal.format').toUpperCase() as DecimalFormat
    const withSchemas = flagAt(values, 'schemas.enable')
    const envelopes = new WeakMap<Schema, string>()
    const envelopeOf = (schema: Schema) => {
      const known = envelopes.get(schema) ?? jsonSchemaEnvelope(schema)
      envelopes.set(schema, known)
      return known
    }
    return {
      convert(_topic, { schema, value }) {
        if (!schema) return null
        if (value === null && !withSchemas) return null
        const payload = jsonText(schema, value, decimals)
        return Buffer.from(withSchemas ? `{"schema":${envelopeOf(schema)},"payload":${payload}}` : payload)
      },
    }
  },
}
