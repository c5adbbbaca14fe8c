import type { Column, Source } from '../plan/catalog'
import type { SqlType } from '../syntax/types'

/** A type as entities have it. */
export function schemaEntity(type: SqlType): object {
  const none = { fields: null, memberSchema: null }
  switch (type.base) {
    case 'ARRAY':
      return { type: 'ARRAY', fields: null, memberSchema: schemaEntity(type.item) }
    case 'MAP':
      return { type: 'MAP', fields: null, memberSchema: schemaEntity(type.value) }
    case 'STRUCT':
      return { type: 'STRUCT', fields: type.fields.map(fieldEntity), memberSchema: null }
    case 'DECIMAL':
      return { type: 'DECIMAL', ...none, parameters: { precision: type.precision, scale: type.scale } }
    default:
      return { type: type.base, ...none }
  }
}

function fieldEntity({ name, type }: Column): object {
  return { name, schema: schemaEntity(type) }
}

export function fieldsOf({ key, value }: Pick<Source, 'key' | 'value'>): object[] {
  return [...key.map(column => ({ ...fieldEntity(column), type: 'KEY' })), ...value.map(fieldEntity)]
}
