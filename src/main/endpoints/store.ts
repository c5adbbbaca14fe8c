import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { messageOf, ProblemError, type Problem } from '../lib/problem'
import { builtInProfiles, embeddedProfile } from './built-in'
import { profileId, readProfileFile, type Profile } from './profile'

/** Profiles that one data directory may hold. */
const profilesMax = 200

/** A saved profile, or why its file cannot be used. */
export type Saved = { id: string; profile: Profile; problem: null } | { id: string; profile: null; problem: Problem }

/**
 * The profiles of a data directory: `profiles/ID.json`, in the form that --profile FILE takes, readable by this account
 * alone, for they hold passwords; and `profile.json`, the id of the one that the next start begins with.
 */
export interface ProfileStore {
  list(): Saved[]
  /** @throws ProblemError unknown-profile, wrong-profile */
  read(id: string): Profile
  /** @throws ProblemError profile-not-saved */
  write(profile: Profile): void
  /** @throws ProblemError unknown-profile, profile-not-saved */
  remove(id: string): void
  /** An id that no profile has, made of a title. */
  freeId(title: string): string
  /** Null: none was chosen yet. */
  next(): string | null
  setNext(id: string): void
}

export function profileStore(dataDir: string): ProfileStore {
  const folder = join(dataDir, 'profiles')
  const nextFile = join(dataDir, 'profile.json')
  const fileOf = (id: string) => join(folder, `${id}.json`)
  const isSaved = (id: string) => profileId.safeParse(id).success && existsSync(fileOf(id))
  const read = (id: string): Profile => {
    if (!isSaved(id)) throw unknownProfile(id)
    return { ...readProfileFile(fileOf(id)), id }
  }
  const ids = () => {
    if (!existsSync(folder)) return []
    const names = namesIn(folder).filter(name => name.endsWith('.json'))
    return names.map(name => name.slice(0, -'.json'.length)).filter(id => profileId.safeParse(id).success)
  }
  return {
    list() {
      const saved = ids().sort().slice(0, profilesMax)
      return saved.map(id => {
        try {
          return { id, profile: read(id), problem: null }
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error
          return { id, profile: null, problem: error.problem }
        }
      })
    },
    read,
    write(profile) {
      if (!isSaved(profile.id) && ids().length >= profilesMax) throw notSaved(folder, `it holds ${profilesMax} already`)
      writePrivate(fileOf(profile.id), JSON.stringify(profile, null, 2) + '\n')
    },
    remove(id) {
      if (!isSaved(id)) throw unknownProfile(id)
      try {
        rmSync(fileOf(id))
      } catch (error) {
        throw notSaved(folder, messageOf(error))
      }
    },
    freeId(title) {
      const taken = new Set([...builtInProfiles.map(({ id }) => id), ...ids()])
      const base = slug(title)
      for (let n = 1; ; n++) {
        const id = n === 1 ? base : `${base}-${n}`
        if (!taken.has(id)) return id
      }
    },
    next() {
      try {
        const { id } = JSON.parse(readFileSync(nextFile, 'utf8')) as { id?: unknown }
        return typeof id === 'string' ? id : null
      } catch {
        // Absent or spoilt: no choice is known, and the app begins as it does the first time.
        return null
      }
    },
    setNext: id => writePrivate(nextFile, JSON.stringify({ id }) + '\n'),
  }
}

/** The profile that a start begins with, and why it is not the one that was asked for or remembered. */
export interface StartProfile {
  profile: Profile
  problem: Problem | null
}

/**
 * By what the command line says: the name of a built-in profile, the id of a saved one, or a JSON file; without it the
 * one that was used last. A remembered profile that cannot be used any more gives way to the embedded stack.
 *
 * @throws ProblemError wrong-profile when the command line names what cannot be used
 */
export function readProfile(nameOrFile: string | undefined, dataDir: string): StartProfile {
  const store = profileStore(dataDir)
  const named = (name: string) => builtInProfiles.find(({ id }) => id === name) ?? store.read(name)
  if (nameOrFile === undefined) {
    const next = store.next()
    try {
      return { profile: next === null ? embeddedProfile : named(next), problem: null }
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      return { profile: embeddedProfile, problem: error.problem }
    }
  }
  try {
    return { profile: named(nameOrFile), problem: null }
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== 'unknown-profile') throw error
    const profile = readProfileFile(nameOrFile)
    const isTaken = [...builtInProfiles, ...store.list()].some(({ id }) => id === profile.id)
    return { profile: isTaken ? { ...profile, id: store.freeId(profile.id) } : profile, problem: null }
  }
}

/** Characters of an id, without the number that a second one of the same name gets. */
const slugCharsMax = 34

function slug(title: string): string {
  const plain = title.normalize('NFKD').toLowerCase()
  return (
    plain
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, slugCharsMax)
      .replaceAll(/^-+|-+$/g, '') || 'profile'
  )
}

/** Whole or not at all, and never readable by others, not even for a moment. */
function writePrivate(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const half = `${file}.new`
    rmSync(half, { force: true })
    writeFileSync(half, text, { mode: 0o600, flag: 'wx' })
    // The mode above is subject to the account's mask; that of a file that is already there stays.
    chmodSync(half, 0o600)
    renameSync(half, file)
  } catch (error) {
    throw notSaved(dirname(file), messageOf(error))
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    throw new ProblemError({
      code: 'profiles-unreadable',
      where: folder,
      message: `The saved profiles cannot be read: ${messageOf(error)}.`,
      tip: 'Look at the permissions of the data directory.',
    })
  }
}

function notSaved(folder: string, reason: string): ProblemError {
  return new ProblemError({
    code: 'profile-not-saved',
    where: folder,
    message: `The profile could not be saved: ${reason}.`,
    tip: 'Look at the space and the permissions of the data directory.',
  })
}

function unknownProfile(id: string): ProblemError {
  return new ProblemError({
    code: 'unknown-profile',
    where: 'profiles',
    message: `There is no profile ${JSON.stringify(id.slice(0, 60))}.`,
    tip: 'It may have been deleted: choose another one under Settings, Profiles.',
  })
}
