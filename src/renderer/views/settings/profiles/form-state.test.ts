import { describe, expect, it } from 'vitest'
import { profileDraft, type ProfileFields } from '../../../../shared/contract/profiles'
import { draftOf, emptyForm, formOf, isChanged, mistakesOf, type ProfileForm } from './form-state'

const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'
const key = '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----'

const full: ProfileFields = {
  title: 'Staging',
  readOnly: true,
  kafka: {
    brokers: ['a:9092', 'b:9093'],
    tls: { ca: pem, cert: pem, servername: 'kafka.example.org', rejectUnauthorized: false },
    sasl: { mechanism: 'scram-sha-512', username: 'me' },
  },
  registry: { url: 'https://r', username: 'key' },
  restProxy: null,
  connect: { url: 'http://c:8083', username: null },
  ksql: null,
  postgres: { url: 'postgresql://u@db:5432/cta', fromConnect: 'postgres:5432' },
}

const form = (change: Partial<ProfileForm>): ProfileForm => ({ ...emptyForm(), title: 'T', ...change })

describe('the form of a profile', () => {
  it('gives back what it was filled with, in the form that the contract takes', () => {
    const { fields, secrets } = draftOf(formOf(full))
    expect(fields).toEqual(full)
    expect(secrets).toEqual({})
    expect(profileDraft.safeParse({ fields, secrets }).success).toBe(true)
  })

  it('begins with the standard ports of this machine and lacks but a name', () => {
    expect(mistakesOf(emptyForm(), [])).toEqual({ title: 'Give it a name.' })
    expect(profileDraft.safeParse(draftOf(form({}))).success).toBe(true)
  })

  it('sends typed secrets of what is switched on, and those to be forgotten', () => {
    const secrets = { saslPassword: 'p', registryPassword: null, postgresPassword: 'q', tlsKey: key }
    expect(draftOf(form({ secrets })).secrets).toEqual({ postgresPassword: 'q' })
    const all = form({ secrets, sasl: 'plain', tls: true, cert: pem })
    all.http.registry.username = 'u'
    expect(draftOf(all).secrets).toEqual(secrets)
  })

  it.each<[Partial<ProfileForm>, string]>([
    [{ title: ' ' }, 'title'],
    [{ brokers: ' , ' }, 'brokers'],
    [{ brokers: 'a:9092, b' }, 'brokers'],
    [{ tls: true, ca: 'x' }, 'ca'],
    [{ tls: true, cert: pem }, 'tlsKey'],
    [{ tls: true, cert: pem, secrets: { tlsKey: pem } }, 'tlsKey'],
    [{ sasl: 'plain', secrets: { saslPassword: 'p' } }, 'saslUser'],
    [{ sasl: 'plain', saslUser: 'u' }, 'saslPassword'],
    [{ postgresUrl: 'db' }, 'postgresUrl'],
    [{ fromConnect: 'db' }, 'fromConnect'],
  ])('of %j finds fault with %s alone', (change, field) => {
    expect(Object.keys(mistakesOf(form(change), []))).toEqual([field])
  })

  it('asks nothing of what is switched off', () => {
    const off = form({ ca: 'x', cert: 'y', saslUser: '', hasPostgres: false, postgresUrl: 'db' })
    off.http.registry = { has: false, url: 'nonsense', username: '' }
    expect(mistakesOf(off, [])).toEqual({})
  })

  it('needs no secret again that is kept, unless it is to be forgotten', () => {
    const kept = form({ sasl: 'plain', saslUser: 'u' })
    expect(mistakesOf(kept, ['saslPassword'])).toEqual({})
    expect(mistakesOf({ ...kept, secrets: { saslPassword: null } }, ['saslPassword'])).toHaveProperty('saslPassword')
  })

  it('knows whether it was changed', () => {
    expect(isChanged(formOf(full), { fields: full })).toBe(false)
    expect(isChanged({ ...formOf(full), title: 'x' }, { fields: full })).toBe(true)
    expect(isChanged({ ...formOf(full), secrets: { saslPassword: 'p' } }, { fields: full })).toBe(true)
    expect(isChanged(emptyForm(), null)).toBe(false)
  })
})
