import { AvroSchemaError, parseAvro, type AvroSchema } from '../formats/avro'
import { parseJson, stringifyJson, type Json } from '../formats/json'
import { registryError } from './errors'
import { schemaTypes, type Reference, type RegistryState, type SchemaText, type SchemaType } from './state'

/** References of references of … may go this deep. */
const referenceDepthMax = 50

/** Parsed schemas kept, the longest unused first to go. */
const parsedMax = 2_000

/** A schema that has been parsed: its text is canonical. `avro` is there when it is of that type. */
export interface ParsedSchema extends SchemaText {
  avro?: AvroSchema
}

/** What a client sends to register, look up or compare. */
export interface SchemaRequest {
  schema: string
  schemaType: SchemaType
  references: Reference[]
}

/** Parses schemas and remembers the last ones, because clients register and compare the same few over and over. */
export function createSchemaParser(): (request: SchemaRequest, state: RegistryState) => ParsedSchema {
  const parsed = new Map<string, ParsedSchema>()
  return (request, state) => {
    // What a reference stands for can be deleted and made anew.
    if (request.references.length > 0) return parse(request, state)
    const key = `${request.schemaType} ${request.schema}`
    const known = parsed.get(key)
    if (known) parsed.delete(key)
    const schema = known ?? parse(request, state)
    parsed.set(key, schema)
    if (parsed.size > parsedMax) parsed.delete(parsed.keys().next().value!)
    return schema
  }
}

/**
 * What the body asks for.
 *
 * @throws HttpError 42201 empty schema, unknown type, wrong references
 */
export function schemaRequest(body: unknown): SchemaRequest {
  if (typeof body !== 'object' || body === null) throw registryError('invalidSchema', 'Empty schema')
  const { schema, schemaType, references } = body as Record<string, unknown>
  if (schema === undefined || schema === null || schema === '') throw registryError('invalidSchema', 'Empty schema')
  if (typeof schema !== 'string') {
    throw registryError(
      'invalidSchema',
      '"schema" must be the text of the schema, with its quotes escaped, not an object.',
    )
  }
  return { schema, schemaType: typeOf(schemaType), references: referencesOf(references) }
}

function typeOf(given: unknown): SchemaType {
  if (given === undefined || given === null || given === '') return 'AVRO'
  const name = String(given).toUpperCase()
  const type = schemaTypes.find(known => known === name)
  if (type) return type
  throw registryError(
    'invalidSchema',
    name === 'PROTOBUF'
      ? 'Schemas of type PROTOBUF are not implemented by this registry; it takes AVRO and JSON.'
      : `Invalid schema type ${String(given)}: this registry takes AVRO and JSON.`,
  )
}

function referencesOf(given: unknown): Reference[] {
  if (given === undefined || given === null) return []
  if (!Array.isArray(given)) throw registryError('invalidSchema', '"references" must be a list.')
  return given.map((item: unknown) => {
    const { name, subject, version } = (item ?? {}) as Record<string, unknown>
    if (typeof name !== 'string' || typeof subject !== 'string' || !Number.isInteger(version)) {
      throw registryError('invalidSchema', 'A reference needs name, subject and version.')
    }
    return { name, subject, version: version as number }
  })
}

function parse(request: SchemaRequest, state: RegistryState): ParsedSchema {
  const { schema, schemaType, references } = request
  const texts = referencedTexts(references, state, 0)
  if (schemaType === 'JSON') return { schemaType, schema: jsonText(schema), references }
  try {
    const avro = parseAvro(schema, [...texts])
    return { schemaType, schema: avro.text, references, avro }
  } catch (error) {
    if (error instanceof AvroSchemaError) throw registryError('invalidSchema', error.message)
    throw error
  }
}

/** The texts of all referenced schemas, each once, those that others need first. */
function referencedTexts(references: Reference[], state: RegistryState, depth: number): Set<string> {
  const texts = new Set<string>()
  if (depth > referenceDepthMax) throw registryError('invalidSchema', `References go deeper than ${referenceDepthMax}.`)
  for (const { name, subject, version } of references) {
    const found = state.subjects.get(subject)?.get(version)
    if (!found || found.deleted) {
      throw registryError(
        'invalidSchema',
        `No schema reference found for subject "${subject}" and version ${version} (${name}).`,
      )
    }
    for (const text of referencedTexts(found.references, state, depth + 1)) texts.add(text)
    texts.add(found.schema)
  }
  return texts
}

/** A JSON Schema without white space between its tokens; the order of its members is kept. */
function jsonText(text: string): string {
  let json: Json
  try {
    json = parseJson(text)
  } catch (error) {
    throw registryError('invalidSchema', `Invalid JSON Schema: it is not JSON: ${(error as Error).message}`)
  }
  if ((typeof json === 'object' && json !== null && !Array.isArray(json)) || typeof json === 'boolean')
    return stringifyJson(json)
  throw registryError('invalidSchema', 'Invalid JSON Schema: a schema is an object, true or false.')
}
