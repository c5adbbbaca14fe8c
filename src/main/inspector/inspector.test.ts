import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import avro from 'avsc'
import type { Producer } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKafka } from '../../embedded/kafka'
import { javaProducer, kafkaClient } from '../../embedded/lib/kafka-client'
import { silentLog } from '../../embedded/lib/log'
import type { RunningService } from '../../embedded/lib/service'
import { startRegistry } from '../../embedded/registry'
import { readInput, searchInput, tailInput, type TailMessage } from '../../shared/contract/records'
import type { TopicsMessage } from '../../shared/contract/topics'
import { call } from '../lib/http'
import { createWork, type Work } from './worker/work'

const log = silentLog()
const dataDir = mkdtempSync(join(tmpdir(), 'elevated-inspector-'))
let broker: RunningService
let registry: RunningService
let producer: Producer
let work: Work
let registryEndpoint: { title: string; url: string }

const kafka = () => kafkaClient({ clientId: 'test', brokers: broker.endpoint, log })
const host = () => broker.endpoint.replace(/^\w+:\/\//, '')

beforeAll(async () => {
  broker = await startKafka({ port: 0, dataDir, log, config: { autoCreateTopics: false } as object })
  registry = await startRegistry({ port: 0, kafka: broker.endpoint, log })
  registryEndpoint = { title: 'Schema Registry', url: registry.endpoint.replace(/\/$/, '') }
  producer = javaProducer(kafka())
  await producer.connect()
  work = createWork({ kafka: { brokers: [host()] }, registry: registryEndpoint })
})
afterAll(async () => {
  work.close()
  await producer.disconnect()
  await registry.stop()
  await broker.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function makeTopic(topic: string, numPartitions = 1, configs: Record<string, string> = {}): Promise<void> {
  const admin = kafka().admin()
  await admin.connect()
  const configEntries = Object.entries(configs).map(([name, value]) => ({ name, value }))
  await admin.createTopics({ topics: [{ topic, numPartitions, configEntries }] })
  await admin.disconnect()
}

const read = (topic: string, more: object = {}) =>
  work.calls.read(readInput.parse({ topic, from: { kind: 'latest' }, ...more }))

describe('the inspector on a broker', () => {
  it('reads every codec', async () => {
    await makeTopic('codecs', 2)
    for (const compression of [0, 1, 2, 3, 4]) {
      const messages = Array.from({ length: 50 }, (_, index) => ({
        partition: index % 2,
        key: `${compression}`,
        value: JSON.stringify({ compression, index }),
      }))
      await producer.send({ topic: 'codecs', compression, messages })
    }
    const page = await read('codecs', { from: { kind: 'earliest' }, limit: 500 })
    expect(page.rows).toHaveLength(250)
    expect(new Set(page.rows.map(({ key }) => key.text))).toEqual(new Set(['0', '1', '2', '3', '4']))
    const { batch } = await work.calls.get({ topic: 'codecs', partition: 0, offset: '110' })
    expect(batch.codec).toBe('zstd')
  })

  it('decodes by the registry’s schemas, and shows a record in full', async () => {
    await makeTopic('turnstile')
    const schema = avro.Type.forSchema({
      type: 'record',
      name: 'Entry',
      fields: [
        { name: 'station_id', type: 'int' },
        { name: 'line', type: 'string' },
      ],
    })
    const answer = await call(registryEndpoint, 'POST', '/subjects/turnstile-value/versions', {
      body: { schema: JSON.stringify(schema) },
    })
    const { id } = answer.json as { id: number }
    const header = Buffer.alloc(5)
    header.writeInt32BE(id, 1)
    const value = Buffer.concat([header, schema.toBuffer({ station_id: 41320, line: 'red' })])
    const key = Buffer.alloc(8)
    key.writeBigInt64BE(1_784_067_878_579n)
    const unknown = Buffer.from([0, 0, 1, 0, 0, 9, 0xff])
    const headers = { trace: 'abc', html: '<b>\u0007</b>' }
    await producer.send({
      topic: 'turnstile',
      messages: [
        { key, value, headers },
        { key: null, value: unknown },
      ],
    })
    const { rows } = await read('turnstile')
    expect(rows[0]?.key).toMatchObject({ kind: 'number', text: '1784067878579' })
    expect(rows[0]?.value).toMatchObject({
      kind: 'avro',
      schemaId: id,
      text: '{"station_id":41320,"line":"red"}',
      fields: [
        { name: 'station_id', type: 'number', text: '41320' },
        { name: 'line', type: 'string', text: 'red' },
      ],
    })
    expect(rows[1]?.value).toMatchObject({ kind: 'bytes', reason: 'The registry does not know the schema id 65536' })
    const detail = await work.calls.get({ topic: 'turnstile', partition: 0, offset: '0' })
    expect(detail.value.schema).toMatchObject({
      id,
      type: 'AVRO',
      subjects: [{ subject: 'turnstile-value', version: 1 }],
    })
    expect(detail.value.base64).toBe(value.toString('base64'))
    expect(detail.headers.map(({ name, value: { text } }) => [name, text])).toEqual(Object.entries(headers))
    const described = await work.calls.describe({ topic: 'turnstile' })
    expect(described).toMatchObject({
      partitions: [{ partition: 0, leader: 1, earliest: '0', latest: '2', reason: null }],
      subjects: [{ subject: 'turnstile-value', side: 'value', version: 1, id, type: 'AVRO' }],
    })
    expect(described.configs.find(({ name }) => name === 'cleanup.policy')).toMatchObject({ source: 'default' })
  })

  it('says which records were deleted', async () => {
    await makeTopic('deleted')
    await producer.send({ topic: 'deleted', messages: Array.from({ length: 10 }, (_, i) => ({ value: `${i}` })) })
    const admin = kafka().admin()
    await admin.connect()
    // kafkajs learns of a topic's leaders by a question like this one.
    await admin.fetchTopicOffsets('deleted')
    await admin.deleteTopicRecords({ topic: 'deleted', partitions: [{ partition: 0, offset: '6' }] })
    await admin.disconnect()
    const page = await read('deleted', { from: { kind: 'offset', offset: '2' } })
    expect(page.rows.map(({ offset }) => offset)).toEqual(['6', '7', '8', '9'])
    expect(page.notes[0]).toContain('begins at 6')
    const gone = work.calls.get({ topic: 'deleted', partition: 0, offset: '2' })
    await expect(gone).rejects.toMatchObject({ problem: { code: 'record-gone' } })
  })

  it('searches all partitions in both directions, and ends when enough was found', async () => {
    await makeTopic('searched', 3)
    const messages = Array.from({ length: 900 }, (_, index) => ({
      partition: index % 3,
      key: `k${index}`,
      value: 'Hay',
    }))
    messages[450] = { partition: 0, key: 'k', value: 'a Needle in it' }
    await producer.send({ topic: 'searched', messages, compression: 1 })
    const search = async (more: object) => {
      const input = searchInput.parse({ topic: 'searched', contains: 'needle', ...more })
      const rows: string[] = []
      for await (const message of work.streams.search(input, new AbortController().signal)) {
        if (message.kind === 'rows') rows.push(...message.rows.map(({ partition, offset }) => `${partition}:${offset}`))
        if (message.kind === 'end') return { rows, reason: message.reason, progress: message.progress }
      }
      throw new Error('it did not say that it ended')
    }
    for (const order of ['oldest-first', 'newest-first']) {
      const found = await search({ order })
      expect(found).toMatchObject({ rows: ['0:150'], reason: 'end', progress: { read: 900, total: 900, matching: 1 } })
    }
    expect(await search({ matchCase: true })).toMatchObject({ rows: [], reason: 'end' })
    const many = await search({ contains: 'hay', limit: 5 })
    expect(many).toMatchObject({ reason: 'limit', progress: { matching: 5 } })
    expect(many.rows).toHaveLength(5)
  })

  it('gives up a search whose window was closed in the middle', async () => {
    const stop = new AbortController()
    const input = searchInput.parse({ topic: 'searched', contains: 'nothing like that' })
    const search = work.streams.search(input, stop.signal)
    expect((await search.next()).value).toMatchObject({ kind: 'progress' })
    stop.abort()
    expect(await search.next()).toEqual({ done: true, value: undefined })
  })

  it('tells live records, and counts those that came too fast', async () => {
    await makeTopic('live', 2)
    const stop = new AbortController()
    const tail = work.streams.tail(tailInput.parse({ topic: 'live' }), stop.signal)
    expect((await tail.next()).value).toMatchObject({ kind: 'started' })
    const sent = 5_000
    const next = tail.next()
    for (let from = 0; from < sent; from += 1_000) {
      const messages = Array.from({ length: 1_000 }, (_, index) => ({ partition: index % 2, value: `${from + index}` }))
      await producer.send({ topic: 'live', messages })
    }
    let rows = 0
    let last: TailMessage | undefined = (await next).value as TailMessage
    for (; last?.kind === 'rows'; last = (await tail.next()).value as TailMessage) {
      rows += last.rows.length
      if (rows + last.skipped === sent) break
    }
    expect(last).toMatchObject({ kind: 'rows', records: sent })
    stop.abort()
    expect(await tail.next()).toEqual({ done: true, value: undefined })
  })

  it('watches the topics: a list, then rates, then what came and went', async () => {
    await makeTopic('watched', 2, { 'cleanup.policy': 'compact' })
    const stop = new AbortController()
    const seen: TopicsMessage[] = []
    const known = new Map<string, { records: number | null; isEstimate: boolean; recordsPerSecond: number | null }>()
    const watching = (async () => {
      for await (const message of work.streams.watchTopics(null, stop.signal)) {
        seen.push(message)
        for (const topic of message.topics) known.set(topic.name, topic)
        if (message.kind === 'patch') for (const name of message.gone) known.delete(name)
      }
    })()
    await expect.poll(() => known.get('watched'), { timeout: 10_000 }).toMatchObject({ records: 0, isEstimate: true })
    expect(seen[0]?.kind).toBe('snapshot')
    await producer.send({ topic: 'watched', messages: Array.from({ length: 20 }, () => ({ key: 'k', value: 'v' })) })
    await expect.poll(() => known.get('watched')?.records, { timeout: 15_000 }).toBe(20)
    expect(known.get('watched')?.recordsPerSecond).toBeGreaterThan(0)
    const admin = kafka().admin()
    await admin.connect()
    await admin.deleteTopics({ topics: ['watched'] })
    await admin.disconnect()
    await expect.poll(() => known.has('watched'), { timeout: 15_000 }).toBe(false)
    stop.abort()
    await watching
  }, 60_000)
})

describe('the inspector without its services', () => {
  it('says that the registry is away, and shows bytes', async () => {
    const away = createWork({
      kafka: { brokers: [host()] },
      registry: { title: 'Schema Registry', url: 'http://127.0.0.1:1' },
    })
    const page = await away.calls.read(readInput.parse({ topic: 'turnstile', from: { kind: 'earliest' } }))
    expect(page.rows[0]?.value).toMatchObject({ kind: 'bytes', reason: expect.stringContaining('could not be asked') })
    expect(page.notes).toEqual([expect.stringContaining('are not decoded')])
    away.close()
  })

  it('says that the broker is away', async () => {
    const away = createWork({ kafka: { brokers: ['127.0.0.1:1'] }, registry: null })
    const problem = { problem: { code: 'kafka-unavailable', where: 'Kafka, 127.0.0.1:1' } }
    await expect(away.calls.describe({ topic: 'x' })).rejects.toMatchObject(problem)
    const watching = away.streams.watchTopics(null, new AbortController().signal)
    expect((await watching.next()).value).toMatchObject({ kind: 'snapshot', topics: [], polling: problem })
    await watching.return()
    away.close()
  })
})
