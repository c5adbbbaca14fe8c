import * as z from 'zod'
import { call, garbled, refused, request, type Answer, type HttpEndpoint } from '../../lib/http'
import { ProblemError } from '../../lib/problem'

/** The media types of the registry's own protocol, and plain JSON for those that answer nothing else. */
const accept = 'application/vnd.schemaregistry.v1+json, application/vnd.schemaregistry+json, application/json'

/** Error codes of the registry's protocol. */
const unknownSubject = 40401
const unknownVersion = 40402

const names = z.array(z.string())
const numbers = z.array(z.number())
const subjectVersions = z.array(z.object({ subject: z.string(), version: z.number() }))
const levelAnswer = z.object({ compatibilityLevel: z.string() })
const modeAnswer = z.object({ mode: z.string() })

export const registeredSchema = z.object({
  subject: z.string(),
  version: z.number(),
  id: z.number(),
  schemaType: z.string().nullish(),
  schema: z.string(),
  references: z.array(z.object({ name: z.string(), subject: z.string(), version: z.number() })).nullish(),
})
export type RegisteredSchema = z.infer<typeof registeredSchema>

interface Options {
  /** Softly deleted ones, too. */
  deleted: boolean
  signal?: AbortSignal
}

/** @throws ProblemError service-… of lib/http */
export function readSubjects(registry: HttpEndpoint, { deleted, signal }: Options): Promise<string[]> {
  return get(registry, `/subjects${query(deleted)}`, names, signal)
}

/**
 * Versions of a subject, ascending.
 *
 * @throws ProblemError subject-unknown
 */
export async function readVersions(registry: HttpEndpoint, subject: string, options: Options): Promise<number[]> {
  const path = `/subjects/${encodeURIComponent(subject)}/versions${query(options.deleted)}`
  const versions = await get(registry, path, numbers, options.signal, subject)
  return [...versions].sort((one, other) => one - other)
}

/** @throws ProblemError subject-unknown, schema-version-unknown */
export async function readVersion(
  registry: HttpEndpoint,
  subject: string,
  version: number | 'latest',
  options: Options,
): Promise<RegisteredSchema> {
  const path = `/subjects/${encodeURIComponent(subject)}/versions/${version}${query(options.deleted)}`
  return get(registry, path, registeredSchema, options.signal, subject, version)
}

/** The global level, or null where the registry has none to tell. */
export async function readGlobalLevel(registry: HttpEndpoint, signal?: AbortSignal): Promise<string | null> {
  return (await getIfThere(registry, '/config', levelAnswer, signal))?.compatibilityLevel ?? null
}

/**
 * The level that the registry answers for one subject; null when it says that the subject has none.
 *
 * @param defaultToGlobal asks for the global level where the subject has none; older registries do not know that
 */
export async function readLevel(
  registry: HttpEndpoint,
  subject: string,
  { defaultToGlobal }: { defaultToGlobal: boolean },
  signal?: AbortSignal,
): Promise<string | null> {
  const path = `/config/${encodeURIComponent(subject)}${defaultToGlobal ? '?defaultToGlobal=true' : ''}`
  return (await getIfThere(registry, path, levelAnswer, signal))?.compatibilityLevel ?? null
}

/** READWRITE, READONLY, …; null where the registry does not know of modes. */
export async function readMode(registry: HttpEndpoint, signal?: AbortSignal): Promise<string | null> {
  return (await getIfThere(registry, '/mode', modeAnswer, signal))?.mode ?? null
}

/** Ids of the schemas that refer to a version; null where the registry does not tell. */
export function readReferrers(
  registry: HttpEndpoint,
  subject: string,
  version: number,
  signal?: AbortSignal,
): Promise<number[] | null> {
  const path = `/subjects/${encodeURIComponent(subject)}/versions/${version}/referencedby`
  return getIfThere(registry, path, numbers, signal)
}

/** Where a schema is registered; null where the registry does not tell. */
export function readUses(registry: HttpEndpoint, id: number, signal?: AbortSignal) {
  return getIfThere(registry, `/schemas/ids/${id}/versions`, subjectVersions, signal)
}

async function get<T>(
  registry: HttpEndpoint,
  path: string,
  shape: z.ZodType<T>,
  signal?: AbortSignal,
  subject?: string,
  version?: number | 'latest',
): Promise<T> {
  const answer = await request(registry, 'GET', path, { accept, signal })
  if (subject !== undefined) throwIfUnknown(registry, answer, subject, version)
  if (answer.status < 200 || answer.status > 299) throw refused(registry, `GET ${path}`, answer)
  return parse(registry, path, shape, answer)
}

/** As `get`, but what the registry does not have, or does not know how to answer, is null. */
async function getIfThere<T>(
  registry: HttpEndpoint,
  path: string,
  shape: z.ZodType<T>,
  signal?: AbortSignal,
): Promise<T | null> {
  try {
    return parse(registry, path, shape, await call(registry, 'GET', path, { accept, signal }))
  } catch (error) {
    const isRefusal = error instanceof ProblemError && error.problem.code.startsWith('service-')
    if (isRefusal && error.problem.code !== 'service-unreachable' && error.problem.code !== 'service-slow') return null
    throw error
  }
}

function parse<T>(registry: HttpEndpoint, path: string, shape: z.ZodType<T>, answer: Answer): T {
  const parsed = shape.safeParse(answer.json)
  if (!parsed.success) throw garbled(registry, `GET ${path}`, answer)
  return parsed.data
}

/** A 404 of these paths that speaks the registry's protocol means that the subject or its version is not there. */
function throwIfUnknown(
  registry: HttpEndpoint,
  answer: Answer,
  subject: string,
  version: number | 'latest' | undefined,
): void {
  if (answer.status !== 404) return
  const where = `${registry.title}, ${registry.url}`
  const code = (answer.json as { error_code?: unknown } | undefined)?.error_code
  if (code === unknownVersion && typeof version === 'number') {
    throw new ProblemError({
      code: 'schema-version-unknown',
      where,
      message: `The subject ${subject} has no version ${version}.`,
      tip: 'It may have been deleted for good; choose one of the versions there are.',
    })
  }
  if (code !== unknownSubject && code !== unknownVersion) return
  throw new ProblemError({
    code: 'subject-unknown',
    where,
    message: `The registry has no subject ${subject}.`,
    tip: 'It may have been deleted, or the link may be of another cluster. The list shows what there is.',
  })
}

function query(deleted: boolean): string {
  return deleted ? '?deleted=true' : ''
}
