import { Kafka, logLevel, Partitioners, type Consumer, type ConsumerConfig, type ConsumerGroupJoinEvent } from 'kafkajs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../lib/log'
import type { RunningService } from '../lib/service'
import { startKafka } from './index'

let dataDir: string
let broker: RunningService
let kafka: Kafka
const members: Member[] = []

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'elevated-groups-'))
  await start(0)
})

afterEach(async () => {
  await Promise.all(members.splice(0).map(member => member.consumer.disconnect()))
  await broker.stop()
  await rm(dataDir, { recursive: true, force: true })
})

async function start(port: number): Promise<void> {
  broker = await startKafka({ port, dataDir, log: silentLog() })
  kafka = new Kafka({
    clientId: 'test',
    brokers: [broker.endpoint],
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 50, retries: 10, maxRetryTime: 200 },
  })
}

interface Member {
  consumer: Consumer
  /** Values in the order in which they came. */
  values: string[]
  /** What the last rebalance gave it: `topic-partition`, sorted. */
  assigned: string[]
}

/** A consumer that runs; it is gone at the end of the test. */
async function member(
  topics: (string | RegExp)[],
  { groupId = 'g', ...config }: Partial<ConsumerConfig> = {},
): Promise<Member> {
  const consumer = kafka.consumer({
    groupId,
    heartbeatInterval: 100,
    maxWaitTimeInMs: 50,
    rebalanceTimeout: 10_000,
    sessionTimeout: 10_000,
    metadataMaxAge: 500,
    ...config,
  })
  const found: Member = { consumer, values: [], assigned: [] }
  members.push(found)
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }: ConsumerGroupJoinEvent) => {
    found.assigned = Object.entries(payload.memberAssignment)
      .flatMap(([topic, partitions]) => partitions.map(partition => `${topic}-${partition}`))
      .sort()
  })
  await consumer.connect()
  await consumer.subscribe({ topics, fromBeginning: true })
  await consumer.run({
    autoCommitThreshold: 1,
    eachMessage: async ({ message }) => void found.values.push(message.value!.toString()),
  })
  return found
}

async function withAdmin<T>(use: (admin: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> {
  const admin = kafka.admin()
  await admin.connect()
  try {
    return await use(admin)
  } finally {
    await admin.disconnect()
  }
}

const createTopic = (topic: string, numPartitions: number) =>
  withAdmin(admin => admin.createTopics({ topics: [{ topic, numPartitions }], waitForLeaders: true }))

async function produce(topic: string, values: string[], partition?: number): Promise<void> {
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
  await producer.connect()
  await producer.send({ topic, messages: values.map(value => ({ value, partition })) })
  await producer.disconnect()
}

async function until(condition: () => boolean | Promise<boolean>, withinMs = 15_000): Promise<void> {
  const end = Date.now() + withinMs
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms: ${condition.toString()}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

const state = async (groupId = 'g') =>
  (await withAdmin(admin => admin.describeGroups([groupId]))).groups.map(group => group.state)[0]!

const committed = async (topic: string, groupId = 'g') =>
  (await withAdmin(admin => admin.fetchOffsets({ groupId, topics: [topic] })))[0]!.partitions
    .sort((a, b) => a.partition - b.partition)
    .map(({ offset }) => Number(offset))

describe('a group of kafkajs consumers', () => {
  it('shares the partitions out anew as members come and go', async () => {
    await createTopic('t', 6)
    const sizes = (of: Member[]) => of.map(each => each.assigned.length)
    const all = (of: Member[]) => new Set(of.flatMap(each => each.assigned)).size
    const first = await member(['t'])
    await until(() => first.assigned.length === 6)
    const second = await member(['t'])
    const third = await member(['t'])
    await until(() => sizes([first, second, third]).every(size => size === 2) && all([first, second, third]) === 6)
    await first.consumer.disconnect()
    await until(() => sizes([second, third]).every(size => size === 3) && all([second, third]) === 6)
    await third.consumer.disconnect()
    await until(() => second.assigned.length === 6)
    expect(await state()).toBe('Stable')
  })

  it('reads every record once in all', async () => {
    await createTopic('t', 3)
    const [first, second] = [await member(['t']), await member(['t'])]
    await until(() => first.assigned.length > 0 && second.assigned.length > 0)
    const values = Array.from({ length: 300 }, (_, index) => `value ${index}`)
    await produce('t', values)
    await until(() => first.values.length + second.values.length >= 300)
    expect([...first.values, ...second.values].sort()).toEqual([...values].sort())
  })

  it('goes on after a restart of the broker where it was, in a group id with odd characters', async () => {
    const groupId = '^org.chicago.*$ "ü"'
    await createTopic('t', 1)
    const before = await member(['t'], { groupId })
    await produce('t', ['one', 'two'])
    await until(() => before.values.length === 2)
    await until(async () => (await committed('t', groupId))[0] === 2)
    const { port } = broker
    await broker.stop()
    await start(port)
    await produce('t', ['three'])
    await until(() => before.values.length === 3)
    expect(before.values).toEqual(['one', 'two', 'three'])
    await before.consumer.disconnect()
    const after = await member(['t'], { groupId })
    await produce('t', ['four'])
    await until(() => after.values.length === 1)
    expect(after.values).toEqual(['four'])
  })

  it('may subscribe by pattern', async () => {
    await createTopic('org.stops.a', 2)
    await createTopic('org.stops.b', 2)
    await createTopic('weather', 2)
    const stops = await member([/^org\.stops\..*/])
    await until(() => stops.assigned.length > 0)
    expect(stops.assigned).toEqual(['org.stops.a-0', 'org.stops.a-1', 'org.stops.b-0', 'org.stops.b-1'])
  })

  it('is told to an admin with its members and topics', async () => {
    await createTopic('t', 1)
    await member(['t'])
    await until(async () => (await state()) === 'Stable')
    const { groups } = await withAdmin(admin => admin.describeGroups(['g']))
    expect(groups[0]).toMatchObject({ errorCode: 0, protocolType: 'consumer', protocol: 'RoundRobinAssigner' })
    expect(groups[0]!.members).toMatchObject([{ clientId: 'test', clientHost: '/127.0.0.1' }])
    expect((await withAdmin(admin => admin.listGroups())).groups).toEqual([{ groupId: 'g', protocolType: 'consumer' }])
  })

  it('cannot be deleted while it has members, but afterwards', async () => {
    await createTopic('t', 1)
    const only = await member(['t'])
    await until(async () => (await state()) === 'Stable')
    await expect(withAdmin(admin => admin.deleteGroups(['g']))).rejects.toMatchObject({
      groups: [{ groupId: 'g', errorCode: 68 }],
    })
    await only.consumer.disconnect()
    await withAdmin(admin => admin.deleteGroups(['g']))
    expect((await withAdmin(admin => admin.listGroups())).groups).toEqual([])
  })

  it('loses its offsets with their topic', async () => {
    await createTopic('t', 1)
    const only = await member(['t'])
    await produce('t', ['one'])
    await until(async () => (await committed('t'))[0] === 1)
    await only.consumer.disconnect()
    await withAdmin(admin => admin.deleteTopics({ topics: ['t'] }))
    await createTopic('t', 1)
    expect(await committed('t')).toEqual([-1])
  })
})
