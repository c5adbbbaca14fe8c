import {
  CompressionTypes,
  ConfigResourceTypes,
  Kafka,
  logLevel,
  Partitioners,
  type Admin,
  type Producer,
} from 'kafkajs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestBroker, type TestBroker } from './testing'

let broker: TestBroker
let kafka: Kafka
let admin: Admin
let producer: Producer
let topicCount = 0

beforeAll(async () => {
  broker = await startTestBroker()
  kafka = new Kafka({
    brokers: [broker.endpoint],
    logLevel: logLevel.NOTHING,
    retry: { retries: 8, initialRetryTime: 30 },
  })
  admin = kafka.admin()
  producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  })
  await Promise.all([admin.connect(), producer.connect()])
})
afterAll(async () => {
  await Promise.all([admin.disconnect(), producer.disconnect()])
  await broker.stop()
})

async function newTopic(numPartitions = 1, configs: { [name: string]: string } = {}): Promise<string> {
  const topic = `topic-${++topicCount}`
  const configEntries = Object.entries(configs).map(([name, value]) => ({ name, value }))
  await admin.createTopics({ topics: [{ topic, numPartitions, configEntries }], waitForLeaders: false })
  return topic
}

/** Values of a topic, by a group of its own, once there are `count` of them. */
async function consume(topic: string, count: number): Promise<string[]> {
  const consumer = kafka.consumer({ groupId: `group-of-${topic}-${Math.random()}`, maxWaitTimeInMs: 50 })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  const values: string[] = []
  await new Promise<void>((resolve, reject) => {
    const eachMessage = async ({ message }: { message: { value: Buffer | null } }) => {
      values.push(String(message.value))
      if (values.length === count) resolve()
    }
    consumer.run({ eachMessage }).catch(reject)
  })
  await consumer.disconnect()
  return values
}

const numbered = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `v${from + index}`)
const asMessages = (values: string[]) => values.map(value => ({ key: 'k', value }))

describe('kafkajs', () => {
  it('reads what it produced, in order', async () => {
    const topic = await newTopic()
    const [first] = await producer.send({ topic, messages: asMessages(numbered(10)) })
    expect(first).toMatchObject({ errorCode: 0, baseOffset: '0', logStartOffset: '0' })
    await producer.send({ topic, messages: asMessages(numbered(10, 10)), compression: CompressionTypes.GZIP })
    expect(await consume(topic, 20)).toEqual(numbered(20))
  })

  it('finds everything again after a restart, groups and topic ids included', async () => {
    const topic = await newTopic(3)
    await producer.send({ topic, messages: asMessages(numbered(5)) })
    await admin.setOffsets({ groupId: 'kept', topic, partitions: [{ partition: 0, offset: '3' }] })
    await broker.restart()
    await producer.send({ topic, messages: asMessages(numbered(5, 5)) })
    expect(await consume(topic, 10)).toEqual(numbered(10))
    const offsets = await admin.fetchOffsets({ groupId: 'kept', topics: [topic] })
    expect(offsets[0]!.partitions.find(({ partition }) => partition === 0)).toMatchObject({ offset: '3' })
  })

  it('waits for what is not there yet', async () => {
    const topic = await newTopic()
    const consumed = consume(topic, 1)
    await new Promise(resolve => setTimeout(resolve, 100))
    await producer.send({ topic, messages: [{ value: 'late' }] })
    expect(await consumed).toEqual(['late'])
  })

  it('makes a topic on first use', async () => {
    const topic = `made-${Date.now()}`
    await producer.send({ topic, messages: [{ value: 'a' }] })
    expect(await consume(topic, 1)).toEqual(['a'])
  })

  it('creates, alters, describes and deletes topics', async () => {
    const topic = await newTopic(2, { 'retention.ms': '1000' })
    await admin.createPartitions({ topicPartitions: [{ topic, count: 5 }] })
    expect((await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]!.partitions).toHaveLength(5)
    const resource = { type: ConfigResourceTypes.TOPIC, name: topic }
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ ...resource, configEntries: [{ name: 'cleanup.policy', value: 'compact' }] }],
    })
    const { resources } = await admin.describeConfigs({ includeSynonyms: true, resources: [resource] })
    const entryOf = (name: string) => resources[0]!.configEntries.find(entry => entry.configName === name)
    expect(entryOf('cleanup.policy')).toMatchObject({ configValue: 'compact', configSource: 1 })
    expect(entryOf('retention.ms')).toMatchObject({ configValue: '604800000', configSource: 5 })
    await admin.deleteTopics({ topics: [topic] })
    expect(await admin.listTopics()).not.toContain(topic)
  })

  it.each<[string, { topic: string; numPartitions?: number; replicationFactor?: number }, string[][], string]>([
    ['a name that is not allowed', { topic: 'a b' }, [], 'INVALID_TOPIC_EXCEPTION'],
    ['a name that is too long', { topic: 'x'.repeat(250) }, [], 'INVALID_TOPIC_EXCEPTION'],
    ['no partitions', { topic: 'none', numPartitions: 0 }, [], 'INVALID_PARTITIONS'],
    ['more replicas than brokers', { topic: 'many', replicationFactor: 3 }, [], 'INVALID_REPLICATION_FACTOR'],
    ['an unknown config', { topic: 'conf' }, [['no.such', '1']], 'INVALID_CONFIG'],
    ['a config of the wrong type', { topic: 'conf' }, [['retention.ms', 'soon']], 'INVALID_CONFIG'],
    ['a config out of range', { topic: 'conf' }, [['min.cleanable.dirty.ratio', '1.5']], 'INVALID_CONFIG'],
  ])('is refused a topic with %s', async (_what, topic, configs, type) => {
    const configEntries = configs.map(([name, value]) => ({ name: name!, value: value! }))
    const created = admin.createTopics({ topics: [{ ...topic, configEntries }], waitForLeaders: false })
    await expect(created).rejects.toMatchObject({ errors: [{ type }] })
  })

  it('is told that a topic exists', async () => {
    const topic = await newTopic()
    expect(await admin.createTopics({ topics: [{ topic }] })).toBe(false)
    const similar = admin.createTopics({ topics: [{ topic: 'a.b' }], waitForLeaders: false })
    await similar
    await expect(admin.createTopics({ topics: [{ topic: 'a_b' }] })).rejects.toMatchObject({
      errors: [{ type: 'INVALID_TOPIC_EXCEPTION' }],
    })
  })

  it('is refused a batch that is larger than max.message.bytes', async () => {
    const topic = await newTopic(1, { 'max.message.bytes': '1000' })
    const one = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, retry: { retries: 0 } })
    await one.connect()
    await expect(one.send({ topic, messages: [{ value: 'x'.repeat(1000) }] })).rejects.toMatchObject({
      type: 'MESSAGE_TOO_LARGE',
    })
    await one.send({ topic, messages: [{ value: 'x'.repeat(800) }] })
    await one.disconnect()
  })

  it('finds offsets by time, and deletes records before an offset', async () => {
    const topic = await newTopic()
    for (let index = 0; index < 5; index++) {
      await producer.send({ topic, messages: [{ value: `v${index}`, timestamp: String(1000 + index * 10) }] })
    }
    const at = async (time: number) => (await admin.fetchTopicOffsetsByTimestamp(topic, time))[0]!.offset
    expect([await at(0), await at(1020), await at(1021), await at(1040)]).toEqual(['0', '2', '3', '4'])
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '3' }] })
    expect(await admin.fetchTopicOffsets(topic)).toMatchObject([{ low: '3', high: '5' }])
    await broker.restart()
    expect(await admin.fetchTopicOffsets(topic)).toMatchObject([{ low: '3', high: '5' }])
    expect(await consume(topic, 2)).toEqual(['v3', 'v4'])
  })

  it('sees the time of the broker when the topic says so', async () => {
    const topic = await newTopic(1, { 'message.timestamp.type': 'LogAppendTime' })
    const before = Date.now()
    const [result] = await producer.send({ topic, messages: [{ value: 'a', timestamp: '5' }] })
    expect(Number(result!.logAppendTime)).toBeGreaterThanOrEqual(before)
    expect(await consume(topic, 1)).toEqual(['a'])
  })

  it('needs keys in a compacted topic', async () => {
    const topic = await newTopic(1, { 'cleanup.policy': 'compact' })
    const one = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, retry: { retries: 0 } })
    await one.connect()
    await expect(one.send({ topic, messages: [{ value: 'no key' }] })).rejects.toBeDefined()
    await one.send({ topic, messages: [{ key: 'k', value: 'a' }], compression: CompressionTypes.GZIP })
    await one.disconnect()
    expect(await consume(topic, 1)).toEqual(['a'])
  })

  it('uses hundreds of topics', async () => {
    const topics = Array.from({ length: 300 }, (_, index) => `many-${index}`)
    await admin.createTopics({ topics: topics.map(topic => ({ topic })), waitForLeaders: false })
    await producer.sendBatch({ topicMessages: topics.map(topic => ({ topic, messages: [{ value: topic }] })) })
    const consumer = kafka.consumer({ groupId: 'many', maxWaitTimeInMs: 50 })
    await consumer.connect()
    await consumer.subscribe({ topics: [/^many-/], fromBeginning: true })
    const seen = new Set<string>()
    await new Promise<void>(resolve => {
      void consumer.run({
        eachMessage: async ({ message }) => {
          seen.add(String(message.value))
          if (seen.size === topics.length) resolve()
        },
      })
    })
    await consumer.disconnect()
    await admin.deleteTopics({ topics })
    expect((await admin.listTopics()).filter(topic => topic.startsWith('many-'))).toEqual([])
  })
})
