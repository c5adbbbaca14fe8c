import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fetch } from '../../src/embedded/kafka/apis/01-fetch'
import { joinGroup } from '../../src/embedded/kafka/apis/11-join-group'
import { produce } from '../../src/embedded/kafka/apis/00-produce'
import { syncGroup } from '../../src/embedded/kafka/apis/14-sync-group'
import { proportionalMegabytes } from '../support/proc'
import { jsonEvent, start, type Started } from '../support/process'
import { random } from '../support/random'
import { fuzzedTopic, requestBytes, requests } from './requests'
import { outcomeOf, type Outcome } from './sender'

/** FUZZ_SEED tries others; a failure names the one that it was. */
const seed = Number(process.env.FUZZ_SEED ?? 1)
const malformed = Number(process.env.FUZZ_REQUESTS ?? 100_000)
const atOnce = 64
const answerMs = 5_000
const megabytesMax = 700

/** Requests that may wait for others, and Produce without acknowledgement, which has no answer. */
const mayBeSilent = new Set([produce.key, fetch.key, joinGroup.key, syncGroup.key])

const knownTopic = 'what-a-good-client-writes'

let stack: Started
let port: number
let producer: Producer
let kafka: Kafka
const dataDir = mkdtempSync(join(tmpdir(), 'elevated-fuzz-'))

beforeAll(async () => {
  stack = start(process.execPath, [
    'out/main/stack.js',
    '--data-dir',
    dataDir,
    '--ports',
    'auto',
    '--log-level',
    'error',
  ])
  const { endpoints } = await stack.line(jsonEvent<{ endpoints: { kafka: string } }>('ready'), 60_000)
  const bootstrap = endpoints.kafka.replace(/^\w+:\/\//, '')
  port = Number(bootstrap.split(':')[1])
  kafka = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING })
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic: fuzzedTopic, numPartitions: 2 }, { topic: knownTopic }] })
  await admin.disconnect()
  producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, idempotent: true })
  await producer.connect()
})
afterAll(async () => {
  await producer?.disconnect()
  await stack?.stop()
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
})

/** What a good client has written: each record's value is its offset, so writes wait for one another. */
let written = 0
let lastWrite: Promise<void> = Promise.resolve()
function write(): Promise<void> {
  return (lastWrite = lastWrite.then(async () => {
    const [result] = await producer.send({ topic: knownTopic, acks: -1, messages: [{ value: String(written) }] })
    expect(result!.baseOffset).toBe(String(written))
    written++
  }))
}
async function readAll(): Promise<string[]> {
  const consumer = kafka.consumer({ groupId: `reader-${Date.now()}` })
  await consumer.connect()
  await consumer.subscribe({ topic: knownTopic, fromBeginning: true })
  const values: string[] = []
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${values.length} of ${written} records were read`)), 60_000)
    void consumer.run({
      eachMessage: async ({ message }) => {
        values.push(String(message.value))
        if (values.length < written) return
        clearTimeout(timer)
        resolve()
      },
    })
  })
  await consumer.disconnect()
  return values
}

it(`answers or closes on ${malformed} requests that are not as they should be, while a good client works`, async () => {
  const next = requests(random(seed))
  const counts: Record<Outcome, number> = { answered: 0, closed: 0, silent: 0 }
  const stuck: string[] = []
  let sent = 0
  const lane = async () => {
    while (sent < malformed) {
      const number = sent++
      const request = next()
      const waitMs = mayBeSilent.has(request.apiKey) ? 150 : answerMs
      const outcome = await outcomeOf(port, request.bytes, waitMs).catch((error: unknown) => {
        throw new Error(
          `seed ${seed}, request ${number}: ${request.what}: ${String(error)}\n${stack.output().slice(-2_000)}`,
        )
      })
      counts[outcome]++
      if (outcome === 'silent' && !mayBeSilent.has(request.apiKey)) stuck.push(`${number}: ${request.what}`)
      if (number % 500 === 0) await write()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  process.stdout.write(
    `seed ${seed}: ${JSON.stringify(counts)}, ${Math.round(proportionalMegabytes([stack.pid]))} MB\n`,
  )
  expect(stuck).toEqual([])
  expect(counts.answered).toBeGreaterThan(malformed / 5)
  expect(counts.closed).toBeGreaterThan(malformed / 5)
  expect(proportionalMegabytes([stack.pid])).toBeLessThan(megabytesMax)
})

it('lets a good client work beside a thousand connections that do nothing, half a request on each', async () => {
  const idle = await Promise.all(Array.from({ length: 1_000 }, () => openSocket()))
  for (const socket of idle) socket.write(Buffer.from([0x00, 0x50, 0x00, 0x00, 0x00, 0x12]))
  await write()
  expect(proportionalMegabytes([stack.pid])).toBeLessThan(megabytesMax)
  for (const socket of idle) socket.destroy()
})

it('takes no more memory for a client that asks for much and never reads', async () => {
  const value = 'x'.repeat(500_000)
  for (let i = 0; i < 20; i++) await producer.send({ topic: fuzzedTopic, messages: [{ value, partition: 0 }] })
  const before = proportionalMegabytes([stack.pid])
  const greedy = await openSocket()
  greedy.pause()
  const ask = fetchOf(fuzzedTopic)
  for (let i = 0; i < 500; i++) greedy.write(ask)
  await new Promise(resolve => setTimeout(resolve, 2_000))
  await write()
  expect(proportionalMegabytes([stack.pid]) - before).toBeLessThan(200)
  greedy.destroy()
})

it('has every record of the good client in the end, once and in order', async () => {
  await write()
  expect(await readAll()).toEqual(Array.from({ length: written }, (_, i) => String(i)))
})

async function openSocket(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => socket.destroy())
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  return socket
}

/** For all of partition 0, up to 50 MB in one answer. */
function fetchOf(topic: string): Buffer {
  const partitions = [{ index: 0, offset: 0, bytesMax: 50_000_000 }]
  const limits = { waitMs: 0, bytesMin: 0, bytesMax: 50_000_000, isolation: 0 }
  return requestBytes(fetch, 4, { ...limits, topics: [{ name: topic, partitions }] }, 1)
}
