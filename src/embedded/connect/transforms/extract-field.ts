import { textAt } from '../config/definition'
import { ConnectError } from '../data/errors'
import { changing, onKeyAndValue, requireStruct } from './transform'

/** Puts one field in the place of the struct. Dots go into nested structs with syntax V2. */
export const extractField = onKeyAndValue(
  'ExtractField',
  [
    { name: 'field', type: 'STRING', importance: 'MEDIUM', documentation: 'Field name to extract.' },
    {
      name: 'field.syntax.version',
      type: 'STRING',
      default: 'V1',
      importance: 'HIGH',
      documentation: 'V1 takes the name as it is; V2 lets a dot go into nested structs.',
      check: value => (/^v[12]$/i.test(String(value)) ? null : 'String must be one of (case insensitive): V1, V2'),
    },
    {
      name: 'replace.null.with.default',
      type: 'BOOLEAN',
      default: true,
      importance: 'MEDIUM',
      documentation: 'Whether to replace a null by the default of the field.',
    },
  ],
  (values, side) => {
    const name = textAt(values, 'field')
    const path = textAt(values, 'field.syntax.version').toUpperCase() === 'V2' ? name.split('.') : [name]
    return changing(side, data => {
      let found = data
      for (const part of path) {
        if (found.value === null && found !== data) break
        const { schema, struct } = requireStruct(found, 'field extraction')
        const field = schema.fields!.find(other => other.name === part)
        if (!field) throw unknownField(name)
        found = { schema: field.schema, value: struct[part] ?? null }
      }
      return found
    })
  },
)

function unknownField(name: string): ConnectError {
  return new ConnectError(`Unknown field: ${name}`, { className: 'java.lang.IllegalArgumentException' })
}
