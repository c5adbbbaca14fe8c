import { encodeFramed, parseAvro, type AvroSchema } from '../../formats/avro'
import { dataError } from '../data/errors'
import type { Schema } from '../data/schema'
import { avroSchemaText, avroValue } from './avro-schema'
import type { ConverterPlugin } from './converter'
import { registrationOf, registryDefinitions } from './registry-definitions'

/** io.confluent.connect.avro.AvroConverter: the registry's wire format, with the schema registered under the topic. */
export const avroConverter: ConverterPlugin = {
  className: 'io.confluent.connect.avro.AvroConverter',
  definitions: registryDefinitions,
  create(values, context) {
    const registration = registrationOf(values, context, 'AVRO')
    const parsed = new WeakMap<Schema, { text: string; avro: AvroSchema }>()
    return {
      async convert(topic, { schema, value }) {
        if (!schema || value === null) return null
        const { text, avro } = parsed.get(schema) ?? parse(schema)
        parsed.set(schema, { text, avro })
        const id = await registration.idOf(topic, text)
        try {
          return encodeFramed(id, avro, avroValue(schema, value))
        } catch (error) {
          throw dataError(`Failed to serialize Avro data from topic ${topic} :`, error)
        }
      },
    }
  },
}

function parse(schema: Schema): { text: string; avro: AvroSchema } {
  const text = avroSchemaText(schema)
  try {
    return { text, avro: parseAvro(text) }
  } catch (error) {
    throw dataError('The schema of the record cannot be written as an Avro schema', error)
  }
}
