import { Kafka, logLevel, Partitioners } from 'kafkajs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually, start } from '../support/process'
import { random } from '../support/random'
import { mortalBroker, type MortalBroker } from './mortal-broker'
import { countingWriter, pairWriter } from './writers'

/** CRASH_SEED tries other moments. */
const seed = Number(process.env.CRASH_SEED ?? 1)
const kills = Number(process.env.CRASH_KILLS ?? 100)
const aliveMsMax = 700
const lanes = [0, 1, 2]
/** Clients never give up. */
const retry = { retries: 10_000, initialRetryTime: 30, maxRetryTime: 300 }
const [counts, pairs] = ['counts', 'pairs']

let broker: MortalBroker
let kafka: Kafka

beforeAll(async () => {
  broker = await mortalBroker()
  kafka = new Kafka({
    brokers: [broker.bootstrap],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 2_000,
    requestTimeout: 10_000,
    retry,
  })
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({
    topics: [
      { topic: counts, numPartitions: lanes.length },
      { topic: pairs, numPartitions: 2 },
    ],
  })
  await admin.disconnect()
})
afterAll(() => broker?.close())

it(`loses and doubles nothing while it is killed ${kills} times, and no consumer is stuck`, async () => {
  const moments = random(seed)
  const writers = await Promise.all(lanes.map(lane => countingWriter(kafka, counts, lane)))
  const pairsWriter = await pairWriter(kafka, pairs, 'pairs')
  const follower = followByKcat('follower')
  for (let kill = 0; kill < kills; kill++) {
    await new Promise(resolve => setTimeout(resolve, moments.below(aliveMsMax)))
    await broker.killAndRestart()
  }
  await Promise.all([...writers.map(writer => writer.stop()), pairsWriter.stop()])
  await finish()
  await follower.atEnd()
  await follower.stop()

  const reader = await follow('reader')
  await eventually('everything is read', 120_000, async () => reader.isAtEnd())
  await reader.stop()
  for (const lane of lanes) {
    const expected = Array.from({ length: writers[lane]!.acknowledged }, (_, number) => String(number))
    expect(reader.valuesOf(counts, lane)).toEqual(expected)
  }
  const first = reader.valuesOf(pairs, 0)
  expect(reader.valuesOf(pairs, 1)).toEqual(first)
  const allowed = new Set([...pairsWriter.committed, ...pairsWriter.unknown].map(String))
  expect(first.filter(value => !allowed.has(value))).toEqual([])
  expect(new Set(first).size).toBe(first.length)
  expect(pairsWriter.committed.map(String).filter(value => !first.includes(value))).toEqual([])
  const acknowledged = writers.map(writer => writer.acknowledged)
  process.stdout.write(
    `seed ${seed}: ${kills} kills; acknowledged ${acknowledged.join(', ')}; ` +
      `${pairsWriter.committed.length} transactions committed, ${pairsWriter.unknown.length} unanswered\n`,
  )
  expect(Math.min(...acknowledged)).toBeGreaterThan(kills)
  expect(pairsWriter.committed.length).toBeGreaterThan(kills / 10)
})

const end = 'end'

/** A last record in every partition. */
async function finish(): Promise<void> {
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
  await producer.connect()
  await producer.send({ topic: counts, messages: lanes.map(partition => ({ value: end, partition })) })
  await producer.send({ topic: pairs, messages: [0, 1].map(partition => ({ value: end, partition })) })
  await producer.disconnect()
}

/** A consumer in a process of its own, of librdkafka, which stays as long as it is let. */
function followByKcat(groupId: string) {
  const settings = ['auto.offset.reset=earliest', 'isolation.level=read_committed', 'session.timeout.ms=10000']
  const kcat = start('kcat', [
    ...['-b', broker.bootstrap, '-G', groupId, '-q', '-u', '-E', '-f', '%t-%p %s\n'],
    ...settings.flatMap(setting => ['-X', setting]),
    ...[counts, pairs],
  ])
  const ended = new Set<string>()
  const atEnd = (line: string) => {
    const [place = '', value] = line.split(' ')
    if (value === end) ended.add(place)
    return ended.size === lanes.length + 2 ? true : undefined
  }
  return { atEnd: () => kcat.line(atEnd, 120_000), stop: () => kcat.stop() }
}

/** A consumer of committed records, from the beginning. */
async function follow(groupId: string) {
  const consumer = kafka.consumer({
    groupId,
    maxWaitTimeInMs: 100,
    heartbeatInterval: 500,
    sessionTimeout: 10_000,
    rebalanceTimeout: 10_000,
  })
  const values = new Map<string, string[]>()
  const ended = new Set<string>()
  await consumer.connect()
  await consumer.subscribe({ topics: [counts, pairs], fromBeginning: true })
  await consumer.run({
    partitionsConsumedConcurrently: lanes.length,
    eachMessage: async ({ topic, partition, message }) => {
      const place = `${topic}-${partition}`
      const value = String(message.value)
      if (value === end) ended.add(place)
      else if (!values.get(place)?.push(value)) values.set(place, [value])
    },
  })
  return {
    isAtEnd: () => ended.size === lanes.length + 2,
    valuesOf: (topic: string, partition: number) => values.get(`${topic}-${partition}`) ?? [],
    stop: () => consumer.disconnect(),
  }
}
