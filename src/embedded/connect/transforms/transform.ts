import type { Definition, Values } from '../config/definition'
import { dataError } from '../data/errors'
import type { SourceRecord } from '../data/record'
import { javaClassOf, type Schema, type SchemaAndValue, type Struct } from '../data/schema'

/** Gives a new record, or null to drop it. */
export type Transform = (record: SourceRecord) => SourceRecord | null

export interface TransformPlugin {
  className: string
  definitions: readonly Definition[]
  /** @throws ConnectError (ConfigException) for values that do not go together */
  create(values: Values): Transform
}

export type Side = 'key' | 'value'

/** The two variants, Name$Key and Name$Value, of a transform that works on either. */
export function onKeyAndValue(
  name: string,
  definitions: readonly Definition[],
  create: (values: Values, side: Side) => Transform,
): TransformPlugin[] {
  return (['key', 'value'] as const).map(side => ({
    className: `org.apache.kafka.connect.transforms.${name}$${side === 'key' ? 'Key' : 'Value'}`,
    definitions,
    create: (values: Values) => create(values, side),
  }))
}

/**
 * A transform that changes key or value as a whole. Without a key there is nothing to change: the record passes as it is.
 */
export function changing(
  side: Side,
  change: (data: SchemaAndValue, record: SourceRecord) => SchemaAndValue,
): Transform {
  return record => {
    const data = record[side]
    if (data.value === null) return record
    return { ...record, [side]: change(data, record) }
  }
}

/** @throws ConnectError (DataException) when the data is no struct */
export function requireStruct(data: SchemaAndValue, purpose: string): { schema: Schema; struct: Struct } {
  if (data.schema?.type !== 'struct' || data.value === null) {
    throw dataError(`Only Struct objects supported for [${purpose}], found: ${javaClassOf(data)}`)
  }
  return { schema: data.schema, struct: data.value as Struct }
}

/** Derives a schema once for each schema that comes by; sources use the same object for all records of a table. */
export function derived<Result>(derive: (schema: Schema) => Result): (schema: Schema) => Result {
  const known = new WeakMap<Schema, Result & object>()
  return schema => {
    const found = known.get(schema)
    if (found !== undefined) return found
    const result = derive(schema)
    known.set(schema, result as Result & object)
    return result
  }
}
