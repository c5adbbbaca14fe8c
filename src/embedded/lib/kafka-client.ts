import { Kafka, logLevel, Partitioners, type LogEntry, type Producer, type ProducerConfig } from 'kafkajs'
import { registerCodecs } from './codecs'
import type { Log } from './log'

/** A broker that does not take a connection within this time is asked again. */
const connectMsMax = 3_000

/** A request that is not answered within this time counts as failed; Kafka's request.timeout.ms. */
const requestMsMax = 30_000

/**
 * How kafkajs tries again: 50, 100, 200 … ms with some chance in it, at most 2 s apart, about 12 s in all. A broker
 * that is restarted is back within that; what waits longer is the business of the caller.
 */
const retry = { initialRetryTime: 50, maxRetryTime: 2_000, multiplier: 2, factor: 0.2, retries: 9 }

export interface KafkaClientOptions {
  /** Says in the broker's log who is connected. */
  clientId: string
  /** host:port, or several with commas between them. */
  brokers: string
  log: Log
}

/** A kafkajs client as all our services use it: every compression codec, patience for a restart, our log. */
export function kafkaClient({ clientId, brokers, log }: KafkaClientOptions): Kafka {
  registerCodecs()
  return new Kafka({
    clientId,
    brokers: brokers.split(',').map(broker => broker.trim().replace(/^\w+:\/\//, '')),
    connectionTimeout: connectMsMax,
    requestTimeout: requestMsMax,
    retry,
    logLevel: logLevel.WARN,
    logCreator: () => entry => writeTo(log, entry),
  })
}

/** A producer that puts a key where the Java client puts it: murmur2, as kafkajs' own default does. */
export function javaProducer(kafka: Kafka, config: ProducerConfig = {}): Producer {
  return kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, ...config })
}

/**
 * kafkajs calls it an error when a request is answered with one, even where its caller expects that (a topic that is
 * there already), and when a connection is lost, although it tries again. What it gives up on reaches our callers.
 */
function writeTo(
  log: Log,
  { level, namespace, log: { message, timestamp: _, logger: _logger, ...fields } }: LogEntry,
): void {
  const sentence = `${namespace}: ${message}`
  const isWarning = level === logLevel.ERROR || level === logLevel.WARN
  if (isWarning && !message.startsWith('Response ')) log.warn(fields, sentence)
  else log.debug(fields, sentence)
}
