import {
  levels,
  modes,
  putVersion,
  removeVersion,
  schemaTypes,
  versionsOf,
  type Level,
  type Mode,
  type RegistryState,
  type Version,
} from './state'

/**
 * The records of `_schemas`, in the JSON form of Confluent's registry, so that either can take the topic over: a key with
 * its keytype, and a value or null for what is deleted for good.
 *
 * - SCHEMA: one version; soft-deleted when `deleted` is true
 * - DELETE_SUBJECT: all versions up to the given one are soft-deleted
 * - CLEAR_SUBJECT: all versions are deleted for good
 * - CONFIG, MODE: of a subject, or of everything when the subject is null
 * - NOOP, and whatever else a newer registry writes, is passed over
 */
export interface StoreEntry {
  key: string
  value: string | null
}

export function schemaEntry(version: Version): StoreEntry {
  const { subject, version: number, id, schemaType, references, schema, deleted } = version
  return {
    key: schemaKey(subject, number),
    value: JSON.stringify({
      subject,
      version: number,
      id,
      ...(schemaType === 'AVRO' ? {} : { schemaType }),
      ...(references.length === 0 ? {} : { references }),
      schema,
      deleted,
    }),
  }
}

export function schemaTombstone(subject: string, version: number): StoreEntry {
  return { key: schemaKey(subject, version), value: null }
}

export function deleteSubjectEntry(subject: string, version: number): StoreEntry {
  return {
    key: JSON.stringify({ keytype: 'DELETE_SUBJECT', subject, magic: 0 }),
    value: JSON.stringify({ subject, version }),
  }
}

export function levelEntry(subject: string | null, compatibilityLevel: Level | null): StoreEntry {
  return {
    key: JSON.stringify({ keytype: 'CONFIG', subject, magic: 0 }),
    value: compatibilityLevel === null ? null : JSON.stringify({ subject, compatibilityLevel }),
  }
}

export function modeEntry(subject: string | null, mode: Mode | null): StoreEntry {
  return {
    key: JSON.stringify({ keytype: 'MODE', subject, magic: 0 }),
    value: mode === null ? null : JSON.stringify({ subject, mode }),
  }
}

function schemaKey(subject: string, version: number): string {
  return JSON.stringify({ keytype: 'SCHEMA', subject, version, magic: 1 })
}

interface Key {
  keytype?: unknown
  subject?: unknown
  version?: unknown
}

/**
 * Applies one record to the state.
 *
 * @returns why it was passed over, or null when it was applied
 */
export function applyEntry(state: RegistryState, key: string | null, value: string | null): string | null {
  if (key === null) return 'it has no key'
  let parsedKey: Key
  let parsedValue: Record<string, unknown> | null
  try {
    parsedKey = JSON.parse(key) as Key
    parsedValue = value === null ? null : (JSON.parse(value) as Record<string, unknown>)
  } catch (error) {
    return `it is not JSON: ${(error as Error).message}`
  }
  if (typeof parsedKey !== 'object' || parsedKey === null) return 'its key is not an object'
  const apply = appliers[String(parsedKey.keytype)]
  return apply ? apply(state, parsedKey, parsedValue) : null
}

type Applier = (state: RegistryState, key: Key, value: Record<string, unknown> | null) => string | null

const appliers: Record<string, Applier> = {
  SCHEMA(state, { subject, version }, value) {
    if (typeof subject !== 'string' || typeof version !== 'number') return 'its key names no version'
    if (value === null) {
      removeVersion(state, subject, version)
      return null
    }
    const { id, schema, schemaType = 'AVRO', references = [], deleted = false } = value
    if (typeof id !== 'number' || typeof schema !== 'string') return 'it has no id or no schema'
    if (!oneOf(schemaTypes, schemaType)) {
      // Its id is taken all the same.
      state.idMax = Math.max(state.idMax, id)
      return `schemas of type ${String(schemaType)} are not implemented`
    }
    const list = Array.isArray(references) ? (references as Version['references']) : []
    putVersion(state, { subject, version, id, schemaType, schema, references: list, deleted: deleted === true })
    return null
  },
  DELETE_SUBJECT(state, { subject }, value) {
    if (typeof subject !== 'string' || typeof value?.version !== 'number') return null
    for (const version of versionsOf(state, subject, { deleted: false })) {
      if (version.version <= value.version) putVersion(state, { ...version, deleted: true })
    }
    return null
  },
  CLEAR_SUBJECT(state, { subject }) {
    if (typeof subject !== 'string') return null
    for (const version of versionsOf(state, subject, { deleted: true })) removeVersion(state, subject, version.version)
    return null
  },
  CONFIG(state, { subject }, value) {
    return set(state.levels, levels, subject, value === null ? null : value.compatibilityLevel)
  },
  MODE(state, { subject }, value) {
    return set(state.modes, modes, subject, value === null ? null : value.mode)
  },
}

function set<T extends string>(
  map: Map<string | null, T>,
  known: readonly T[],
  subject: unknown,
  value: unknown,
): string | null {
  const name = typeof subject === 'string' ? subject : null
  if (value === null || value === undefined) map.delete(name)
  else if (oneOf(known, value)) map.set(name, value)
  else return `${String(value)} is not one of ${known.join(', ')}`
  return null
}

function oneOf<T extends string>(known: readonly T[], value: unknown): value is T {
  return (known as readonly unknown[]).includes(value)
}
