import { flagAt, listAt, notEmpty } from '../config/definition'
import { dataError } from '../data/errors'
import type { Field, Schema } from '../data/schema'
import { derived, requireStruct, type TransformPlugin } from './transform'

/** Makes a key of fields of the value. */
export const valueToKey: TransformPlugin = {
  className: 'org.apache.kafka.connect.transforms.ValueToKey',
  definitions: [
    {
      name: 'fields',
      type: 'LIST',
      importance: 'HIGH',
      documentation: 'Field names on the record value to extract as the record key.',
      check: notEmpty,
    },
    {
      name: 'replace.null.with.default',
      type: 'BOOLEAN',
      default: true,
      importance: 'MEDIUM',
      documentation: 'Whether to replace fields that have a default value and that are null to the default value.',
    },
  ],
  create(values) {
    const names = listAt(values, 'fields')
    const fillIn = flagAt(values, 'replace.null.with.default')
    const keySchema = derived((schema: Schema): Schema => ({
      type: 'struct',
      optional: false,
      fields: names.map(find(schema)),
    }))
    return record => {
      const { schema, struct } = requireStruct(record.value, 'copying fields from value to key')
      const key = keySchema(schema)
      const pairs = key.fields!.map(field => {
        const filled = fillIn ? (field.schema.default ?? null) : null
        return [field.name, struct[field.name] ?? filled] as const
      })
      return { ...record, key: { schema: key, value: Object.fromEntries(pairs) } }
    }
  },
}

function find(schema: Schema): (name: string) => Field {
  return name => {
    const field = schema.fields!.find(other => other.name === name)
    if (!field) throw dataError(`Field does not exist: ${name}`)
    return field
  }
}
