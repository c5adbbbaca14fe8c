import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { Kafka, logLevel, Partitioners } from 'kafkajs'

const runFile = promisify(execFile)

/** A minute is enough for each load here; one that hangs ends the benchmark with what it was. */
const withinMs = 180_000

export function kafkaAt(bootstrap: string): Kafka {
  return new Kafka({ brokers: [bootstrap], clientId: 'elevated-bench', logLevel: logLevel.NOTHING })
}

export const partitioner = Partitioners.DefaultPartitioner

export async function createTopic(bootstrap: string, topic: string, numPartitions = 1): Promise<void> {
  await withAdmin(bootstrap, async admin => {
    await admin.createTopics({ topics: [{ topic, numPartitions }], waitForLeaders: true })
  })
}

/** Deletes those of the topics that are there. */
export async function deleteTopics(bootstrap: string, topics: string[]): Promise<void> {
  await withAdmin(bootstrap, async admin => {
    const there = new Set(await admin.listTopics())
    await admin.deleteTopics({ topics: topics.filter(topic => there.has(topic)) })
  })
}

async function withAdmin(bootstrap: string, work: (admin: ReturnType<Kafka['admin']>) => Promise<void>): Promise<void> {
  const admin = kafkaAt(bootstrap).admin()
  await admin.connect()
  try {
    await work(admin)
  } finally {
    await admin.disconnect()
  }
}

/** One of Kafka's own tools by its class; what it printed. @throws Error with what it said */
export async function kafkaTool(className: string, args: string[]): Promise<string> {
  const jars = join(process.env.KAFKA_LIBS!, '*')
  return (await runFile('java', ['-Xmx512m', '-cp', jars, className, ...args], { timeout: withinMs })).stdout
}

export function noKafkaTools(): string | null {
  if (!onPath('java')) return 'there is no java on the PATH'
  const libs = process.env.KAFKA_LIBS
  return libs && existsSync(libs) ? null : "the variable KAFKA_LIBS names no folder with Kafka's jars"
}

export async function kcat(args: string[]): Promise<void> {
  await runFile('kcat', args, { timeout: withinMs, maxBuffer: 1 << 30 })
}

export function noKcat(): string | null {
  return onPath('kcat') ? null : 'there is no kcat on the PATH'
}

function onPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some(folder => existsSync(join(folder, program)))
}

/** So many bytes of text that do not compress to nothing. */
export function filler(bytes: number): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
  let state = 12_345
  return Array.from({ length: bytes }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return letters[state % letters.length]
  }).join('')
}
