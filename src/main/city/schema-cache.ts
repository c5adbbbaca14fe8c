import avro, { type Type } from 'avsc'
import { refused, request, type HttpEndpoint } from '../lib/http'

/** Schemas that are kept; a registry has few, and one id never changes its meaning. */
const schemasMax = 5_000

/** An id that the registry did not know is asked for again after this time. */
const unknownMsMax = 30_000

/** A reader for values of one schema, or why there is none. */
export type SchemaReader = { type: Type } | { problem: string }

export interface SchemaCache {
  /**
   * The schema of an id if it was loaded; undefined asks for `load`.
   */
  get(id: number): SchemaReader | undefined
  /**
   * Asks the registry for a schema.
   *
   * @throws ProblemError when the registry cannot be asked: the record must wait, not be skipped
   */
  load(id: number, signal: AbortSignal): Promise<void>
}

/** Avro schemas by id, from the registry. An id that it does not know, or no Avro, is a problem of the record. */
export function schemaCache(registry: HttpEndpoint | null, now: () => number): SchemaCache {
  const known = new Map<number, { reader: SchemaReader; until: number }>()
  const keep = (id: number, reader: SchemaReader, until = Infinity) => {
    if (known.size >= schemasMax) known.delete(known.keys().next().value!)
    known.set(id, { reader, until })
  }
  return {
    get(id) {
      const entry = known.get(id)
      return entry && entry.until > now() ? entry.reader : undefined
    },
    async load(id, signal) {
      if (!registry) return keep(id, { problem: 'the profile has no Schema Registry that could tell its schema' })
      const path = `/schemas/ids/${id}`
      const answer = await request(registry, 'GET', path, { signal })
      if (answer.status === 404) {
        return keep(id, { problem: `the registry does not know the schema id ${id}` }, now() + unknownMsMax)
      }
      const body = answer.json as { schema?: unknown; schemaType?: string } | undefined
      if (answer.status !== 200 || typeof body?.schema !== 'string') throw refused(registry, `GET ${path}`, answer)
      keep(id, readerOf(id, body.schema, body.schemaType ?? 'AVRO'))
    },
  }
}

function readerOf(id: number, schema: string, schemaType: string): SchemaReader {
  if (schemaType !== 'AVRO') return { problem: `the schema ${id} is ${schemaType}, expected Avro` }
  try {
    return { type: avro.Type.forSchema(JSON.parse(schema), { registry: {} }) }
  } catch (error) {
    return { problem: `the schema ${id} cannot be read: ${(error as Error).message}` }
  }
}
