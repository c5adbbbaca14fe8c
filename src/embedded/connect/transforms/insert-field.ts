import { textOrNullAt, type Definition, type Values } from '../config/definition'
import { configError } from '../data/errors'
import type { SourceRecord } from '../data/record'
import { schemaOf, timestampSchema, type Field, type Schema, type Value } from '../data/schema'
import { changing, derived, onKeyAndValue, requireStruct } from './transform'

const placeDocumentation = 'Name of the field; a ! behind it makes the field required, a ? (or nothing) optional.'

const definitions: Definition[] = [
  ['topic.field', `Puts the Kafka topic into a field. ${placeDocumentation}`],
  ['partition.field', `Puts the Kafka partition into a field. ${placeDocumentation}`],
  ['offset.field', `Puts the Kafka offset into a field: only for sink connectors. ${placeDocumentation}`],
  ['timestamp.field', `Puts the timestamp of the record into a field. ${placeDocumentation}`],
  ['static.field', `Puts static.value into a field. ${placeDocumentation}`],
  ['static.value', 'The text for static.field.'],
].map(([name, documentation]) => ({
  name: name!,
  type: 'STRING',
  default: null,
  importance: 'MEDIUM',
  documentation: documentation!,
}))

interface Insertion {
  field: Field
  valueOf(record: SourceRecord): Value
}

/** Adds fields about the record, or with a fixed text. */
export const insertField = onKeyAndValue('InsertField', definitions, (values, side) => {
  const insertions = insertionsOf(values)
  if (insertions.length === 0) throw configError('No field insertion configured')
  const withFields = derived((schema: Schema): Schema => ({
    ...schema,
    fields: [...schema.fields!, ...insertions.map(({ field }) => field)],
  }))
  return changing(side, (data, record) => {
    const { schema, struct } = requireStruct(data, 'field insertion')
    const added = insertions.map(({ field, valueOf }) => [field.name, valueOf(record)])
    return { schema: withFields(schema), value: { ...struct, ...Object.fromEntries(added) } }
  })
})

function insertionsOf(values: Values): Insertion[] {
  if (textOrNullAt(values, 'offset.field') !== null) throw configError('offset.field is only for sink connectors')
  const text = textOrNullAt(values, 'static.value')
  if (textOrNullAt(values, 'static.field') !== null && text === null) {
    throw configError(`Invalid value null for configuration static.value: No value specified for static field`)
  }
  const kinds: [string, (optional: boolean) => Schema, (record: SourceRecord) => Value][] = [
    ['topic.field', optional => schemaOf('string', optional), record => record.topic],
    ['partition.field', optional => schemaOf('int32', optional), record => record.partition],
    ['timestamp.field', timestampSchema, record => record.timestamp],
    ['static.field', optional => schemaOf('string', optional), () => text],
  ]
  return kinds.flatMap(([key, schemaFor, valueOf]) => {
    const place = textOrNullAt(values, key)
    if (place === null) return []
    const name = place.replace(/[!?]$/, '')
    return [{ field: { name, schema: schemaFor(!place.endsWith('!')) }, valueOf }]
  })
}
