import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ProblemError } from '../lib/problem'
import { shownAddresses } from './addresses'
import { parseProfile, readProfileFile } from './profile'

const endpoints = {
  kafka: ['a:9092', 'b:9093'],
  registry: 'http://r:8081/',
  restProxy: 'http://p:8082',
  connect: 'http://c:8083',
  ksql: null,
  postgres: 'postgresql://u:secret@db:5432/cta',
}

const folder = mkdtempSync(join(tmpdir(), 'elevated-profile-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a profile', () => {
  it('takes plain addresses and fills in the rest', () => {
    expect(parseProfile('f', { endpoints })).toEqual({
      id: 'custom',
      title: 'Custom cluster',
      readOnly: false,
      endpoints: {
        kafka: { brokers: ['a:9092', 'b:9093'] },
        registry: { url: 'http://r:8081' },
        restProxy: { url: 'http://p:8082' },
        connect: { url: 'http://c:8083' },
        ksql: null,
        postgres: { url: 'postgresql://u:secret@db:5432/cta' },
      },
    })
  })

  it('needs no service but Kafka: what it does not name, it does not have', () => {
    expect(parseProfile('f', { endpoints: { kafka: 'k:9092', registry: null } }).endpoints).toEqual({
      kafka: { brokers: ['k:9092'] },
      registry: null,
      restProxy: null,
      connect: null,
      ksql: null,
      postgres: null,
    })
  })

  it('takes TLS and SASL for Kafka, and credentials for HTTP', () => {
    const kafka = {
      brokers: ['k:9094'],
      ssl: { ca: 'PEM' },
      sasl: { mechanism: 'scram-sha-512', username: 'u', password: 'p' },
    }
    const registry = { url: 'https://r', username: 'key', password: 'secret' }
    const profile = parseProfile('f', { endpoints: { ...endpoints, kafka, registry } })
    expect(profile.endpoints).toMatchObject({ kafka, registry })
  })

  it.each([
    ['no object', 'x', /file/],
    ['a misspelt field', { endpoints: { ...endpoints, restproxy: 'http://p' } }, /endpoints/],
    ['no Kafka', { endpoints: { ...endpoints, kafka: undefined } }, /endpoints.kafka/],
    ['a broker without a port', { endpoints: { ...endpoints, kafka: ['a'] } }, /endpoints.kafka/],
    ['no broker', { endpoints: { ...endpoints, kafka: [] } }, /endpoints.kafka/],
    ['another protocol', { endpoints: { ...endpoints, registry: 'ftp://r' } }, /endpoints.registry/],
    ['an id with spaces', { id: 'My Cluster', endpoints }, /id/],
  ])('refuses %s and names the field', (_what, json, field) => {
    expect(() => parseProfile('f', json)).toThrow(field)
  })

  it('is read from a file, of which no word is repeated when it is not JSON', () => {
    const file = join(folder, 'p.json')
    writeFileSync(file, JSON.stringify({ title: 'T', endpoints }))
    expect(readProfileFile(file).title).toBe('T')
    writeFileSync(file, '{"password": "hunter2" "x"}')
    for (const wrong of [file, join(folder, 'none.json')]) {
      expect(() => readProfileFile(wrong)).toThrow(ProblemError)
      expect(() => readProfileFile(wrong)).not.toThrow(/hunter2/)
    }
  })

  it('never shows a credential', () => {
    // Credentials in an address are those of basic authentication.
    const { endpoints: known } = parseProfile('f', { endpoints: { ...endpoints, registry: 'http://u:p@r:1' } })
    expect(known!.registry).toEqual({ url: 'http://r:1', username: 'u', password: 'p' })
    expect(shownAddresses(known!)).toEqual({
      kafka: 'a:9092,b:9093',
      registry: 'http://r:1',
      restProxy: 'http://p:8082',
      connect: 'http://c:8083',
      ksql: null,
      postgres: 'postgresql://db:5432/cta',
    })
  })
})
