import type { SchemaText, Version } from '../state'

/** A schema without subject, as `/schemas/ids/{id}` answers it: the type is left out for AVRO, empty references too. */
export function schemaShape({ schemaType, schema, references }: SchemaText): object {
  return {
    ...(schemaType === 'AVRO' ? {} : { schemaType }),
    schema,
    ...(references.length === 0 ? {} : { references }),
  }
}

/** A version of a subject. */
export function versionShape(version: Version): object {
  const { subject, version: number, id } = version
  return { subject, version: number, id, ...schemaShape(version) }
}
