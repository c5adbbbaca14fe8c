import { Kafka, logLevel, Partitioners, type Admin, type Consumer } from 'kafkajs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../support/process'
import { openBroker, uniqueName, type JudgedBroker } from './broker'

describe('kafkajs', () => {
  let broker: JudgedBroker
  let kafka: Kafka
  let admin: Admin
  const consumers: Consumer[] = []

  beforeAll(async () => {
    broker = await openBroker()
    kafka = new Kafka({
      clientId: 'conformance',
      brokers: [broker.bootstrap],
      logLevel: logLevel.NOTHING,
      retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 20 },
    })
    admin = kafka.admin()
    await admin.connect()
  })
  afterEach(async () => {
    await Promise.all(consumers.splice(0).map(consumer => consumer.disconnect()))
  })
  afterAll(async () => {
    await admin.disconnect()
    await broker.close()
  })

  async function createTopic(what: string, numPartitions: number): Promise<string> {
    const topic = uniqueName(what)
    await admin.createTopics({ topics: [{ topic, numPartitions }] })
    return topic
  }

  async function produce(topic: string, values: string[]): Promise<void> {
    const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
    await producer.connect()
    await producer.send({ topic, messages: values.map(value => ({ value })) })
    await producer.disconnect()
  }

  /** A consumer that runs, with what it has read and which partitions it has. */
  async function member(groupId: string, topics: (string | RegExp)[]) {
    const consumer = kafka.consumer({
      groupId,
      heartbeatInterval: 200,
      maxWaitTimeInMs: 100,
      rebalanceTimeout: 10_000,
      sessionTimeout: 10_000,
    })
    const found = { consumer, values: [] as string[], partitions: [] as string[] }
    consumers.push(consumer)
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      const assigned = Object.entries(payload.memberAssignment)
      found.partitions = assigned.flatMap(([topic, indexes]) => indexes.map(index => `${topic}-${index}`)).sort()
    })
    await consumer.connect()
    await consumer.subscribe({ topics, fromBeginning: true })
    await consumer.run({
      autoCommitThreshold: 1,
      eachMessage: async ({ message }) => void found.values.push(message.value!.toString()),
    })
    return found
  }

  it('commits and aborts transactions, with the offsets of a group in them', async () => {
    const [from, to, groupId] = [await createTopic('from', 1), await createTopic('to', 2), uniqueName('group')]
    const producer = kafka.producer({
      transactionalId: uniqueName('id'),
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
    })
    await producer.connect()
    for (const [offset, isCommit] of [
      ['4', true],
      ['9', false],
    ] as const) {
      const transaction = await producer.transaction()
      const messages = [0, 1].map(partition => ({ value: `at ${offset}`, partition }))
      await transaction.send({ topic: to, messages })
      const topics = [{ topic: from, partitions: [{ partition: 0, offset }] }]
      await transaction.sendOffsets({ consumerGroupId: groupId, topics })
      await (isCommit ? transaction.commit() : transaction.abort())
    }
    await producer.disconnect()
    await produce(to, ['end', 'end', 'end', 'end', 'end', 'end'])
    const reader = await member(uniqueName('reader'), [to])
    await eventually('all is read', 30_000, async () => reader.values.filter(value => value === 'end').length === 6)
    expect(reader.values.filter(value => value !== 'end')).toEqual(['at 4', 'at 4'])
    const [offsets] = await admin.fetchOffsets({ groupId, topics: [from] })
    expect(offsets!.partitions).toMatchObject([{ partition: 0, offset: '4' }])
  })

  it('rebalances three members as they come and go', async () => {
    const [topic, groupId] = [await createTopic('rebalance', 6), uniqueName('rebalance')]
    const members = [await member(groupId, [topic]), await member(groupId, [topic]), await member(groupId, [topic])]
    const sizes = (of: typeof members) => of.map(({ partitions }) => partitions.length).join()
    await eventually('two each', 30_000, async () => sizes(members) === '2,2,2')
    await members[0]!.consumer.disconnect()
    await eventually('three each', 30_000, async () => sizes(members.slice(1)) === '3,3')
  })

  it('subscribes by pattern', async () => {
    const topic = await createTopic('pattern.one', 2)
    const only = await member(uniqueName('pattern'), [new RegExp(`^${topic.replaceAll('.', '\\.')}$`)])
    await eventually('both partitions', 30_000, async () => only.partitions.length === 2)
  })

  it('goes on where its group was', async () => {
    const [topic, groupId] = [await createTopic('resume', 1), uniqueName('^resume.*$')]
    await produce(topic, ['a', 'b'])
    const first = await member(groupId, [topic])
    await eventually('both are read', 30_000, async () => first.values.length === 2)
    await first.consumer.disconnect()
    await produce(topic, ['c'])
    const second = await member(groupId, [topic])
    await eventually('the third is read', 30_000, async () => second.values.length > 0)
    expect(second.values).toEqual(['c'])
  })

  it('goes on after a restart of the broker', async context => {
    if (!broker.restart) return context.skip('a broker that is not ours is not restarted')
    const [topic, groupId] = [await createTopic('restart', 1), uniqueName('restart')]
    const only = await member(groupId, [topic])
    await produce(topic, ['a'])
    await eventually('the first is read', 30_000, async () => only.values.length === 1)
    await broker.restart()
    await produce(topic, ['b'])
    await eventually('the second is read', 30_000, async () => only.values.length === 2)
    expect(only.values).toEqual(['a', 'b'])
  })

  it('begins where an admin has set the offset', async () => {
    const [topic, groupId] = [await createTopic('set', 1), uniqueName('set')]
    await produce(topic, ['a', 'b', 'c'])
    await admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: '2' }] })
    const only = await member(groupId, [topic])
    await eventually('one is read', 30_000, async () => only.values.length > 0)
    expect(only.values).toEqual(['c'])
  })

  it('lists, describes and deletes groups', async () => {
    const [topic, groupId] = [await createTopic('admin', 1), uniqueName('admin')]
    const only = await member(groupId, [topic])
    const describeOne = async () => (await admin.describeGroups([groupId])).groups[0]!
    await eventually('the group is stable', 30_000, async () => (await describeOne()).state === 'Stable')
    expect((await describeOne()).members).toMatchObject([{ clientId: 'conformance', clientHost: '/127.0.0.1' }])
    await expect(admin.deleteGroups([groupId])).rejects.toMatchObject({ groups: [{ errorCode: 68 }] })
    await only.consumer.disconnect()
    await admin.deleteGroups([groupId])
    expect((await admin.listGroups()).groups.map(group => group.groupId)).not.toContain(groupId)
  })

  it('makes, grows, describes and deletes topics', async () => {
    const topic = await createTopic('topic', 1)
    await admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] })
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
    expect(topics[0]!.partitions).toHaveLength(3)
    await admin.deleteTopics({ topics: [topic] })
    await eventually('the topic is gone', 10_000, async () => !(await admin.listTopics()).includes(topic))
  })
})
