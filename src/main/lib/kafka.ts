import { Kafka, logLevel, Partitioners, type Admin, type KafkaConfig, type LogEntry, type RetryOptions } from 'kafkajs'
import type { Log } from './log'
import { messageOf, ProblemError } from './problem'

/** How to reach a cluster, in the words of kafkajs. */
export interface KafkaConnection {
  brokers: string[]
  ssl?: KafkaConfig['ssl']
  sasl?: KafkaConfig['sasl']
}

export const partitioner = Partitioners.DefaultPartitioner

/** Few and quick attempts inside the client: each part has its own loop around it, which shows its state. */
const retryOnce: RetryOptions = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3 }

/** A client for the cluster. Its log goes to ours, one level lower: what matters is said by the part that uses it. */
export function createKafka(connection: KafkaConnection, log: Log, retry: RetryOptions = retryOnce): Kafka {
  return new Kafka({
    clientId: 'elevated',
    ...connection,
    connectionTimeout: 3_000,
    requestTimeout: 30_000,
    retry,
    logLevel: logLevel.INFO,
    logCreator: () => entry => writeEntry(log, entry),
  })
}

function writeEntry(log: Log, { level, namespace, log: fields }: LogEntry): void {
  const { message, timestamp: _timestamp, logger: _logger, ...rest } = fields
  const sentence = `${namespace}: ${message}`
  // It calls an error what its callers expect, such as a heartbeat during a rebalance.
  if (level <= logLevel.WARN && !message.startsWith('Response ')) log.info(rest, sentence)
  else log.debug(rest, sentence)
}

/** Lends an admin client for some work. */
export async function withAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin()
  try {
    await admin.connect()
    return await work(admin)
  } finally {
    await admin.disconnect()
  }
}

/** A failure of a Kafka client as a Problem. */
export function kafkaProblem(connection: { brokers: string[] }, doing: string, error: unknown): ProblemError {
  if (error instanceof ProblemError) return error
  return new ProblemError(
    {
      code: 'kafka-unavailable',
      where: `Kafka, ${connection.brokers.join(', ')}`,
      message: `Kafka failed while ${doing}: ${messageOf(error)}.`,
      tip: 'Check that the broker runs and that the profile names it rightly; it is tried again by itself.',
    },
    { cause: error },
  )
}

/**
 * kafkajs waits with a negative time when all its in-flight slots are taken, of which newer versions of Node warn.
 * That one warning says nothing to whoever runs the app.
 */
export function silenceNegativeTimeouts(): void {
  const emit = process.emitWarning.bind(process) as (...args: unknown[]) => void
  process.emitWarning = (...args: unknown[]) => {
    const [warning, type] = args
    const name = warning instanceof Error ? warning.name : typeof type === 'string' ? type : undefined
    if (name !== 'TimeoutNegativeWarning') emit(...args)
  }
}
