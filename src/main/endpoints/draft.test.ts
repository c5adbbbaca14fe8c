import { describe, expect, it } from 'vitest'
import { profileDraft, type ProfileFields, type SecretChanges } from '../../shared/contract/profiles'
import { endpointsOfDraft, fieldsOf, secretsSetOf } from './draft'
import { parseProfile, type Endpoints } from './profile'

const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'
const key = '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----'

const { endpoints, ...profile } = parseProfile('f', {
  title: 'Staging',
  endpoints: {
    kafka: {
      brokers: ['a:9094', 'b:9094'],
      ssl: { ca: certificate, cert: certificate, key, passphrase: 'open', rejectUnauthorized: false },
      sasl: { mechanism: 'scram-sha-256', username: 'me', password: 'sasl-secret' },
    },
    registry: { url: 'https://r', username: 'key', password: 'registry-secret' },
    postgres: { url: 'postgresql://u:p%40ss@db:5432/cta?sslmode=verify-full', fromConnect: 'postgres:5432' },
  },
})
const before: Endpoints = endpoints!
const fields = fieldsOf({ ...profile, endpoints }, before)

const back = (change: Partial<ProfileFields> = {}, secrets: SecretChanges = {}, known: Endpoints | null = before) =>
  endpointsOfDraft({ fields: { ...fields, ...change }, secrets }, known)

describe('the form of a profile', () => {
  it('shows everything but secrets, and says which are set', () => {
    expect(fields).toMatchObject({
      title: 'Staging',
      kafka: { brokers: ['a:9094', 'b:9094'], sasl: { mechanism: 'scram-sha-256', username: 'me' } },
      registry: { url: 'https://r', username: 'key' },
      restProxy: null,
      postgres: { url: 'postgresql://u@db:5432/cta?sslmode=verify-full', fromConnect: 'postgres:5432' },
    })
    const shown = JSON.stringify(fields)
    for (const secret of ['open', 'sasl-secret', 'registry-secret', 'p%40ss', 'p@ss', 'PRIVATE']) {
      expect(shown).not.toContain(secret)
    }
    expect(secretsSetOf(before)).toEqual([
      'saslPassword',
      'tlsKey',
      'tlsPassphrase',
      'registryPassword',
      'postgresPassword',
    ])
  })

  it('fits the contract, and gives back what it was made of', () => {
    expect(profileDraft.safeParse({ fields, secrets: {} }).success).toBe(true)
    expect(back()).toEqual(before)
  })

  it('replaces a secret, forgets one, and takes special characters as they are', () => {
    const { kafka, registry, postgres } = back(
      {},
      { saslPassword: 'new', registryPassword: null, postgresPassword: 'a@b/c%' },
    )
    expect(kafka.sasl?.password).toBe('new')
    expect(registry).toEqual({ url: 'https://r', username: 'key', password: '' })
    expect(decodeURIComponent(new URL(postgres!.url).password)).toBe('a@b/c%')
  })

  it.each<[string, Partial<ProfileFields>]>([
    ['saslPassword', { kafka: { ...fields.kafka, brokers: ['evil:9094'] } }],
    ['saslPassword', { kafka: { ...fields.kafka, tls: null } }],
    ['registryPassword', { registry: { url: 'https://evil', username: 'key' } }],
    ['postgresPassword', { postgres: { url: 'postgresql://u@evil:5432/cta', fromConnect: null } }],
  ])('wants %s again before it goes to another address', (name, change) => {
    expect(() => back(change)).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'secret-needed' }) }),
    )
    const changes = { saslPassword: 'x', tlsKey: key, tlsPassphrase: 'y', registryPassword: 'x', postgresPassword: 'x' }
    expect(() => back(change, changes)).not.toThrow()
    expect(name in changes).toBe(true)
  })

  it('keeps secrets when the same brokers stand in another order', () => {
    const kafka = { ...fields.kafka, brokers: ['b:9094', ' a:9094'] }
    expect(back({ kafka }).kafka.sasl?.password).toBe('sasl-secret')
  })

  it('has no use for the secrets of what is switched off', () => {
    const bare = back({ kafka: { brokers: ['k:9092'], tls: null, sasl: null }, registry: null, postgres: null })
    expect(secretsSetOf(bare)).toEqual([])
    expect(bare).toEqual({
      kafka: { brokers: ['k:9092'] },
      registry: null,
      restProxy: null,
      connect: null,
      ksql: null,
      postgres: null,
    })
  })

  it('maps TLS to what kafkajs takes: true where there is nothing to be said', () => {
    const plain = { ca: null, cert: null, servername: null, rejectUnauthorized: true }
    expect(back({ kafka: { brokers: ['k:1'], tls: plain, sasl: null } }, {}, null).kafka.ssl).toBe(true)
    const own = { ...plain, ca: certificate, servername: 'k.example.org' }
    expect(back({ kafka: { brokers: ['k:1'], tls: own, sasl: null } }, {}, null).kafka.ssl).toEqual({
      ca: certificate,
      servername: 'k.example.org',
    })
  })

  it('refuses a client certificate without its key', () => {
    const tls = { ca: null, cert: certificate, servername: null, rejectUnauthorized: true }
    expect(() => back({ kafka: { brokers: ['k:1'], tls, sasl: null } }, {}, null)).toThrow(/private key/)
  })
})
