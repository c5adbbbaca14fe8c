import { listAt, notEmpty } from '../config/definition'
import { configError, dataError } from '../data/errors'
import type { Schema, SchemaAndValue, SchemaType, Value } from '../data/schema'
import { castValue } from './cast-value'
import { changing, derived, onKeyAndValue } from './transform'

const types: readonly SchemaType[] = ['int8', 'int16', 'int32', 'int64', 'float32', 'float64', 'boolean', 'string']

/** The key for the cast of a value that is no struct. */
const wholeValue = ''

/** Casts fields, or a value that is no struct, to another primitive type. */
export const cast = onKeyAndValue(
  'Cast',
  [
    {
      name: 'spec',
      type: 'LIST',
      importance: 'HIGH',
      documentation: 'field:type with commas between them, or one type for values that are no structs.',
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
    const casts = parseSpec(listAt(values, 'spec'))
    const castSchema = derived((schema: Schema) => schemaAfter(schema, casts))
    return changing(side, (data: SchemaAndValue) => {
      const schema = data.schema!
      const after = castSchema(schema)
      if (schema.type !== 'struct') return { schema: after, value: castValue(data.value, schema, after.type) }
      const struct = data.value as { [name: string]: Value }
      const fields = schema.fields!.map(field => {
        const to = casts.get(field.name)
        const value = struct[field.name] ?? null
        return [field.name, to === undefined || value === null ? value : castValue(value, field.schema, to)]
      })
      return { schema: after, value: Object.fromEntries(fields) }
    })
  },
)

function parseSpec(spec: string[]): Map<string, SchemaType> {
  const casts = new Map<string, SchemaType>()
  for (const entry of spec) {
    const [name = '', type] = entry.includes(':')
      ? entry.split(':').map(part => part.trim())
      : [wholeValue, entry.trim()]
    if (!types.includes(type as SchemaType))
      throw configError(`Unsupported type found in Cast transformation spec: ${entry}`)
    casts.set(name, type as SchemaType)
  }
  if (casts.has(wholeValue) && casts.size > 1) {
    throw configError(
      'Cast transformations that specify a type to cast the entire value to may only specify that one cast',
    )
  }
  return casts
}

function schemaAfter(schema: Schema, casts: Map<string, SchemaType>): Schema {
  if (schema.type !== 'struct') {
    const to = casts.get(wholeValue)
    if (to === undefined) throw dataError('Cast transformation names fields, but the value is no struct')
    return { type: to, optional: schema.optional }
  }
  const fields = schema.fields!.map(field => {
    const to = casts.get(field.name)
    return to === undefined ? field : { name: field.name, schema: { type: to, optional: field.schema.optional } }
  })
  return { ...schema, fields }
}
