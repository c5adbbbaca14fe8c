import { stringifyJson } from '../formats/json'

/** The kinds of schema that we can parse. PROTOBUF is not among them yet. */
export const schemaTypes = ['AVRO', 'JSON'] as const
export type SchemaType = (typeof schemaTypes)[number]

export const levels = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const
export type Level = (typeof levels)[number]

export const modes = ['READWRITE', 'READONLY', 'READONLY_OVERRIDE', 'IMPORT'] as const
export type Mode = (typeof modes)[number]

/** A named type of another subject's version that a schema uses. */
export interface Reference {
  name: string
  subject: string
  version: number
}

/** A schema as such, whatever subjects it stands under. */
export interface SchemaText {
  schemaType: SchemaType
  /** Canonical text: what is compared, stored and answered. */
  schema: string
  references: Reference[]
}

/** A schema under a subject. Never changed, only replaced. */
export interface Version extends SchemaText {
  subject: string
  version: number
  id: number
  /** Soft-deleted: gone from lists and look-ups, while its id still resolves. */
  deleted: boolean
}

/** All that the registry knows; made by applying the records of `_schemas` in order. */
export interface RegistryState {
  /** Versions by number, by subject; a subject that is here has at least one. */
  subjects: Map<string, Map<number, Version>>
  /** Versions that have an id, oldest first; at least one each. */
  byId: Map<number, Version[]>
  /** Ids by identity (see identityOf), so that the same schema has the same id everywhere. */
  idOf: Map<string, number>
  /** The highest id ever seen; ids are not given twice, even when all that had them is deleted for good. */
  idMax: number
  /** By subject; null is the global one. */
  levels: Map<string | null, Level>
  modes: Map<string | null, Mode>
}

export function emptyState(): RegistryState {
  return { subjects: new Map(), byId: new Map(), idOf: new Map(), idMax: 0, levels: new Map(), modes: new Map() }
}

/** A copy that can be changed without changing the first. */
export function copyState(state: RegistryState): RegistryState {
  return {
    subjects: new Map([...state.subjects].map(([subject, versions]) => [subject, new Map(versions)])),
    byId: new Map([...state.byId].map(([id, versions]) => [id, [...versions]])),
    idOf: new Map(state.idOf),
    idMax: state.idMax,
    levels: new Map(state.levels),
    modes: new Map(state.modes),
  }
}

/** Equal for equal schemas, and for them only. */
export function identityOf({ schemaType, schema, references }: SchemaText): string {
  return stringifyJson([schemaType, schema, references.map(({ name, subject, version }) => [name, subject, version])])
}

export function putVersion(state: RegistryState, version: Version): void {
  removeVersion(state, version.subject, version.version)
  const versions = state.subjects.get(version.subject) ?? new Map<number, Version>()
  versions.set(version.version, version)
  state.subjects.set(version.subject, versions)
  state.byId.set(version.id, [...(state.byId.get(version.id) ?? []), version])
  state.idOf.set(identityOf(version), version.id)
  state.idMax = Math.max(state.idMax, version.id)
}

export function removeVersion(state: RegistryState, subject: string, number: number): void {
  const versions = state.subjects.get(subject)
  const version = versions?.get(number)
  if (!versions || !version) return
  versions.delete(number)
  if (versions.size === 0) state.subjects.delete(subject)
  const rest = (state.byId.get(version.id) ?? []).filter(other => other !== version)
  if (rest.length > 0) state.byId.set(version.id, rest)
  else {
    state.byId.delete(version.id)
    state.idOf.delete(identityOf(version))
  }
}

/** The subject's versions, lowest number first. */
export function versionsOf(state: RegistryState, subject: string, { deleted }: { deleted: boolean }): Version[] {
  const versions = [...(state.subjects.get(subject)?.values() ?? [])]
  return versions.filter(version => deleted || !version.deleted).sort((a, b) => a.version - b.version)
}

/** Live versions that use the given one. */
export function referrersOf(state: RegistryState, subject: string, version: number): Version[] {
  const refers = (other: Version) =>
    other.references.some(reference => reference.subject === subject && reference.version === version)
  return [...state.subjects.values()].flatMap(versions =>
    [...versions.values()].filter(other => !other.deleted && refers(other)),
  )
}

/** The level that counts for a subject: its own, else the global one, else BACKWARD. */
export function levelOf(state: RegistryState, subject: string | null): Level {
  return state.levels.get(subject) ?? state.levels.get(null) ?? 'BACKWARD'
}

/** The mode that counts for a subject. A global READONLY_OVERRIDE wins over the subject's own. */
export function modeOf(state: RegistryState, subject: string | null): Mode {
  const global = state.modes.get(null)
  if (global === 'READONLY_OVERRIDE') return global
  return state.modes.get(subject) ?? global ?? 'READWRITE'
}
