import { listAt, notEmpty, textOrNullAt } from '../config/definition'
import { dataError } from '../data/errors'
import { Decimal, logicalNames, type Schema, type Value } from '../data/schema'
import { parseNumber } from './cast-value'
import { changing, onKeyAndValue, requireStruct } from './transform'

/** Masks fields: with the empty value of their type, or with a given text or number. */
export const maskField = onKeyAndValue(
  'MaskField',
  [
    { name: 'fields', type: 'LIST', importance: 'HIGH', documentation: 'Names of fields to mask.', check: notEmpty },
    {
      name: 'replacement',
      type: 'STRING',
      default: null,
      importance: 'LOW',
      documentation: 'What numbers and texts are replaced by.',
      check: notEmpty,
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
    const names = new Set(listAt(values, 'fields'))
    const replacement = textOrNullAt(values, 'replacement')
    return changing(side, data => {
      const { schema, struct } = requireStruct(data, 'mask fields')
      const masked = schema.fields!.map(({ name, schema: field }) => {
        const value = struct[name] ?? null
        return [name, names.has(name) && value !== null ? mask(field, replacement) : value]
      })
      return { schema, value: Object.fromEntries(masked) }
    })
  },
)

function mask(schema: Schema, replacement: string | null): Value {
  if (replacement !== null) return replaced(schema, replacement)
  if (schema.name === logicalNames.decimal) return new Decimal(0n, Number(schema.parameters?.scale ?? 0))
  switch (schema.type) {
    case 'boolean':
      return false
    case 'string':
      return ''
    case 'bytes':
      return Buffer.alloc(0)
    case 'struct':
      throw dataError('Cannot mask value of type: class org.apache.kafka.connect.data.Struct')
    default:
      return 0
  }
}

function replaced(schema: Schema, replacement: string): Value {
  if (schema.type === 'string') return replacement
  const isNumber = /^(int|float)/.test(schema.type) && schema.name === undefined
  if (!isNumber) throw dataError(`Cannot mask value of type ${schema.type} with custom replacement value.`)
  return parseNumber(schema.type, replacement)
}
