import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startRestProxy } from '..'
import { startKafka } from '../../kafka'
import { silentLog } from '../../lib/log'
import type { RunningService } from '../../lib/service'
import { startRegistry } from '../../registry'

const log = silentLog()
const dataDir = mkdtempSync(join(tmpdir(), 'elevated-rest-consumers-'))
const services: RunningService[] = []
let proxy: string
let names = 0

beforeAll(async () => {
  const start = async (service: Promise<RunningService>) => {
    services.unshift(await service)
    return services[0]!.endpoint
  }
  const kafka = await start(startKafka({ port: 0, dataDir, log }))
  const registry = await start(startRegistry({ port: 0, kafka, log }))
  proxy = await start(startRestProxy({ port: 0, kafka, registry, log }))
})
afterAll(async () => {
  for (const service of services) await service.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const kafkaJson = { 'content-type': 'application/vnd.kafka.v2+json' }
const unique = (name: string) => `${name}-${++names}`
const failed = (code: number) => ({ error_code: code, message: expect.any(String) })

async function call(method: string, url: string, body?: unknown, headers: Record<string, string> = kafkaJson) {
  const text = body === undefined ? {} : { body: JSON.stringify(body) }
  const response = await fetch(url.startsWith('/') ? proxy + url : url, { method, headers, ...text })
  const answer = await response.text()
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: answer === '' ? undefined : JSON.parse(answer),
  }
}

async function produce(topic: string, format: string, body: object) {
  const answer = await call('POST', `/topics/${topic}`, body, {
    'content-type': `application/vnd.kafka.${format}.v2+json`,
  })
  expect(answer.status).toBe(200)
  return answer.body
}

const values = (...list: unknown[]) => ({ records: list.map(value => ({ value })) })

/** Creates an instance; answers its URL. */
async function create(config: object = {}, group = unique('group')) {
  const { status, body } = await call('POST', `/consumers/${group}`, {
    format: 'json',
    'auto.offset.reset': 'earliest',
    ...config,
  })
  expect(status).toBe(200)
  return body.base_uri as string
}

/** Reads until there are `count` records; bounded by the test's own time limit. */
async function read(url: string, count: number, query = '') {
  const records: { topic: string; key: unknown; value: unknown; partition: number; offset: number }[] = []
  while (records.length < count) records.push(...(await call('GET', `${url}/records${query}`, undefined, {})).body)
  return records
}

describe('consumer instances', () => {
  it('reads what is in a topic and what comes', async () => {
    const topic = unique('topic')
    await produce(topic, 'json', { records: [{ key: 'k', value: { id: 1 } }, { value: null }] })
    const url = await create()
    expect((await call('POST', `${url}/subscription`, { topics: [topic] })).status).toBe(204)
    expect((await call('GET', `${url}/subscription`)).body).toEqual({ topics: [topic] })
    expect(await read(url, 2)).toEqual([
      { topic, key: 'k', value: { id: 1 }, partition: 0, offset: 0 },
      { topic, key: null, value: null, partition: 0, offset: 1 },
    ])
    expect((await call('GET', `${url}/assignments`)).body).toEqual({ partitions: [{ topic, partition: 0 }] })
    await produce(topic, 'json', values('more'))
    expect(await read(url, 1)).toMatchObject([{ value: 'more', offset: 2 }])
    expect(await call('GET', `${url}/records?timeout=10`, undefined, {})).toEqual({
      status: 200,
      type: 'application/vnd.kafka.json.v2+json',
      body: [],
    })
    expect((await call('DELETE', url)).status).toBe(204)
    expect(await call('GET', `${url}/records`)).toMatchObject({ status: 404, body: failed(40403) })
  })

  it('answers Avro as its JSON encoding, and binary as base64', async () => {
    const topic = unique('topic')
    const value_schema = JSON.stringify({ type: 'record', name: 'r', fields: [{ name: 'a', type: ['null', 'long'] }] })
    await produce(topic, 'avro', { value_schema, records: [{ value: { a: { long: 5 } } }, { value: { a: null } }] })
    const avro = await create({ format: 'avro' })
    await call('POST', `${avro}/subscription`, { topics: [topic] })
    expect((await read(avro, 2)).map(({ value }) => value)).toEqual([{ a: { long: 5 } }, { a: null }])
    const binary = await create({ format: 'binary' })
    await call('POST', `${binary}/subscription`, { topics: [topic] })
    expect((await read(binary, 2)).map(({ value }) => value)).toEqual([
      expect.stringMatching(/^AAAA/),
      expect.stringMatching(/^AAAA/),
    ])
  })

  it('commits what was read, or the offsets given plus one', async () => {
    const topic = unique('topic')
    const group = unique('group')
    await produce(topic, 'json', values(0, 1, 2, 3))
    const url = await create({ 'auto.commit.enable': 'false' }, group)
    await call('POST', `${url}/subscription`, { topics: [topic] })
    await read(url, 4)
    const partitions = { partitions: [{ topic, partition: 0 }] }
    const committed = async (from: string) => {
      // fetch() refuses bodies of GET requests, which this API asks for.
      return new Promise((resolve, reject) => {
        const text = JSON.stringify(partitions)
        const headers = { ...kafkaJson, 'content-length': text.length }
        const sent = request(`${from}/offsets`, { method: 'GET', headers }, response => {
          let answer = ''
          response.on('data', (part: Buffer) => (answer += part))
          response.on('end', () => resolve(JSON.parse(answer)))
        })
        sent.on('error', reject)
        sent.end(text)
      })
    }
    expect(await committed(url)).toEqual({ offsets: [] })
    expect((await call('POST', `${url}/offsets`)).status).toBe(200)
    expect(await committed(url)).toEqual({ offsets: [{ topic, partition: 0, offset: 4, metadata: '' }] })
    await call('POST', `${url}/offsets`, { offsets: [{ topic, partition: 0, offset: 1 }] })
    expect(await committed(url)).toMatchObject({ offsets: [{ offset: 2 }] })
    await call('DELETE', url)
    const next = await create({}, group)
    await call('POST', `${next}/subscription`, { topics: [topic] })
    expect((await read(next, 2)).map(({ value }) => value)).toEqual([2, 3])
  })

  it('goes on where an instance that commits by itself has ended', async () => {
    const topic = unique('topic')
    const group = unique('group')
    await produce(topic, 'json', values('a'.repeat(50), 'b', 'c'))
    const first = await create({ 'auto.commit.enable': true }, group)
    await call('POST', `${first}/subscription`, { topics: [topic] })
    expect(await read(first, 1, '?max_bytes=10')).toHaveLength(1)
    await call('DELETE', first)
    const second = await create({}, group)
    await call('POST', `${second}/subscription`, { topics: [topic] })
    expect((await read(second, 2)).map(({ value }) => value)).toEqual(['b', 'c'])
  })

  it('reads partitions that it is given, from where it is told', async () => {
    const topic = unique('topic')
    await produce(topic, 'json', values(0, 1, 2))
    const url = await create()
    const partitions = { partitions: [{ topic, partition: 0 }] }
    expect((await call('POST', `${url}/assignments`, partitions)).status).toBe(204)
    expect((await call('GET', `${url}/assignments`)).body).toEqual(partitions)
    await call('POST', `${url}/positions`, { offsets: [{ topic, partition: 0, offset: 2 }] })
    expect((await read(url, 1)).map(({ value }) => value)).toEqual([2])
    expect((await call('POST', `${url}/positions/beginning`, partitions)).status).toBe(204)
    expect((await read(url, 3)).map(({ value }) => value)).toEqual([0, 1, 2])
    await call('POST', `${url}/positions/end`, partitions)
    await produce(topic, 'json', values('new'))
    expect((await read(url, 1)).map(({ value }) => value)).toEqual(['new'])
  })

  it('commits for its group what it reads of partitions that it is given', async () => {
    const topic = unique('topic')
    const group = unique('group')
    await produce(topic, 'json', values(0, 1, 2))
    const url = await create({}, group)
    await call('POST', `${url}/assignments`, { partitions: [{ topic, partition: 0 }] })
    await read(url, 3)
    await call('POST', `${url}/offsets`, { offsets: [{ topic, partition: 0, offset: 0 }] })
    const next = await create({}, group)
    await call('POST', `${next}/assignments`, { partitions: [{ topic, partition: 0 }] })
    expect((await read(next, 2)).map(({ value }) => value)).toEqual([1, 2])
  })

  it('reads all topics of a pattern', async () => {
    const [one, two] = [unique('pattern'), unique('pattern')]
    await produce(one, 'json', values(1))
    await produce(two, 'json', values(2))
    const url = await create()
    await call('POST', `${url}/subscription`, { topic_pattern: `${one}|${two}` })
    expect((await read(url, 2)).map(({ value }) => value).sort()).toEqual([1, 2])
  })

  it('names the record that is not of its format', async () => {
    const topic = unique('topic')
    await produce(topic, 'binary', { records: [{ value: Buffer.from('{no').toString('base64') }] })
    const url = await create()
    await call('POST', `${url}/subscription`, { topics: [topic] })
    let answer = await call('GET', `${url}/records`, undefined, {})
    while (answer.status === 200) answer = await call('GET', `${url}/records`, undefined, {})
    expect(answer).toMatchObject({
      status: 500,
      body: { error_code: 50002, message: expect.stringContaining(`the value of ${topic}, partition 0, offset 0`) },
    })
  })

  it('refuses what excludes or repeats something', async () => {
    const group = unique('group')
    const url = await create({ name: 'me' }, group)
    expect(url).toBe(`${proxy}/consumers/${group}/instances/me`)
    expect(await call('POST', `/consumers/${group}`, { name: 'me' })).toMatchObject({
      status: 409,
      body: failed(40902),
    })
    expect(await call('GET', `${url}/records`)).toMatchObject({ status: 409, body: failed(40903) })
    await call('POST', `${url}/subscription`, { topics: ['x'] })
    expect(await call('POST', `${url}/subscription`, { topics: ['y'] })).toMatchObject({
      status: 409,
      body: failed(40901),
    })
    expect(await call('POST', `${url}/assignments`, { partitions: [] })).toMatchObject({
      status: 409,
      body: failed(40901),
    })
    expect(
      await call('POST', `${url}/positions`, { offsets: [{ topic: 'x', partition: 0, offset: 0 }] }),
    ).toMatchObject({ status: 409, body: failed(40903) })
    expect((await call('DELETE', `${url}/subscription`)).status).toBe(204)
    expect((await call('GET', `${url}/subscription`)).body).toEqual({ topics: [] })
    expect(
      await call('GET', `${url}/records`, undefined, { accept: 'application/vnd.kafka.avro.v2+json' }),
    ).toMatchObject({ status: 406, body: failed(40601) })
    expect(await call('GET', `${url}/records`, undefined, { accept: 'text/html' })).toMatchObject({
      status: 406,
      body: failed(406),
    })
  })

  it.each([
    [{ format: 'xml' }, 422, 42204],
    [{ 'auto.offset.reset': 'none' }, 422, 42204],
    [{ 'auto.commit.enable': 'perhaps' }, 422, 42204],
    [{ 'consumer.request.timeout.ms': -5 }, 422, 42204],
    [{ 'fetch.min.bytes': 'x' }, 422, 42204],
    [{ colour: 'red' }, 422, 422],
    [[], 400, 400],
  ])('refuses to create one with %j', async (config, status, code) => {
    expect(await call('POST', '/consumers/g', config)).toMatchObject({ status, body: failed(code) })
  })

  it('refuses bodies of other types, and lists that are none', async () => {
    expect(await call('POST', '/consumers/g', {}, { 'content-type': 'text/plain' })).toMatchObject({
      status: 415,
      body: failed(415),
    })
    const url = await create()
    for (const [path, body] of [
      ['subscription', {}],
      ['assignments', {}],
      ['positions', { offsets: [{ topic: 'x' }] }],
      ['positions/end', undefined],
    ] as const) {
      expect(await call('POST', `${url}/${path}`, body)).toMatchObject({ status: 422, body: failed(422) })
    }
  })
})
