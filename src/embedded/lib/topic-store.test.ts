import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CompressionTypes } from 'kafkajs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startKafka } from '../kafka'
import { javaProducer, kafkaClient } from './kafka-client'
import { silentLog } from './log'
import type { RunningService } from './service'
import { openTopicStore, type StoreRecord, type TopicStore } from './topic-store'

const log = silentLog()
const dataDir = mkdtempSync(join(tmpdir(), 'elevated-topic-store-'))
let broker: RunningService
let topics = 0
const open: TopicStore[] = []

beforeAll(async () => {
  broker = await startKafka({ port: 0, dataDir, log })
})
afterEach(async () => {
  for (const store of open.splice(0)) await store.close()
})
afterAll(async () => {
  await broker.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

const client = () => kafkaClient({ clientId: 'test', brokers: broker.endpoint, log })
const newTopic = () => `state-${++topics}`

/** Opens a store on the topic, and remembers what it applies as `key=value`. */
async function start(topic: string, more: { partitions?: number; apply?(record: StoreRecord): void } = {}) {
  const seen: string[] = []
  const store = await openTopicStore({
    kafka: client(),
    topic,
    config: { 'cleanup.policy': 'compact' },
    apply: ({ key, value }) => void seen.push(`${key}=${value}`),
    log,
    ...more,
  })
  open.push(store)
  return { store, seen }
}

/** Waits for what another client must see first; bounded by the test's own time limit. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(resolve => setTimeout(resolve, 5))
}

describe('a topic store', () => {
  it('makes its topic with the configs asked for', async () => {
    const topic = newTopic()
    await start(topic, { partitions: 3 })
    const admin = client().admin()
    await admin.connect()
    const { topics: found } = await admin.fetchTopicMetadata()
    expect(found.find(({ name }) => name === topic)?.partitions).toHaveLength(3)
    await admin.disconnect()
  })

  it('has applied a record when append resolves, in the order of the calls', async () => {
    const { store, seen } = await start(newTopic())
    await Promise.all(['a', 'b', 'c'].map(key => store.append(key, '1')))
    expect(seen).toEqual(['a=1', 'b=1', 'c=1'])
    await store.append('a', null)
    expect(seen.slice(3)).toEqual(['a=null'])
  })

  it('says why a record was not written', async () => {
    const { store } = await start(newTopic())
    await expect(store.append(null, 'a compacted topic needs keys')).rejects.toThrow(/writing to topic .* failed/)
    await store.append('a', '1')
  })

  it('replays all that was there before it resolves', async () => {
    const topic = newTopic()
    const first = await start(topic)
    await Promise.all(Array.from({ length: 700 }, (_, index) => first.store.append(`k${index}`, 'v')))
    const second = await start(topic)
    expect(second.seen).toEqual(first.seen)
    expect(second.seen).toHaveLength(700)
  })

  it('gives two instances one order, with their own records and the other’s', async () => {
    const topic = newTopic()
    const [first, second] = [await start(topic), await start(topic)]
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => (index % 2 ? first : second).store.append(String(index), 'v')),
    )
    await until(() => first.seen.length === 40 && second.seen.length === 40)
    expect(second.seen).toEqual(first.seen)
  })

  it('puts equal keys of a topic with several partitions in order', async () => {
    const topic = newTopic()
    const { store, seen } = await start(topic, { partitions: 4 })
    await Promise.all(Array.from({ length: 40 }, (_, index) => store.append(`k${index % 8}`, String(index))))
    const again = await start(topic)
    for (const records of [seen, again.seen]) {
      expect(records.filter(record => record.startsWith('k3='))).toEqual(['k3=3', 'k3=11', 'k3=19', 'k3=27', 'k3=35'])
    }
  })

  it.each(['None', 'GZIP', 'Snappy', 'LZ4', 'ZSTD'] as const)('reads batches compressed with %s', async codec => {
    const topic = newTopic()
    await start(topic)
    const producer = javaProducer(client())
    await producer.connect()
    const messages = Array.from({ length: 200 }, (_, index) => ({ key: String(index), value: 'v'.repeat(400) }))
    await producer.send({ topic, messages, compression: CompressionTypes[codec] })
    await producer.disconnect()
    expect((await start(topic)).seen).toEqual(messages.map(({ key, value }) => `${key}=${value}`))
  })

  it('skips a record that apply cannot take', async () => {
    const seen: string[] = []
    const { store } = await start(newTopic(), {
      apply({ key }) {
        if (String(key) === 'bad') throw new Error('no')
        seen.push(String(key))
      },
    })
    await store.append('bad', '1')
    await store.append('good', '1')
    expect(seen).toEqual(['good'])
  })

  it('goes on when the broker was away', async () => {
    const topic = newTopic()
    const { store, seen } = await start(topic)
    const other = await start(topic)
    await store.append('before', '1')
    await broker.stop()
    const meanwhile = store.append('meanwhile', '1')
    broker = await startKafka({ port: broker.port, dataDir, log })
    await meanwhile
    await store.append('after', '1')
    expect(seen).toEqual(['before=1', 'meanwhile=1', 'after=1'])
    await until(() => other.seen.length === 3)
    expect(other.seen).toEqual(seen)
  })

  it('goes on in a topic that was deleted and made anew', async () => {
    const topic = newTopic()
    const { store, seen } = await start(topic)
    await store.append('a', '1')
    await store.append('b', '1')
    const admin = client().admin()
    await admin.connect()
    await admin.deleteTopics({ topics: [topic] })
    await admin.createTopics({ topics: [{ topic }] })
    await admin.disconnect()
    await store.append('c', '1')
    expect(seen).toEqual(['a=1', 'b=1', 'c=1'])
  })

  it('leaves no group behind, and takes nothing more after close', async () => {
    const topic = newTopic()
    const { store } = await start(topic)
    await store.append('a', '1')
    await Promise.all([store.close(), store.close()])
    await expect(store.append('b', '1')).rejects.toThrow('is closed')
    const admin = client().admin()
    await admin.connect()
    const { groups } = await admin.listGroups()
    expect(groups.filter(({ groupId }) => groupId.startsWith(topic))).toEqual([])
    await admin.disconnect()
  })

  it('stops waiting for its broker when it is told to', async () => {
    const stop = new AbortController()
    const kafka = kafkaClient({ clientId: 'test', brokers: '127.0.0.1:1', log })
    const opening = openTopicStore({ kafka, topic: newTopic(), apply() {}, signal: stop.signal, log })
    stop.abort(new Error('not any more'))
    await expect(opening).rejects.toThrow('not any more')
  })
})
