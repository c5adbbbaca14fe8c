import type { SchemaVersion } from '../../../../shared/contract/schemas'
import { avroFields } from './avro'
import type { FieldList } from './field'
import { jsonSchemaFields } from './json-schema'

export type { FieldList, SchemaField } from './field'

/** The fields of a schema; null: its type has no field table here, or its text could not be read. */
export function fieldsOf({ type, text, isCut }: Pick<SchemaVersion, 'type' | 'text' | 'isCut'>): FieldList | null {
  if (isCut || (type !== 'AVRO' && type !== 'JSON')) return null
  let schema: unknown
  try {
    schema = JSON.parse(text)
  } catch {
    // The registry took it, and yet it is no JSON: the text says what it is.
    return null
  }
  return type === 'AVRO' ? avroFields(schema) : jsonSchemaFields(schema)
}
