import { forEachLimited } from '../../lib/cancellation'
import { request, type HttpEndpoint } from '../../lib/http'
import { messageOf } from '../../lib/problem'
import { compileAvro, type AvroReader } from './avro'

/** Schemas that are kept; one id never changes its meaning. */
const schemasMax = 5_000

/** An id that the registry did not know, and one that could not be asked for, are asked for again after this time. */
const unknownMsMax = 30_000
const awayMsMax = 3_000

/** One answer of the registry may take this long; a page waits for it. */
const askMsMax = 2_000

/** Ids that are asked for at one time, and in one go: bytes that only look like the wire format may name any id. */
const asksAtOnce = 8
const asksMax = 100

/** Schemas that one schema may refer to, in all. */
const referencesMax = 100

export interface LoadedSchema {
  id: number
  /** AVRO, JSON or PROTOBUF. */
  type: string
  text: string
  /** For Avro. */
  avro: AvroReader | { problem: string } | null
}

/** A schema, or why there is none. */
export type SchemaEntry = LoadedSchema | { problem: string }

export interface SchemaStore {
  get(id: number): SchemaEntry | undefined
  /** Asks for those that are not known yet. Never fails: what went wrong stands in the entry. */
  load(ids: Iterable<number>): Promise<void>
  /** What the registry's last failure was, as it stands in the entries; null since it has answered. */
  away(): string | null
  /** Under which subjects and versions a schema stands; empty when the registry does not say. */
  subjects(id: number): Promise<{ subject: string; version: number }[]>
}

interface Reference {
  name: string
  subject: string
  version: number
}

interface SchemaBody {
  schema?: unknown
  schemaType?: string
  references?: Reference[]
}

/** Schemas by id, from the registry. @param now ms */
export function schemaStore(registry: HttpEndpoint | null, now: () => number): SchemaStore {
  const known = new Map<number, { entry: SchemaEntry; until: number }>()
  const keep = (id: number, entry: SchemaEntry, forMs = Infinity) => {
    if (known.size >= schemasMax) known.delete(known.keys().next().value!)
    known.set(id, { entry, until: now() + forMs })
  }
  let away: string | null = null
  const get = (id: number) => {
    const found = known.get(id)
    return found && found.until > now() ? found.entry : undefined
  }
  const ask = async (id: number): Promise<void> => {
    if (!registry) return keep(id, { problem: noRegistry(id) })
    try {
      const answer = await request(registry, 'GET', `/schemas/ids/${id}`, { timeoutMs: askMsMax })
      away = null
      if (answer.status === 404) {
        return keep(id, { problem: `The registry does not know the schema id ${id}` }, unknownMsMax)
      }
      const body = answer.json as SchemaBody | undefined
      if (answer.status !== 200 || typeof body?.schema !== 'string') throw new Error(`it answered ${answer.status}`)
      keep(id, await loaded(registry, id, body.schema, body))
    } catch (error) {
      away = `The registry could not be asked: ${messageOf(error).replace(/\.$/, '')}`
      keep(id, { problem: away }, awayMsMax)
    }
  }
  return {
    get,
    away: () => away,
    async load(ids) {
      const missing = [...new Set(ids)].filter(id => get(id) === undefined)
      await forEachLimited(missing.slice(0, asksMax), asksAtOnce, ask)
    },
    async subjects(id) {
      if (!registry) return []
      const answer = await request(registry, 'GET', `/schemas/ids/${id}/versions`, { timeoutMs: askMsMax }).catch(
        () => null,
      )
      const rows = answer?.status === 200 && Array.isArray(answer.json) ? (answer.json as unknown[]) : []
      return rows.filter(isSubjectVersion)
    },
  }
}

function isSubjectVersion(row: unknown): row is { subject: string; version: number } {
  const { subject, version } = (row ?? {}) as { subject?: unknown; version?: unknown }
  return typeof subject === 'string' && Number.isInteger(version)
}

function noRegistry(id: number): string {
  return `Looks like the registry’s format with the schema id ${id}, but the profile has no Schema Registry`
}

async function loaded(registry: HttpEndpoint, id: number, text: string, body: SchemaBody): Promise<LoadedSchema> {
  const type = body.schemaType ?? 'AVRO'
  if (type !== 'AVRO') return { id, type, text, avro: null }
  const texts: string[] = []
  await collectReferences(registry, body.references ?? [], texts, new Set())
  try {
    return { id, type, text, avro: compileAvro(text, texts) }
  } catch (error) {
    return { id, type, text, avro: { problem: messageOf(error) } }
  }
}

/** The texts of all schemas that are referred to, each after those that it refers to itself. */
async function collectReferences(
  registry: HttpEndpoint,
  references: Reference[],
  texts: string[],
  seen: Set<string>,
): Promise<void> {
  for (const { subject, version } of references) {
    const key = `${subject} ${version}`
    if (seen.has(key)) continue
    if (seen.size >= referencesMax) throw new Error(`it refers to more than ${referencesMax} schemas`)
    seen.add(key)
    const path = `/subjects/${encodeURIComponent(subject)}/versions/${version}`
    const answer = await request(registry, 'GET', path, { timeoutMs: askMsMax })
    const body = answer.json as SchemaBody | undefined
    if (answer.status !== 200 || typeof body?.schema !== 'string') {
      throw new Error(`its reference ${subject} ${version} was answered with ${answer.status}`)
    }
    await collectReferences(registry, body.references ?? [], texts, seen)
    texts.push(body.schema)
  }
}
