import { numberAt, textOrNullAt } from '../config/definition'
import type { Schema } from '../data/schema'
import { derived, onKeyAndValue } from './transform'

/** Gives the schema of key or value another name or version. */
export const setSchemaMetadata = onKeyAndValue(
  'SetSchemaMetadata',
  [
    { name: 'schema.name', type: 'STRING', default: null, importance: 'HIGH', documentation: 'Schema name to set.' },
    { name: 'schema.version', type: 'INT', default: null, importance: 'HIGH', documentation: 'Schema version to set.' },
  ],
  (values, side) => {
    const name = textOrNullAt(values, 'schema.name')
    const version: number | null = numberAt(values, 'schema.version')
    const renamed = derived((schema: Schema): Schema => ({
      ...schema,
      ...(name === null ? {} : { name }),
      ...(version === null ? {} : { version }),
    }))
    return record => {
      const { schema, value } = record[side]
      return schema ? { ...record, [side]: { schema: renamed(schema), value } } : record
    }
  },
)
