import { textAt } from '../config/definition'
import type { Schema } from '../data/schema'
import { derived, onKeyAndValue } from './transform'

/** Puts key or value into a struct with one field. */
export const hoistField = onKeyAndValue(
  'HoistField',
  [{ name: 'field', type: 'STRING', importance: 'MEDIUM', documentation: 'Name of the one field.' }],
  (values, side) => {
    const name = textAt(values, 'field')
    const hoisted = derived((schema: Schema): Schema => ({
      type: 'struct',
      optional: false,
      fields: [{ name, schema }],
    }))
    return record => {
      const { schema, value } = record[side]
      if (!schema) return record
      return { ...record, [side]: { schema: hoisted(schema), value: { [name]: value } } }
    }
  },
)
