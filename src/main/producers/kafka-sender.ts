import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry'
import type { Kafka, Message, Producer, TopicMessages } from 'kafkajs'
import { arrivalTopic, turnstileTopic } from '../../shared/city/names'
import { within } from '../lib/cancellation'
import type { HttpEndpoint } from '../lib/http'
import { kafkaProblem, partitioner, type KafkaConnection } from '../lib/kafka'
import type { RecordSchemas, Schemas } from '../lib/schemas'
import { messageOf, ProblemError } from '../lib/problem'
import type { KafkaEvent } from './events'

/** A batch that is not acknowledged within this time is sent again by a new producer. */
const sendMsMax = 30_000

export interface KafkaSenderOptions {
  kafka: Kafka
  connection: KafkaConnection
  registry: HttpEndpoint
  schemas: Schemas
}

export interface KafkaSender {
  send(batch: KafkaEvent[]): Promise<void>
  /** Schema ids are asked for anew: the registry may have lost or renumbered them. */
  forgetSchemas(): void
  close(): Promise<void>
}

interface SchemaIds {
  key: number
  value: number
}

/**
 * Sends arrivals and turnstile entries as Avro. The producer is idempotent: what kafkajs sends again by itself is
 * written once. Only when a whole producer had to be given up may the batch that was under way be written twice.
 */
export function kafkaSender({ kafka, connection, registry, schemas }: KafkaSenderOptions): KafkaSender {
  const client = registryClient(registry)
  let ids: { arrival: SchemaIds; turnstile: SchemaIds } | undefined
  let producer: Producer | undefined
  const open = async () => {
    const opened = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: partitioner,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 8 },
    })
    await opened.connect()
    return opened
  }
  const giveUp = async () => {
    const failed = producer
    producer = undefined
    // It failed already; what closing it says adds nothing.
    await failed?.disconnect().catch(() => undefined)
  }
  return {
    async send(batch) {
      ids ??= await register(client, registry, schemas)
      const topicMessages = await encode(client, ids, batch)
      try {
        producer ??= await open()
        await within(sendMsMax, 'Sending a batch', producer.sendBatch({ topicMessages, acks: -1 }))
      } catch (error) {
        await giveUp()
        throw kafkaProblem(connection, 'sending events', error)
      }
    },
    forgetSchemas() {
      ids = undefined
    },
    close: giveUp,
  }
}

/** Messages by topic, each topic's in the order of the events. */
async function encode(
  client: SchemaRegistry,
  ids: { arrival: SchemaIds; turnstile: SchemaIds },
  batch: KafkaEvent[],
): Promise<TopicMessages[]> {
  const byTopic = new Map<string, Message[]>()
  for (const event of batch) {
    const isArrival = event.kind === 'TrainArrived'
    const topic = isArrival ? arrivalTopic(event.stationName) : turnstileTopic
    const { key, value } = isArrival ? ids.arrival : ids.turnstile
    const message = {
      key: await client.encode(key, { timestamp: event.at }),
      value: await client.encode(value, event.value),
    }
    const messages = byTopic.get(topic)
    if (messages) messages.push(message)
    else byTopic.set(topic, [message])
  }
  return [...byTopic].map(([topic, messages]) => ({ topic, messages }))
}

function registryClient(registry: HttpEndpoint): SchemaRegistry {
  const { url: host, username, password } = registry
  const auth = username === undefined ? undefined : { username, password: password ?? '' }
  return new SchemaRegistry({ host, auth, retry: { retries: 2, initialRetryTimeInSecs: 0.1, maxRetryTimeInSecs: 1 } })
}

/** One text has one id in the whole registry, so one subject of each kind stands for all. */
async function register(client: SchemaRegistry, registry: HttpEndpoint, schemas: Schemas) {
  const one = async (schema: string, subject: string) =>
    client.getRegistryIdBySchema(subject, { type: SchemaType.AVRO, schema })
  const pair = async (topic: string, { key, value }: RecordSchemas): Promise<SchemaIds> => ({
    key: await one(key, `${topic}-key`),
    value: await one(value, `${topic}-value`),
  })
  try {
    const ids = {
      arrival: await pair(anyArrivalTopic, schemas.arrival),
      turnstile: await pair(turnstileTopic, schemas.turnstile),
    }
    // Encoding takes the schemas from the client's cache, which this fills.
    for (const { key, value } of Object.values(ids)) await Promise.all([client.getSchema(key), client.getSchema(value)])
    return ids
  } catch (error) {
    throw new ProblemError(
      {
        code: 'schemas-unknown',
        where: `${registry.title}, ${registry.url}`,
        message: `The ids of the schemas could not be had: ${messageOf(error)}.`,
        tip: 'Check that the registry runs, and retry the provisioning step Schemas.',
      },
      { cause: error },
    )
  }
}

const anyArrivalTopic = arrivalTopic('Howard')
