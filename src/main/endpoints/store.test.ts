import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { composeProfile, embeddedProfile } from './built-in'
import { parseProfile } from './profile'
import { profileStore, readProfile } from './store'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'elevated-profiles-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const profile = (id: string, title = id) => ({
  ...parseProfile('f', { endpoints: { kafka: 'k:9092', postgres: 'postgresql://u:hunter2@db/cta' } }),
  id,
  title,
})

describe('saved profiles', () => {
  it('come back as they were, in the form that a profile file has', () => {
    const store = profileStore(folder)
    store.write(profile('a', 'A'))
    expect(store.read('a')).toEqual(profile('a', 'A'))
    expect(store.list()).toEqual([{ id: 'a', profile: profile('a', 'A'), problem: null }])
    expect(readProfile(join(folder, 'profiles', 'a.json'), mkdtempSync(folder)).profile).toEqual(profile('a', 'A'))
  })

  it('can be read by this account alone, also when the file had been open to all', () => {
    const store = profileStore(folder)
    store.write(profile('a'))
    const file = join(folder, 'profiles', 'a.json')
    chmodSync(file, 0o644)
    store.write(profile('a', 'again'))
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(join(folder, 'profiles'))).toEqual(['a.json'])
  })

  it('with a spoilt file are listed with the reason, and the others with them', () => {
    const store = profileStore(folder)
    store.write(profile('b'))
    writeFileSync(join(folder, 'profiles', 'a.json'), '{"hunter2"')
    const [spoilt, good] = store.list()
    expect(spoilt).toMatchObject({ id: 'a', profile: null, problem: { code: 'wrong-profile' } })
    expect(JSON.stringify(spoilt)).not.toContain('hunter2')
    expect(good).toMatchObject({ id: 'b', problem: null })
  })

  it.each(['', '..', '../a', 'a/b', 'A', 'ü', 'x'.repeat(41)])('are never looked for under %j', id => {
    writeFileSync(join(folder, 'a.json'), JSON.stringify(profile('a')))
    mkdirSync(join(folder, 'profiles'))
    expect(() => profileStore(folder).read(id)).toThrow(/no profile/)
    expect(() => profileStore(folder).remove(id)).toThrow(/no profile/)
  })

  it('get an id of their title that nobody has', () => {
    const store = profileStore(folder)
    expect(store.freeId('Zürich, Staging!')).toBe('zu-rich-staging')
    expect(store.freeId('日本')).toBe('profile')
    expect(store.freeId('Compose')).toBe('compose-2')
    store.write(profile('compose-2'))
    expect(store.freeId('Compose')).toBe('compose-3')
    expect(store.freeId('x'.repeat(200))).toHaveLength(34)
  })

  it('are gone when removed', () => {
    const store = profileStore(folder)
    store.write(profile('a'))
    store.remove('a')
    expect(store.list()).toEqual([])
    expect(existsSync(join(folder, 'profiles', 'a.json'))).toBe(false)
  })

  it('that can be neither read nor written say so', () => {
    writeFileSync(join(folder, 'profiles'), 'a file in the way')
    expect(() => profileStore(folder).write(profile('a'))).toThrow(/cannot be read/)
    expect(() => profileStore(folder).list()).toThrow(/cannot be read/)
    rmSync(join(folder, 'profiles'))
    mkdirSync(join(folder, 'profiles', 'a.json.new', 'in the way'), { recursive: true })
    expect(() => profileStore(folder).write(profile('a'))).toThrow(/could not be saved/)
  })
})

describe('the profile of a start', () => {
  it('is the embedded one at first, then the one that was used last', () => {
    expect(readProfile(undefined, folder)).toEqual({ profile: embeddedProfile, problem: null })
    profileStore(folder).setNext('compose')
    expect(readProfile(undefined, folder).profile).toBe(composeProfile)
  })

  it('is what the command line names: a built-in one, a saved one, or a file', () => {
    const store = profileStore(folder)
    store.write(profile('mine'))
    store.setNext('mine')
    expect(readProfile('embedded', folder).profile).toBe(embeddedProfile)
    expect(readProfile('compose', folder).profile).toBe(composeProfile)
    expect(readProfile('mine', folder).profile.id).toBe('mine')
    const file = join(folder, 'other.json')
    writeFileSync(file, JSON.stringify({ id: 'mine', endpoints: { kafka: 'k:9092' } }))
    expect(readProfile(file, folder).profile.id).toBe('mine-2')
  })

  it('falls back to the embedded one, and says why, when the remembered one is gone or spoilt', () => {
    const store = profileStore(folder)
    store.setNext('gone')
    expect(readProfile(undefined, folder)).toMatchObject({
      profile: embeddedProfile,
      problem: { code: 'unknown-profile' },
    })
    writeFileSync(join(folder, 'profile.json'), 'nonsense')
    expect(readProfile(undefined, folder)).toEqual({ profile: embeddedProfile, problem: null })
  })

  it('is an error when the command line names nothing that there is', () => {
    expect(() => readProfile('nobody', folder)).toThrow(/cannot be used/)
  })
})
