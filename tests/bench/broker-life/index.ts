import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpuSeconds, proportionalMegabytes } from '../../support/proc'
import { filler, kafkaAt, kafkaTool, partitioner } from '../broker/clients'
import { median, type Benchmark, type Figure } from '../figure'
import { apacheKafka, askMetadata, elevated, type Product, type Running } from './product'

const products: Product[] = [elevated, apacheKafka]

const starts = 5
const settleMs = 5_000
const idleMs = 10_000
/** 5 GB as records of 1 kB. */
const manyRecords = 5_000_000
const transactions = 3_000
const recordsEach = 100
const connections = 400
const crowdTopics = 24
const partitionsEach = 100

/** What a broker needs to come up, to come back, and to be there. Apache Kafka from KAFKA_LIBS beside ours, in turns. */
export const brokerLife: Benchmark = {
  name: 'broker-life',
  title: 'the broker: start, memory, many partitions, back after SIGKILL; Apache Kafka beside it',
  async run() {
    const figures: Figure[] = []
    const there = products.filter(product => {
      const reason = product.missing()
      if (reason !== null)
        figures.push({ title: `${product.name} is left out: ${reason}`, value: NaN, unit: '', goal: '' })
      return reason === null
    })
    for (const part of [startAndMemory, crowd, comeBack]) {
      const seen: Figure[][] = []
      for (const product of there) seen.push(await inFolder(folder => part(product, folder)))
      const [own = [], other] = seen
      figures.push(...own.map((figure, i) => (other ? { ...figure, against: other[i]!.value } : figure)))
    }
    return figures
  },
}

async function startAndMemory(product: Product, folder: string): Promise<Figure[]> {
  await (await product.start(folder)).stop()
  const times: number[] = []
  for (let i = 0; i < starts; i++) {
    const running = await product.start(folder)
    times.push(running.readyMs)
    await running.stop()
  }
  const running = await product.start(folder)
  try {
    await pause(settleMs)
    const idle = proportionalMegabytes([running.pid])
    await through(running, manyRecords)
    await pause(settleMs)
    const memory = { unit: 'MB', goal: 'at most 0.25x' }
    return [
      {
        title: `start to the first metadata answer, median of ${starts}`,
        value: median(times),
        unit: 'ms',
        goal: 'at most 0.33x',
      },
      { title: 'memory when idle', value: idle, ...memory },
      { title: 'memory after 5 GB through it', value: proportionalMegabytes([running.pid]), ...memory },
    ]
  } finally {
    await running.stop()
  }
}

/** 2,400 partitions on disk, 400 connections open. */
async function crowd(product: Product, folder: string): Promise<Figure[]> {
  const first = await product.start(folder)
  const admin = kafkaAt(first.bootstrap).admin()
  await admin.connect()
  const topics = Array.from({ length: crowdTopics }, (_, i) => ({ topic: `crowd-${i}`, numPartitions: partitionsEach }))
  await admin.createTopics({ topics, timeout: 60_000 })
  await admin.disconnect()
  await first.stop()
  const running = await product.start(folder)
  const sockets = await openConnections(running.bootstrap, connections)
  try {
    await pause(settleMs)
    const before = cpuSeconds([running.pid])
    await pause(idleMs)
    const share = ((cpuSeconds([running.pid]) - before) / (idleMs / 1_000)) * 100
    const answers: number[] = []
    for (let i = 0; i < 20; i++) answers.push(await askMetadata(running.bootstrap))
    const goal = 'below 1.0x'
    return [
      { title: '2,400 partitions: start to the first metadata answer', value: running.readyMs, unit: 'ms', goal },
      { title: '2,400 partitions, 400 connections: CPU when idle', value: share, unit: '% of a core', goal },
      { title: '2,400 partitions: metadata answer, median of 20', value: median(answers), unit: 'ms', goal },
    ]
  } finally {
    for (const socket of sockets) socket.destroy()
    await running.stop()
  }
}

/** Killed while it is written to, with transactions on disk; then started again. */
async function comeBack(product: Product, folder: string): Promise<Figure[]> {
  const first = await product.start(folder)
  const kafka = kafkaAt(first.bootstrap)
  const admin = kafka.admin()
  await admin.connect()
  await admin.createTopics({ topics: [{ topic: 'back', numPartitions: 3 }] })
  await admin.disconnect()
  const producer = kafka.producer({
    transactionalId: 'bench',
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: partitioner,
  })
  await producer.connect()
  const messages = Array.from({ length: recordsEach }, (_, i) => ({ value: filler(100), partition: i % 3 }))
  for (let i = 0; i < transactions; i++) {
    const transaction = await producer.transaction()
    await transaction.send({ topic: 'back', messages })
    await transaction.commit()
  }
  const open = await producer.transaction()
  const underLoad = open.send({ topic: 'back', messages }).catch(() => undefined)
  await first.kill()
  await underLoad
  await producer.disconnect().catch(() => undefined)
  const running = await product.start(folder)
  await running.stop()
  return [
    {
      title: 'back after SIGKILL, 300,000 records in 3,000 transactions',
      value: running.readyMs,
      unit: 'ms',
      goal: 'at most 0.1x',
    },
  ]
}

async function through({ bootstrap }: Running, records: number): Promise<void> {
  await kafkaTool('org.apache.kafka.tools.ProducerPerformance', [
    ...['--topic', 'through', '--num-records', String(records), '--record-size', '1000', '--throughput', '-1'],
    ...['--producer-props', `bootstrap.servers=${bootstrap}`, 'acks=1'],
  ])
}

async function openConnections(bootstrap: string, count: number): Promise<Socket[]> {
  const [host, port] = bootstrap.split(':')
  return Promise.all(
    Array.from({ length: count }, async () => {
      const socket = connect({ host, port: Number(port) })
      socket.on('error', () => socket.destroy())
      await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
      return socket
    }),
  )
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'elevated-bench-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}
