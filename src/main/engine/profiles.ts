import type {
  ProfileDetail,
  ProfileDraft,
  ProfileList,
  ProfileSummary,
  ServiceCheck,
} from '../../shared/contract/profiles'
import { titleCharsMax } from '../../shared/contract/profile-rules'
import {
  builtInProfiles,
  endpointsOfDraft,
  fieldsOf,
  profileStore,
  secretsSetOf,
  shownAddresses,
  testConnections,
  type Endpoints,
  type Profile,
} from '../endpoints'
import type { Log } from '../lib/log'
import { ProblemError } from '../lib/problem'
import type { Session } from './session'

/** The profiles that there are, and which of them the app works with. */
export interface Profiles {
  list(): ProfileList
  get(id: string): ProfileDetail
  save(id: string | null, draft: ProfileDraft): ProfileDetail
  remove(id: string): ProfileList
  duplicate(id: string): ProfileDetail
  test(input: { id: string | null; draft: ProfileDraft | null }, signal: AbortSignal): AsyncGenerator<ServiceCheck>
  use(id: string): Promise<ProfileList>
}

export interface ProfilesOptions {
  dataDir: string
  /** The profile of the command line or the remembered one; it may be none of those that are saved. */
  first: Profile
  session(): Session
  /** Switches the app. */
  open(profile: Profile): Promise<void>
  log: Log
  now(): number
}

export function createProfiles({ dataDir, first, session, open, log, now }: ProfilesOptions): Profiles {
  const store = profileStore(dataDir)
  const isBuiltIn = (id: string) => builtInProfiles.some(profile => profile.id === id)
  const isOfFile = (id: string) => id === first.id && !isBuiltIn(id) && !store.list().some(saved => saved.id === id)

  const profileOf = (id: string): Profile =>
    builtInProfiles.find(profile => profile.id === id) ?? (isOfFile(id) ? first : store.read(id))
  /** Those of the embedded stack are known while it runs. */
  const endpointsOf = (profile: Profile): Endpoints | null =>
    profile.endpoints ?? (session().profile.id === profile.id ? (session().endpoints() ?? null) : null)
  const kindOf = (id: string) => (isBuiltIn(id) ? 'built-in' : isOfFile(id) ? 'file' : 'saved')

  const summary = (profile: Profile): ProfileSummary => {
    const { id, title, readOnly } = profile
    const endpoints = endpointsOf(profile)
    return { id, title, readOnly, kind: kindOf(id), addresses: endpoints && shownAddresses(endpoints), problem: null }
  }
  const list = (): ProfileList => {
    const saved = store
      .list()
      .map(({ id, profile, problem }) =>
        profile
          ? summary(profile)
          : { id, title: id, kind: 'saved' as const, readOnly: false, addresses: null, problem },
      )
    const ofFile = isOfFile(first.id) ? [summary(first)] : []
    return {
      profiles: [...builtInProfiles.map(summary), ...ofFile, ...saved],
      current: session().profile.id,
      next: store.next() ?? builtInProfiles[0]!.id,
    }
  }
  const get = (id: string): ProfileDetail => {
    const { endpoints, ...profile } = profileOf(id)
    if (!endpoints) return { id, kind: kindOf(id), fields: null, secretsSet: [] }
    return {
      id,
      kind: kindOf(id),
      fields: fieldsOf({ ...profile, endpoints }, endpoints),
      secretsSet: secretsSetOf(endpoints),
    }
  }
  return {
    list,
    get,
    save(id, draft) {
      if (id !== null && kindOf(id) !== 'saved') throw new ProblemError(notOurs(id))
      const before = id === null ? null : store.read(id)
      const { readOnly } = draft.fields
      const title = draft.fields.title.trim()
      const endpoints = endpointsOfDraft(draft, before?.endpoints ?? null)
      const profile = { id: id ?? store.freeId(title), title, readOnly, endpoints }
      store.write(profile)
      log.info({ profile: profile.id }, 'a profile was saved')
      return get(profile.id)
    },
    remove(id) {
      if (kindOf(id) !== 'saved') throw new ProblemError(notOurs(id))
      if (session().profile.id === id) throw new ProblemError(inUse)
      store.remove(id)
      if (store.next() === id) store.setNext(session().profile.id)
      log.info({ profile: id }, 'a profile was deleted')
      return list()
    },
    duplicate(id) {
      const profile = profileOf(id)
      if (!profile.endpoints) throw new ProblemError(notOurs(id))
      const title = `${profile.title.slice(0, titleCharsMax - ' (copy)'.length)} (copy)`
      const copy = { ...profile, id: store.freeId(title), title }
      store.write(copy)
      return get(copy.id)
    },
    test({ id, draft }, signal) {
      const profile = id === null ? null : profileOf(id)
      const known = profile && endpointsOf(profile)
      const endpoints = draft ? endpointsOfDraft(draft, known) : known
      if (!endpoints) throw new ProblemError(notRunning)
      const readOnly = draft ? draft.fields.readOnly : (profile?.readOnly ?? false)
      return testConnections({ endpoints, readOnly, signal, now })
    },
    async use(id) {
      const profile = profileOf(id)
      log.info({ profile: id }, 'switching to another profile')
      await open(profile)
      // A profile that is not saved is of this start's command line alone.
      if (kindOf(id) !== 'file') store.setNext(id)
      return list()
    },
  }
}

const notOurs = (id: string) => ({
  code: 'profile-fixed',
  where: 'profiles',
  message: `The profile ${id} comes with the app or from a file, and cannot be changed here.`,
  tip: 'Duplicate it, and change the copy.',
})

const inUse = {
  code: 'profile-in-use',
  where: 'profiles',
  message: 'The app works with this profile.',
  tip: 'Switch to another profile first.',
}

const notRunning = {
  code: 'stack-not-running',
  where: 'profiles',
  message: 'The embedded stack does not run, so there is nothing to test.',
  tip: 'Use this profile: the app then starts its stack.',
}
