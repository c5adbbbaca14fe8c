import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startRestProxy } from '.'
import { startKafka } from '../kafka'
import { kafkaClient } from '../lib/kafka-client'
import { silentLog } from '../lib/log'
import type { RunningService } from '../lib/service'
import { startRegistry } from '../registry'

const log = silentLog()
const dataDir = mkdtempSync(join(tmpdir(), 'elevated-rest-proxy-'))
const services: RunningService[] = []
let kafka: string
let registry: string
let proxy: string

beforeAll(async () => {
  const start = async (service: Promise<RunningService>) => {
    services.unshift(await service)
    return services[0]!.endpoint
  }
  kafka = await start(startKafka({ port: 0, dataDir, log }))
  registry = await start(startRegistry({ port: 0, kafka, log }))
  proxy = await start(startRestProxy({ port: 0, kafka, registry, log }))
  const admin = kafkaClient({ clientId: 'test', brokers: kafka, log }).admin()
  await admin.connect()
  await admin.createTopics({
    topics: [
      { topic: 'three', numPartitions: 3 },
      { topic: 'compacted', configEntries: [{ name: 'cleanup.policy', value: 'compact' }] },
    ],
  })
  await admin.disconnect()
})
afterAll(async () => {
  for (const service of services) await service.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const embedded = (format: string) => `application/vnd.kafka.${format}.v2+json`

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(proxy + path, { method, headers, ...(text === undefined ? {} : { body: text }) })
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: JSON.parse(await response.text()),
  }
}

const produce = (topic: string, format: string, body: unknown) =>
  call('POST', `/topics/${topic}`, body, { 'content-type': embedded(format) })

/** Everything in a topic, by partition and offset. */
async function recordsOf(topic: string) {
  const consumer = kafkaClient({ clientId: 'test', brokers: kafka, log }).consumer({
    groupId: `test-${topic}-${Math.random()}`,
    maxWaitTimeInMs: 20,
  })
  const admin = kafkaClient({ clientId: 'test', brokers: kafka, log }).admin()
  await admin.connect()
  const total = (await admin.fetchTopicOffsets(topic)).reduce((sum, { high }) => sum + Number(high), 0)
  const records: { partition: number; offset: number; key: Buffer | null; value: Buffer | null }[] = []
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  await new Promise<void>(resolve => {
    void consumer.run({
      eachMessage: async ({ partition, message }) => {
        records.push({ partition, offset: Number(message.offset), key: message.key, value: message.value })
        if (records.length === total) resolve()
      },
    })
  })
  await Promise.all([consumer.disconnect(), admin.disconnect()])
  return records.sort((a, b) => a.partition - b.partition || a.offset - b.offset)
}

const failed = (code: number) => ({ error_code: code, message: expect.any(String) })
const written = (partition: number, offset: number) => ({ partition, offset, error_code: null, error: null })
const int = JSON.stringify('int')

describe('what there is', () => {
  it.each([
    ['/', {}],
    ['/topics', expect.arrayContaining(['three', '_schemas'])],
    ['/brokers', { brokers: [1] }],
    ['/topics/three/partitions/2', { partition: 2, leader: 1, replicas: [{ broker: 1, leader: true, in_sync: true }] }],
    ['/topics/three/partitions/2/offsets', { beginning_offset: 0, end_offset: 0 }],
    [
      '/topics/compacted',
      {
        name: 'compacted',
        configs: expect.objectContaining({ 'cleanup.policy': 'compact' }),
        partitions: [expect.objectContaining({ partition: 0 })],
      },
    ],
  ])('GET %s', async (path, body) => {
    expect(await call('GET', path)).toEqual({ status: 200, type: 'application/vnd.kafka.v2+json', body })
  })

  it('lists partitions in order', async () => {
    const { body } = await call('GET', '/topics/three/partitions')
    expect(body.map(({ partition }: { partition: number }) => partition)).toEqual([0, 1, 2])
  })

  it.each([
    ['/topics/none', 404, 40401],
    ['/topics/none/partitions', 404, 40401],
    ['/topics/none/partitions/0/offsets', 404, 40401],
    ['/topics/three/partitions/3', 404, 40402],
    ['/topics/three/partitions/3/offsets', 404, 40402],
    ['/topics/three/partitions/x', 404, 40402],
    ['/v3/clusters', 404, 404],
    ['/consumers/g', 404, 404],
    ['/consumers/g/instances/i/records', 404, 40403],
  ])('GET %s: %d %d', async (path, status, code) => {
    expect(await call('GET', path)).toMatchObject({ status, body: failed(code) })
  })

  it.each([
    ['text/html', 406],
    ['application/vnd.kafka.v1+json', 406],
    ['application/json', 200],
    ['application/vnd.kafka.v2+json, text/plain;q=0.5', 200],
    ['*/*', 200],
  ])('Accept %s: %d', async (accept, status) => {
    expect((await call('GET', '/brokers', undefined, { accept })).status).toBe(status)
  })
})

describe('producing', () => {
  it('stores JSON as its text, digit for digit', async () => {
    const body = '{"records":[{"key":"a","value":{"id":9007199254740993,"text":"ä"}},{"value":null},{"value":[1.5]}]}'
    expect(await produce('json', 'json', body)).toEqual({
      status: 200,
      type: 'application/vnd.kafka.v2+json',
      body: { offsets: [written(0, 0), written(0, 1), written(0, 2)], key_schema_id: null, value_schema_id: null },
    })
    expect((await recordsOf('json')).map(({ key, value }) => `${key}=${value}`)).toEqual([
      '"a"={"id":9007199254740993,"text":"ä"}',
      'null=null',
      'null=[1.5]',
    ])
  })

  it('stores base64 as its bytes', async () => {
    await produce('binary', 'binary', { records: [{ key: 'AP8=', value: 'YmM=' }] })
    expect(await recordsOf('binary')).toEqual([
      { partition: 0, offset: 0, key: Buffer.from([0, 255]), value: Buffer.from('bc') },
    ])
  })

  it('registers Avro schemas and stores framed values, as lenient with numbers as Java is', async () => {
    const key = { type: 'record', name: 'k', fields: [{ name: 'timestamp', type: 'long' }] }
    const status = { type: 'enum', name: 'status', symbols: ['sunny', 'windy'] }
    const value = {
      type: 'record',
      name: 'v',
      fields: [
        { name: 'temperature', type: 'float' },
        { name: 'status', type: status },
        { name: 'note', type: ['null', 'string'] },
      ],
    }
    const schemas = { key_schema: JSON.stringify(key), value_schema: JSON.stringify(value) }
    const body = `{"records":[{"key":{"timestamp":1764028800.0},"value":{"temperature":70,"status":"windy","note":{"string":"n"}}}]}`
    const first = await produce('weather', 'avro', { ...JSON.parse(body), ...schemas })
    expect(first).toMatchObject({ status: 200, body: { offsets: [written(0, 0)] } })
    const { key_schema_id: keyId, value_schema_id: valueId } = first.body
    for (const [id, subject, schema] of [
      [keyId, 'weather-key', key],
      [valueId, 'weather-value', value],
    ]) {
      const version = await (await fetch(`${registry}/subjects/${subject}/versions/1`)).json()
      expect({ ...version, schema: JSON.parse(version.schema) }).toEqual({ subject, version: 1, id, schema })
    }
    const again = await produce('weather', 'avro', {
      records: [{ value: { temperature: 1.5, status: 'sunny', note: null } }],
      value_schema_id: valueId,
    })
    expect(again.body).toEqual({ offsets: [written(0, 1)], key_schema_id: null, value_schema_id: valueId })
    const hex = (await recordsOf('weather')).map(record => [record.key?.toString('hex'), record.value?.toString('hex')])
    const framed = (id: number, bytes: string) => `00${id.toString(16).padStart(8, '0')}${bytes}`
    expect(hex).toEqual([
      [framed(keyId, '80c6a7920d'), framed(valueId, '00008c42' + '02' + '02026e')],
      [undefined, framed(valueId, '0000c03f' + '00' + '00')],
    ])
  })

  it('puts keys where the Java client puts them', async () => {
    // Kafka's own test vectors for murmur2, with the sign bit off, modulo 3.
    const keys = [
      '21',
      'foobar',
      'a-little-bit-long-string',
      'a-little-bit-longer-string',
      'lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8',
      'abc',
    ]
    const hashes = [-973932308, -790332482, -985981536, -1486304829, -58897971, 479470107]
    const records = keys.map(key => ({ key: Buffer.from(key).toString('base64'), value: '' }))
    const { body } = await produce('three', 'binary', { records })
    expect(body.offsets.map(({ partition }: { partition: number }) => partition)).toEqual(
      hashes.map(hash => (hash & 0x7fffffff) % 3),
    )
  })

  it('keeps to partitions that are asked for, and fails only those that are none', async () => {
    const records = [
      { value: 'YQ==', partition: 1 },
      { value: 'YQ==', partition: 9 },
      { value: 'YQ==', partition: 1 },
    ]
    const { status, body } = await produce('three', 'binary', { records })
    expect(status).toBe(200)
    expect(body.offsets[1]).toEqual({
      partition: null,
      offset: null,
      error_code: 50002,
      error: expect.stringContaining('Partition 9'),
    })
    expect(body.offsets[2]).toEqual(written(1, body.offsets[0].offset + 1))
    const one = await call(
      'POST',
      '/topics/three/partitions/2',
      { records: [{ value: 'YQ==' }] },
      { 'content-type': embedded('binary') },
    )
    expect(one.body.offsets[0].partition).toBe(2)
  })

  it('says why the broker refused a record', async () => {
    const { status, body } = await produce('compacted', 'json', { records: [{ value: 'has no key' }] })
    expect(status).toBe(200)
    expect(body.offsets).toEqual([{ partition: null, offset: null, error_code: 50002, error: expect.any(String) }])
  })

  const bad: [name: string, topic: string, format: string, body: unknown, status: number, code: number][] = [
    ['malformed JSON', 't', 'json', '{"records', 400, 400],
    ['no body', 't', 'json', undefined, 422, 422],
    ['no records', 't', 'json', {}, 422, 422],
    ['empty records', 't', 'json', { records: [] }, 422, 422],
    ['records that are no list', 't', 'json', { records: {} }, 400, 400],
    ['a record that is no object', 't', 'json', { records: [1] }, 400, 400],
    ['a field that it does not know', 't', 'avro', { format: 'avro', records: [{ value: 1 }] }, 422, 422],
    ['a record’s field that it does not know', 't', 'json', { records: [{ value: 1, headers: [] }] }, 422, 422],
    ['a partition below 0', 't', 'json', { records: [{ value: 1, partition: -1 }] }, 422, 422],
    ['a partition that is text', 't', 'json', { records: [{ value: 1, partition: '1' }] }, 400, 400],
    ['what is not base64', 't', 'binary', { records: [{ value: '%' }] }, 400, 400],
    ['a binary value that is no text', 't', 'binary', { records: [{ value: { a: 1 } }] }, 400, 400],
    ['keys without key schema', 't', 'avro', { records: [{ key: 1, value: 1 }], value_schema: int }, 422, 42201],
    ['values without value schema', 't', 'avro', { records: [{ value: 1 }] }, 422, 42202],
    ['a value that does not fit its schema', 't', 'avro', { records: [{ value: 'x' }], value_schema: int }, 422, 42203],
    ['what is no schema', 't', 'avro', { records: [{ value: 1 }], value_schema: '"strin"' }, 422, 42205],
    ['a schema as an object', 't', 'avro', { records: [{ value: 1 }], value_schema: { type: 'int' } }, 400, 400],
    ['a schema id that is none', 't', 'avro', { records: [{ value: 1 }], value_schema_id: 99999 }, 408, 40801],
    ['a topic name that is not allowed', 'a%20b', 'json', { records: [{ value: 1 }] }, 404, 40401],
    ['JSON Schema records', 't', 'jsonschema', { records: [{ value: 1 }] }, 415, 415],
    ['protobuf records', 't', 'protobuf', { records: [{ value: 1 }] }, 415, 415],
  ]
  it.each(bad)('refuses %s', async (_, topic, format, body, status, code) => {
    expect(await produce(topic, format, body)).toMatchObject({ status, body: failed(code) })
  })

  it.each([
    'application/json',
    'application/vnd.kafka.json.v1+json',
    'text/plain',
    'application/x-www-form-urlencoded',
  ])('refuses bodies of type %s', async type => {
    expect(await call('POST', '/topics/t', 'x', { 'content-type': type })).toMatchObject({
      status: 415,
      body: failed(415),
    })
  })

  it('refuses a partition that is none', async () => {
    const answer = await call(
      'POST',
      '/topics/three/partitions/3',
      { records: [{ value: '' }] },
      { 'content-type': embedded('binary') },
    )
    expect(answer).toMatchObject({ status: 404, body: failed(40402) })
  })
})
