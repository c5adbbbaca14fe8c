import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { metadata } from '../../../src/embedded/kafka/apis/03-metadata'
import { connectTo } from '../../conformance/protocol'
import { start, type Started } from '../../support/process'
import { noKafkaTools } from '../broker/clients'

/** A broker that can be started, killed and started again on its data. */
export interface Product {
  name: string
  /** Why it cannot be run here, or null. */
  missing(): string | null
  /** Starts it on a folder, which may have what an earlier run left, and waits for its first metadata answer. */
  start(dataDir: string): Promise<Running>
}

export interface Running {
  bootstrap: string
  pid: number
  /** From the start of the program to its first metadata answer, ms. */
  readyMs: number
  stop(): Promise<unknown>
  kill(): Promise<unknown>
}

const withinMs = 120_000

/** Our whole stack; its broker is one of six services in the process. */
export const elevated: Product = {
  name: 'ours',
  missing: () => (existsSync('out/main/stack.js') ? null : 'it has not been built: npm run build'),
  async start(dataDir) {
    const port = await freePort()
    const ports = `kafka=${port},registry=0,rest=0,connect=0,ksql=0,postgres=0`
    return ready(port, () => start(process.execPath, ['out/main/stack.js', '--data-dir', dataDir, '--ports', ports]))
  },
}

/** Apache Kafka from the jars in KAFKA_LIBS: one node, KRaft, with the memory and the collector of its own start script. */
export const apacheKafka: Product = {
  name: 'Apache Kafka',
  missing: noKafkaTools,
  async start(dataDir) {
    const [port, controller] = [await freePort(), await freePort()]
    const config = join(dataDir, 'server.properties')
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(config, properties(dataDir, port, controller))
    const jars = ['-cp', join(process.env.KAFKA_LIBS!, '*')]
    if (!existsSync(join(dataDir, 'data', 'meta.properties'))) {
      const format = ['kafka.tools.StorageTool', 'format', '--standalone', '-t', 'MkU3OEVBNTcwNTJENDM2Qg', '-c', config]
      execFileSync('java', [...jars, ...format], { stdio: 'ignore' })
    }
    const memory = ['-Xms1G', '-Xmx1G', '-server', '-XX:+UseG1GC', '-XX:MaxGCPauseMillis=20']
    const collector = ['-XX:InitiatingHeapOccupancyPercent=35', '-XX:+ExplicitGCInvokesConcurrent']
    return ready(port, () => start('java', [...memory, ...collector, ...jars, 'kafka.Kafka', config]))
  },
}

function properties(dataDir: string, port: number, controller: number): string {
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controller}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': join(dataDir, 'data'),
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

async function ready(port: number, run: () => Started): Promise<Running> {
  const bootstrap = `127.0.0.1:${port}`
  const began = performance.now()
  const program = run()
  let hasEnded = false
  void program.ended.then(() => (hasEnded = true))
  while (!(await answers(bootstrap))) {
    if (hasEnded) throw new Error(`It ended while it started:\n${program.output().slice(-2_000)}`)
    if (performance.now() - began > withinMs) throw new Error(`It gave no metadata within ${withinMs} ms.`)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  const readyMs = performance.now() - began
  return {
    bootstrap,
    pid: program.pid,
    readyMs,
    stop: () => program.stop('SIGTERM', 60_000),
    kill: () => program.stop('SIGKILL'),
  }
}

/** Whether a broker says which topics there are. */
async function answers(bootstrap: string): Promise<boolean> {
  try {
    await askMetadata(bootstrap)
    return true
  } catch {
    // Nobody listens yet, or it is not ready to answer.
    return false
  }
}

/** Asks once for all topics, on a connection of its own. @returns how long it took, ms */
export async function askMetadata(bootstrap: string): Promise<number> {
  const client = await connectTo(bootstrap)
  try {
    const began = performance.now()
    const { brokers } = await client.ask(metadata, 9, allTopics, 20_000)
    if (brokers.length === 0) throw new Error('The broker does not know itself yet.')
    return performance.now() - began
  } finally {
    client.close()
  }
}

const allTopics = {
  topics: null,
  allowAutoCreate: false,
  includeClusterOperations: false,
  includeTopicOperations: false,
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
