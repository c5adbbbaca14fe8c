import { incompatibilities, type Incompatibility } from '../formats/avro'
import type { ParsedSchema } from './schemas'
import { type Level, type RegistryState, type Version } from './state'

type Parse = (version: Version, state: RegistryState) => ParsedSchema

/** The earlier versions that a level compares with, newest first. */
export function comparedVersions(level: Level, versions: Version[]): Version[] {
  if (level === 'NONE') return []
  const newestFirst = [...versions].reverse()
  return level.endsWith('_TRANSITIVE') ? newestFirst : newestFirst.slice(0, 1)
}

/**
 * What keeps `schema` from standing beside `earlier` under the level, as the lines that clients show. Empty when nothing
 * does. Ends at the first version with a finding, as the real registry does.
 */
export function compatibilityMessages(
  schema: ParsedSchema,
  earlier: Version[],
  level: Level,
  parse: Parse,
  state: RegistryState,
): string[] {
  if (level === 'NONE') return []
  for (const version of earlier) {
    const found = compareWith(schema, parse(version, state), level)
    if (found.length > 0) {
      return [
        ...found,
        `{oldSchemaVersion: ${version.version}}`,
        `{oldSchema: '${version.schema}'}`,
        `{compatibility: '${level}'}`,
      ]
    }
  }
  return []
}

function compareWith(schema: ParsedSchema, old: ParsedSchema, level: Level): string[] {
  if (schema.schemaType !== old.schemaType) {
    return [
      `{errorType:'SCHEMA_TYPE_MISMATCH', description:'The earlier schema is of type ${old.schemaType}, the new one of type ${schema.schemaType}'}`,
    ]
  }
  if (!schema.avro || !old.avro) {
    if (schema.schema === old.schema) return []
    return [
      `{errorType:'NOT_CHECKED', description:'This registry does not compare JSON Schemas: ` +
        `set the compatibility level of the subject to NONE to register a changed one'}`,
    ]
  }
  const backward = /^(BACKWARD|FULL)/.test(level) ? incompatibilities(schema.avro.root, old.avro.root) : []
  const forward = /^(FORWARD|FULL)/.test(level) ? incompatibilities(old.avro.root, schema.avro.root) : []
  return [...backward.map(found => line(found, 'new', 'old')), ...forward.map(found => line(found, 'old', 'new'))]
}

/** One finding in the form of the real registry's messages; reader and writer are called new and old. */
function line({ kind, path, detail }: Incompatibility, reader: string, writer: string): string {
  const descriptions: Record<Incompatibility['kind'], string> = {
    READER_FIELD_MISSING_DEFAULT_VALUE: `The field '${detail}' at path '${path}' in the ${reader} schema has no default value and is missing in the ${writer} schema`,
    TYPE_MISMATCH: `The type (path '${path}') of a field in the ${reader} schema does not match with the ${writer} schema`,
    NAME_MISMATCH: `The name of the schema has changed (path '${path}')`,
    FIXED_SIZE_MISMATCH: `The size of the fixed type at path '${path}' in the ${reader} schema does not match with the ${writer} schema`,
    MISSING_ENUM_SYMBOLS: `The ${reader} schema is missing enum symbols '${detail}' at path '${path}' that are in the ${writer} schema`,
    MISSING_UNION_BRANCH: `The ${reader} schema is missing a type inside a union at path '${path}' that is in the ${writer} schema`,
  }
  return `{errorType:'${kind}', description:'${descriptions[kind]}', additionalInfo:'${detail}'}`
}
