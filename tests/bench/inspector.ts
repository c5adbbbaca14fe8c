import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs'
import { silentLog } from '../../src/main/lib/log'
import { workerHost, type WorkerHost } from '../../src/main/inspector/worker/host'
import { readInput, searchInput, tailInput } from '../../src/shared/contract/records'
import { jsonEvent, start } from '../support/process'
import { median, type Benchmark, type Figure } from './figure'

const topic = 'bench'
const partitions = 3
const records = 1_000_000
const batch = 10_000
const runs = 7
const goal = 'at most 200 ms'

/** Time of the first record, ms; each is one later. */
const firstAt = 1_784_000_000_000

const tailSeconds = 10
const tailPerSecond = 2_000

/** Pages, a search and a tail of a topic with a million records, as the app asks its inspector for them. */
export const inspector: Benchmark = {
  name: 'inspector',
  title: 'the inspector on a topic of 1 M records (embedded stack, built app)',
  async run() {
    const dataDir = mkdtempSync(join(tmpdir(), 'elevated-bench-'))
    const stack = start(process.execPath, ['out/main/stack.js', '--data-dir', dataDir, '--ports', 'auto'])
    try {
      const { endpoints } = await stack.line(jsonEvent<{ endpoints: { kafka: string } }>('ready'), 60_000)
      const brokers = [endpoints.kafka.replace(/^\w+:\/\//, '')]
      const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING })
      const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
      await producer.connect()
      const admin = kafka.admin()
      await admin.createTopics({ topics: [{ topic, numPartitions: partitions }] })
      await admin.disconnect()
      await fill(producer)
      const host = workerHost({
        worker: { kafka: { brokers }, registry: null },
        log: silentLog(),
        start: workerData => new Worker(resolve('out/main/inspector.js'), { workerData }),
      })
      try {
        return [...(await pages(host)), ...(await search(host)), ...(await tail(host, producer))]
      } finally {
        await host.close()
        await producer.disconnect()
      }
    } finally {
      await stack.stop()
      rmSync(dataDir, { recursive: true, force: true })
    }
  },
}

function message(index: number) {
  const value = { train_id: `R${index % 400}`, station_id: 40_000 + (index % 146), line: 'red', at: firstAt + index }
  return { key: `R${index % 400}`, value: JSON.stringify(value), timestamp: String(value.at) }
}

async function fill(producer: Producer): Promise<void> {
  for (let from = 0; from < records; from += batch) {
    await producer.send({ topic, messages: Array.from({ length: batch }, (_, index) => message(from + index)) })
  }
}

async function pages(host: WorkerHost): Promise<Figure[]> {
  const middle = String(Math.floor(records / partitions / 2))
  const places: [string, object][] = [
    ['latest', { kind: 'latest' }],
    ['earliest', { kind: 'earliest' }],
    ['an offset in the middle', { kind: 'offset', offset: middle }],
    ['a time in the middle', { kind: 'time', at: firstAt + records / 2 }],
  ]
  const timed = async (from: object) => {
    const began = performance.now()
    const { rows } = await host.call('read', readInput.parse({ topic, from, limit: 100 }))
    if (rows.length !== 100) throw new Error(`${rows.length} rows came of 100`)
    return performance.now() - began
  }
  const cold = await timed({ kind: 'latest' })
  const figures = [{ title: 'page of 100 from latest, with the thread’s start', value: cold, unit: 'ms', goal }]
  for (const [place, from] of places) {
    const times: number[] = []
    for (let run = 0; run < runs; run++) times.push(await timed(from))
    figures.push({ title: `page of 100 from ${place}, median of ${runs}`, value: median(times), unit: 'ms', goal })
  }
  return figures
}

async function search(host: WorkerHost): Promise<Figure[]> {
  const input = searchInput.parse({ topic, contains: 'nothing is like that' })
  for await (const found of host.stream('search', input, new AbortController().signal)) {
    if (found.kind !== 'end') continue
    return [{ title: 'search of all records', value: found.progress.perSecond, unit: 'records/s', goal: '' }]
  }
  return []
}

/** Records of 2,000 a second, and what they cost the thread that would drive the window. */
async function tail(host: WorkerHost, producer: Producer): Promise<Figure[]> {
  const without = await produced(producer)
  const stop = new AbortController()
  let rows = 0
  let skipped = 0
  let messages = 0
  const reading = (async () => {
    for await (const told of host.stream('tail', tailInput.parse({ topic }), stop.signal)) {
      if (told.kind !== 'rows') continue
      rows += told.rows.length
      skipped = told.skipped
      messages++
    }
  })()
  await sleep(1_000)
  const longestMs = await produced(producer)
  await sleep(1_000)
  stop.abort()
  await reading
  const waits = { unit: 'ms', goal: 'under 50 ms' }
  return [
    { title: `tail of ${tailPerSecond}/s: rows of ${tailSeconds * tailPerSecond}`, value: rows, unit: '', goal: 'all' },
    { title: 'tail: records skipped', value: skipped, unit: '', goal: '0' },
    { title: 'tail: messages a second', value: messages / tailSeconds, unit: '', goal: 'at most 10' },
    { title: 'tail: longest wait of the calling thread', value: longestMs, ...waits },
    { title: 'the same with the producer alone', value: without, unit: 'ms', goal: '' },
  ]
}

/** Produces for a while; the longest that this thread had to wait, ms. */
async function produced(producer: Producer): Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: 1 })
  delays.enable()
  for (let tick = 0; tick < tailSeconds * 10; tick++) {
    const next = sleep(100)
    await producer.send({ topic, messages: Array.from({ length: tailPerSecond / 10 }, (_, index) => message(index)) })
    await next
  }
  delays.disable()
  return delays.max / 1e6
}

function sleep(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}
