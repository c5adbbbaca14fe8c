import { comparedVersions, compatibilityMessages } from './compatibility'
import { registryError } from './errors'
import { deleteSubjectEntry, levelEntry, modeEntry, schemaEntry, schemaTombstone, type StoreEntry } from './records'
import type { ParsedSchema, SchemaRequest } from './schemas'
import {
  identityOf,
  levelOf,
  levels,
  modeOf,
  modes,
  referrersOf,
  versionsOf,
  type Level,
  type Mode,
  type RegistryState,
  type Version,
} from './state'

/** What a command writes to `_schemas`, and what it answers when that is durable. Nothing to write is fine too. */
export interface Outcome<T> {
  entries: StoreEntry[]
  answer: T
}

export type Parse = (request: SchemaRequest, state: RegistryState) => ParsedSchema

/** Id and version that the client asks for itself, which only the mode IMPORT allows. */
export interface AskedIdentity {
  id?: number
  version?: number
}

/** No id above this: it is an int32 on the wire. */
const idMax = 2 ** 31 - 1

/**
 * Registers a schema under a subject. What the subject already has answers its id and writes nothing.
 *
 * @throws HttpError 42201, 42205 read-only, 40901 incompatible
 */
export function register(
  state: RegistryState,
  parse: Parse,
  subject: string,
  request: SchemaRequest,
  asked: AskedIdentity = {},
): Outcome<Version> {
  const schema = parse(request, state)
  const all = versionsOf(state, subject, { deleted: true })
  const live = all.filter(version => !version.deleted)
  const identity = identityOf(schema)
  const same = live.findLast(version => identityOf(version) === identity)
  if (same && (asked.id === undefined || asked.id === same.id)) return { entries: [], answer: same }
  const mode = modeOf(state, subject)
  if (mode === 'READONLY' || mode === 'READONLY_OVERRIDE') {
    throw registryError('notPermitted', `Subject ${subject} is in read-only mode`)
  }
  const isImport = mode === 'IMPORT'
  if (!isImport && asked.id !== undefined) {
    throw registryError('notPermitted', `Subject ${subject} is not in import mode, so no id may be given`)
  }
  if (!isImport) {
    const level = levelOf(state, subject)
    const messages = compatibilityMessages(schema, comparedVersions(level, live), level, parse, state)
    if (messages.length > 0) {
      throw registryError(
        'incompatible',
        `Schema being registered is incompatible with an earlier schema for subject "${subject}", details: [${messages.join(', ')}]`,
      )
    }
  }
  const { schemaType, schema: text, references } = schema
  const version: Version = {
    subject,
    version: isImport && asked.version ? asked.version : (all.at(-1)?.version ?? 0) + 1,
    id: asked.id ?? state.idOf.get(identity) ?? state.idMax + 1,
    schemaType,
    schema: text,
    references,
    deleted: false,
  }
  checkId(state, version, identity)
  return { entries: [schemaEntry(version)], answer: version }
}

/** An id means one schema for ever: messages refer to it. */
function checkId(state: RegistryState, version: Version, identity: string): void {
  if (!Number.isInteger(version.id) || version.id < 1 || version.id > idMax) {
    throw registryError('invalidSchema', `The schema id ${version.id} is not from 1 to ${idMax}.`)
  }
  const other = state.byId.get(version.id)?.[0]
  if (other && identityOf(other) !== identity) {
    throw registryError('notPermitted', `Overwrite new schema with id ${version.id} is not permitted.`)
  }
}

/**
 * Soft-deletes all versions of a subject, or removes soft-deleted ones for good.
 *
 * @returns the versions that went
 * @throws HttpError 40401, 40404, 40405, 42205, 42206
 */
export function deleteSubject(state: RegistryState, subject: string, permanent: boolean): Outcome<number[]> {
  const all = versionsOf(state, subject, { deleted: true })
  if (all.length === 0) throw registryError('subjectNotFound', subject)
  const live = all.filter(version => !version.deleted)
  if (live.length === 0 && !permanent) throw registryError('subjectSoftDeleted', subject)
  if (live.length > 0 && permanent) throw registryError('subjectNotSoftDeleted', subject)
  checkWritable(state, subject)
  for (const version of permanent ? all : live) checkUnreferenced(state, version)
  if (permanent) {
    return {
      entries: all.map(version => schemaTombstone(subject, version.version)),
      answer: all.map(version => version.version),
    }
  }
  const entries = [deleteSubjectEntry(subject, live.at(-1)!.version)]
  if (state.levels.has(subject)) entries.push(levelEntry(subject, null))
  if (state.modes.has(subject)) entries.push(modeEntry(subject, null))
  return { entries, answer: live.map(version => version.version) }
}

/**
 * Soft-deletes one version, or removes a soft-deleted one for good.
 *
 * @throws HttpError 40401, 40402, 40406, 40407, 42205, 42206
 */
export function deleteVersion(
  state: RegistryState,
  subject: string,
  version: VersionName,
  permanent: boolean,
): Outcome<number> {
  const found = versionNamed(state, subject, version, { deleted: true })
  const what = `Subject '${subject}' Version ${found.version}`
  if (found.deleted && !permanent) throw registryError('versionSoftDeleted', what)
  if (!found.deleted && permanent) throw registryError('versionNotSoftDeleted', what)
  checkWritable(state, subject)
  checkUnreferenced(state, found)
  const entry = permanent ? schemaTombstone(subject, found.version) : schemaEntry({ ...found, deleted: true })
  return { entries: [entry], answer: found.version }
}

function checkWritable(state: RegistryState, subject: string): void {
  if (modeOf(state, subject).startsWith('READONLY')) {
    throw registryError('notPermitted', `Subject ${subject} is in read-only mode`)
  }
}

function checkUnreferenced(state: RegistryState, { subject, version }: Version): void {
  if (referrersOf(state, subject, version).length > 0) {
    throw registryError('referenced', `'${subject}' version ${version}`)
  }
}

/** A version's number, or the newest one. */
export type VersionName = number | 'latest'

/**
 * @param text 1 … 2^31-1, latest, or -1 for the same
 * @throws HttpError 42202
 */
export function versionName(text: string): VersionName {
  if (text === 'latest' || text === '-1') return 'latest'
  const number = Number(text)
  if (!/^\d+$/.test(text) || number < 1 || number > idMax) throw registryError('invalidVersion', text)
  return number
}

/**
 * The version of that name. With `deleted`, soft-deleted ones are seen too; `latest` still prefers a live one.
 *
 * @throws HttpError 40401, 40402
 */
export function versionNamed(
  state: RegistryState,
  subject: string,
  name: VersionName,
  { deleted }: { deleted: boolean },
): Version {
  const versions = versionsOf(state, subject, { deleted })
  if (versions.length === 0) throw registryError('subjectNotFound', subject)
  const found =
    name === 'latest'
      ? (versions.findLast(version => !version.deleted) ?? versions.at(-1))
      : versions.find(version => version.version === name)
  return found ?? notFound(String(name))
}

function notFound(version: string): never {
  throw registryError('versionNotFound', version)
}

/**
 * Sets the compatibility level of a subject, or of all with null.
 *
 * @throws HttpError 42203
 */
export function setLevel(state: RegistryState, subject: string | null, given: unknown): Outcome<Level> {
  const level = levels.find(known => known === String(given).toUpperCase())
  if (!level) throw registryError('invalidLevel')
  checkWritable(state, subject ?? '')
  return { entries: [levelEntry(subject, level)], answer: level }
}

/**
 * Takes a level back.
 *
 * @returns the level that was
 * @throws HttpError 40408 when the subject has none of its own
 */
export function removeLevel(state: RegistryState, subject: string | null): Outcome<Level> {
  const level = state.levels.get(subject) ?? (subject === null ? levelOf(state, null) : undefined)
  if (!level) throw registryError('noSubjectConfig', subject ?? '')
  return { entries: [levelEntry(subject, null)], answer: level }
}

/**
 * Sets the mode of a subject, or of all with null.
 *
 * @param force to IMPORT although there are schemas
 * @throws HttpError 42204, 42205
 */
export function setMode(
  state: RegistryState,
  subject: string | null,
  given: unknown,
  { force }: { force: boolean },
): Outcome<Mode> {
  const mode = modes.find(known => known === String(given).toUpperCase())
  if (!mode) throw registryError('invalidMode')
  const exists = subject === null ? state.subjects.size > 0 : state.subjects.has(subject)
  if (mode === 'IMPORT' && exists && !force && modeOf(state, subject) !== 'IMPORT') {
    throw registryError('notPermitted', 'Cannot import since found existing subjects; use force=true')
  }
  return { entries: [modeEntry(subject, mode)], answer: mode }
}

/**
 * Takes a mode back.
 *
 * @returns the mode that was
 * @throws HttpError 40409 when the subject has none of its own
 */
export function removeMode(state: RegistryState, subject: string | null): Outcome<Mode> {
  const mode = state.modes.get(subject) ?? (subject === null ? modeOf(state, null) : undefined)
  if (!mode) throw registryError('noSubjectMode', subject ?? '')
  return { entries: [modeEntry(subject, null)], answer: mode }
}
