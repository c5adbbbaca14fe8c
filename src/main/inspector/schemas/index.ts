import type { Kafka } from 'kafkajs'
import { factsMax } from '../../../shared/contract/schemas'
import type { SchemaVersion, SubjectDetail, SubjectFacts, SubjectList } from '../../../shared/contract/schemas'
import { forEachLimited } from '../../lib/cancellation'
import type { HttpEndpoint } from '../../lib/http'
import { ProblemError } from '../../lib/problem'
import { createMemory } from '../memory'
import {
  readGlobalLevel,
  readLevel,
  readMode,
  readReferrers,
  readSubjects,
  readUses,
  readVersion,
  readVersions,
  type RegisteredSchema,
} from './registry'
import { createTopicNames } from './topic-names'
import { guessTopic } from './topic-use'

/** Subjects sent to a page; a registry with more says how many are missing. */
const subjectsMax = 20_000

/** Bytes of a schema's text sent to a page. */
const textBytesMax = 2 * 1024 * 1024

/** Newest versions of a subject whose ids are read with it. */
const idsMax = 30

/** Ids of referring schemas that are looked up. */
const referrersMax = 50

/** Requests of one question under way at a time. */
const requestsAtOnce = 8

/** A version's id does not change while the version is there, and its newest version rarely does. */
const keepMs = 15_000
const keptMax = 20_000

export interface SchemasOptions {
  /** Null: the profile has none. */
  registry: HttpEndpoint | null
  kafka(): Kafka
  now(): number
}

/** What a Schema Registry has. */
export interface SchemaReader {
  /** @throws ProblemError registry-absent, and service-… of lib/http, as do the others */
  list(options: { deleted: boolean }, signal?: AbortSignal): Promise<SubjectList>
  facts(asked: { subjects: string[]; deleted: boolean }, signal?: AbortSignal): Promise<SubjectFacts[]>
  /** @throws ProblemError subject-unknown */
  subject(subject: string, signal?: AbortSignal): Promise<SubjectDetail>
  /** @throws ProblemError subject-unknown, schema-version-unknown */
  version(subject: string, version: number, signal?: AbortSignal): Promise<SchemaVersion>
}

export function createSchemaReader({ registry: endpoint, kafka, now }: SchemasOptions): SchemaReader {
  const topicNames = createTopicNames(kafka, now)
  const newest = createMemory<SubjectFacts>({ max: keptMax, keepMs, now })
  const ids = createMemory<number>({ max: keptMax, keepMs, now })
  const registryOf = (): HttpEndpoint => {
    if (!endpoint) throw new ProblemError(absent)
    return endpoint
  }
  return {
    list: async ({ deleted }, signal) => readList(registryOf(), deleted, signal),
    async facts({ subjects, deleted }, signal) {
      const registry = registryOf()
      const found = new Map<string, SubjectFacts>()
      await forEachLimited(subjects.slice(0, factsMax), requestsAtOnce, async subject => {
        const read = () => readFacts(registry, subject, deleted, signal)
        found.set(subject, await newest(`${deleted}/${subject}`, read))
      })
      return subjects.flatMap(subject => found.get(subject) ?? [])
    },
    async subject(subject, signal) {
      const registry = registryOf()
      const [live, all, compatibility, topics] = await Promise.all([
        readVersions(registry, subject, { deleted: false, signal }).catch(emptyIfUnknown),
        readVersions(registry, subject, { deleted: true, signal }),
        readCompatibility(registry, subject, signal),
        topicNames.read(),
      ])
      const known = new Map<number, number>()
      await forEachLimited(all.slice(-idsMax), requestsAtOnce, async version => {
        const read = async () => (await readVersion(registry, subject, version, { deleted: true, signal })).id
        known.set(version, await ids(`${version}/${subject}`, read))
      })
      return {
        subject,
        isDeleted: live.length === 0,
        versions: all.map(version => ({
          version,
          id: known.get(version) ?? null,
          isDeleted: !live.includes(version),
        })),
        compatibility,
        topic: guessTopic(subject, topics),
      }
    },
    version: async (subject, version, signal) => readWhole(registryOf(), subject, version, signal),
  }
}

const absent = {
  code: 'registry-absent',
  where: 'Schemas',
  message: 'The profile has no Schema Registry.',
  tip: 'Add the address of one to the profile in the settings.',
}

async function readList(registry: HttpEndpoint, deleted: boolean, signal?: AbortSignal): Promise<SubjectList> {
  const [live, all, compatibility, mode] = await Promise.all([
    readSubjects(registry, { deleted: false, signal }),
    deleted ? readSubjects(registry, { deleted: true, signal }) : null,
    readGlobalLevel(registry, signal),
    readMode(registry, signal),
  ])
  const isLive = new Set(live)
  const subjects = [...new Set([...live, ...(all ?? [])])].sort()
  return {
    address: registry.url,
    compatibility,
    mode,
    subjects: subjects.slice(0, subjectsMax).map(subject => ({ subject, isDeleted: !isLive.has(subject) })),
    leftOut: Math.max(0, subjects.length - subjectsMax),
  }
}

/** One subject that cannot be read leaves its row without facts, and the other rows alone. */
async function readFacts(
  registry: HttpEndpoint,
  subject: string,
  deleted: boolean,
  signal?: AbortSignal,
): Promise<SubjectFacts> {
  try {
    const { version, id, schemaType } = await readVersion(registry, subject, 'latest', { deleted, signal })
    return { subject, version, id, type: schemaType ?? 'AVRO' }
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code === 'service-unreachable') throw error
    return { subject, version: null, id: null, type: null }
  }
}

/**
 * A subject's level and whose it is. Most registries answer 404 for a subject without a level of its own; Apicurio
 * answers NONE then, and the global level only when it is asked for.
 */
async function readCompatibility(
  registry: HttpEndpoint,
  subject: string,
  signal?: AbortSignal,
): Promise<SubjectDetail['compatibility']> {
  const [own, effective, global] = await Promise.all([
    readLevel(registry, subject, { defaultToGlobal: false }, signal),
    readLevel(registry, subject, { defaultToGlobal: true }, signal),
    readGlobalLevel(registry, signal),
  ])
  if (own === null) return { level: effective ?? global ?? 'unknown', from: 'global' }
  if (own !== 'NONE') return { level: own, from: 'subject' }
  if (effective !== null && effective !== own) return { level: effective, from: 'global' }
  return { level: own, from: global === 'NONE' ? 'unsaid' : 'subject' }
}

async function readWhole(
  registry: HttpEndpoint,
  subject: string,
  version: number,
  signal?: AbortSignal,
): Promise<SchemaVersion> {
  const isLive = readVersions(registry, subject, { deleted: false, signal })
    .catch(emptyIfUnknown)
    .then(versions => versions.includes(version))
  const [schema, live] = await Promise.all([readVersion(registry, subject, version, { deleted: true, signal }), isLive])
  const [uses, referrers] = await Promise.all([
    readUses(registry, schema.id, signal),
    readReferrers(registry, subject, version, signal),
  ])
  const others = uses?.filter(use => use.subject !== subject || use.version !== version) ?? null
  return {
    subject,
    version,
    id: schema.id,
    type: schema.schemaType ?? 'AVRO',
    isDeleted: !live,
    ...cut(schema),
    references: schema.references ?? [],
    referencedBy: referrers && (await readOwners(registry, referrers.slice(0, referrersMax), signal)),
    sameSchema: others,
  }
}

function cut({ schema }: RegisteredSchema): Pick<SchemaVersion, 'text' | 'bytes' | 'isCut'> {
  const bytes = Buffer.byteLength(schema)
  if (bytes <= textBytesMax) return { text: schema, bytes, isCut: false }
  // A character at the cut that lost its end becomes a replacement character.
  return { text: Buffer.from(schema).subarray(0, textBytesMax).toString(), bytes, isCut: true }
}

async function readOwners(registry: HttpEndpoint, schemaIds: number[], signal?: AbortSignal) {
  const owners = new Map<string, { subject: string; version: number }>()
  await forEachLimited(schemaIds, requestsAtOnce, async id => {
    for (const owner of (await readUses(registry, id, signal)) ?? []) {
      owners.set(`${owner.version}/${owner.subject}`, owner)
    }
  })
  return [...owners.values()]
}

function emptyIfUnknown(error: unknown): number[] {
  if (error instanceof ProblemError && error.problem.code === 'subject-unknown') return []
  throw error
}
