import { Kafka, logLevel, Partitioners, type Admin, type Producer } from 'kafkajs'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { startTestBroker, type TestBroker } from './testing'

let broker: TestBroker
let kafka: Kafka
let admin: Admin
let count = 0
const producers: Producer[] = []

beforeAll(async () => {
  broker = await startTestBroker({ transactionTopicPartitions: 2 })
  kafka = new Kafka({
    brokers: [broker.endpoint],
    logLevel: logLevel.NOTHING,
    retry: { retries: 8, initialRetryTime: 30 },
  })
  admin = kafka.admin()
  await admin.connect()
})
afterEach(async () => {
  await Promise.all(producers.splice(0).map(producer => producer.disconnect()))
})
afterAll(async () => {
  await admin.disconnect()
  await broker.stop()
})

async function newTopic(numPartitions = 1): Promise<string> {
  const topic = `topic-${++count}`
  await admin.createTopics({ topics: [{ topic, numPartitions }] })
  return topic
}

async function newProducer(transactionalId = `id-${++count}`, transactionTimeout = 60_000): Promise<Producer> {
  const producer = kafka.producer({
    transactionalId,
    transactionTimeout,
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  })
  producers.push(producer)
  await producer.connect()
  return producer
}

/** Outside of any transaction. */
async function sendPlain(topic: string, value: string): Promise<void> {
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
  producers.push(producer)
  await producer.connect()
  await producer.send({ topic, messages: messages(value) })
}

const messages = (...values: string[]) => values.map(value => ({ value }))

/** Values up to the last one of each partition; kafkajs reads committed data unless it is told not to. */
async function readUntil(topic: string, last: string, readUncommitted = false, partitions = 1): Promise<string[]> {
  const consumer = kafka.consumer({ groupId: `reader-${++count}`, maxWaitTimeInMs: 50, readUncommitted })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  const values: string[] = []
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`read ${values.join()}, waiting for ${last}`)), 20_000)
    void consumer.run({
      eachMessage: async ({ message }) => {
        values.push(String(message.value))
        if (values.filter(value => value === last).length < partitions) return
        clearTimeout(timer)
        resolve()
      },
    })
  })
  await consumer.disconnect()
  return values
}

it('readers of committed data see what was committed, and nothing of what was aborted', async () => {
  const topic = await newTopic()
  const producer = await newProducer()
  const first = await producer.transaction()
  await first.send({ topic, messages: messages('a', 'b') })
  await first.commit()
  const second = await producer.transaction()
  await second.send({ topic, messages: messages('never') })
  await second.abort()
  const third = await producer.transaction()
  await third.send({ topic, messages: messages('end') })
  await third.commit()
  expect(await readUntil(topic, 'end')).toEqual(['a', 'b', 'end'])
  expect(await readUntil(topic, 'end', true)).toEqual(['a', 'b', 'never', 'end'])
})

it('an open transaction holds readers back, and its end lets a waiting one go on', async () => {
  const topic = await newTopic()
  const producer = await newProducer()
  const open = await producer.transaction()
  await open.send({ topic, messages: messages('a') })
  await sendPlain(topic, 'end')
  expect(await readUntil(topic, 'end', true)).toEqual(['a', 'end'])
  const reading = readUntil(topic, 'end')
  await new Promise(resolve => setTimeout(resolve, 300))
  await open.commit()
  expect(await reading).toEqual(['a', 'end'])
})

it('a transaction over topics and offsets is all there or not at all, also after a restart', async () => {
  const from = await newTopic()
  const to = await newTopic(2)
  const producer = await newProducer()
  const groupId = `group-${++count}`
  const committed = async () => (await admin.fetchOffsets({ groupId, topics: [from] }))[0]!.partitions[0]!.offset
  const write = async (offset: string, value: string) => {
    const transaction = await producer.transaction()
    await transaction.send({
      topic: to,
      messages: [
        { value, partition: 0 },
        { value, partition: 1 },
      ],
    })
    await transaction.sendOffsets({
      consumerGroupId: groupId,
      topics: [{ topic: from, partitions: [{ partition: 0, offset }] }],
    })
    return transaction
  }
  await (await write('5', 'kept')).commit()
  await (await write('9', 'gone')).abort()
  expect(await committed()).toBe('5')
  await broker.restart()
  expect(await committed()).toBe('5')
  const last = await producer.transaction()
  await last.send({ topic: to, messages: [0, 1].map(partition => ({ value: 'end', partition })) })
  await last.commit()
  const values = await readUntil(to, 'end', false, 2)
  expect(values.filter(value => value !== 'end')).toEqual(['kept', 'kept'])
})

it('a producer that is replaced cannot go on', async () => {
  const topic = await newTopic()
  const id = `id-${++count}`
  const earlier = await newProducer(id)
  const open = await earlier.transaction()
  await open.send({ topic, messages: messages('from the earlier one') })
  const later = await newProducer(id)
  const next = await later.transaction()
  await next.send({ topic, messages: messages('end') })
  await next.commit()
  await expect(open.send({ topic, messages: messages('too late') })).rejects.toThrow()
  expect(await readUntil(topic, 'end')).toEqual(['end'])
})

it('a transaction that is not ended in time is aborted, and readers go on', async () => {
  const topic = await newTopic()
  const producer = await newProducer(undefined, 3_000)
  const open = await producer.transaction()
  await open.send({ topic, messages: messages('late') })
  await sendPlain(topic, 'end')
  expect(await readUntil(topic, 'end')).toEqual(['end'])
  await expect(open.commit()).rejects.toThrow()
})
