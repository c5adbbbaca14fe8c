import { serveHttp } from '../lib/http'
import { kafkaClient } from '../lib/kafka-client'
import type { RunningService, ServiceOptions } from '../lib/service'
import { openTopicStore } from '../lib/topic-store'
import { createSchemaParser } from './schemas'
import { registryRoutes } from './routes'
import { registryContentType } from './routes/content-types'
import { createRegistryStore } from './store'

export interface RegistryOptions extends ServiceOptions {
  /** host:port of the broker. */
  kafka: string
}

/** Kept as the real registry keeps it, so that one can take over from the other. */
const topic = '_schemas'

/**
 * A Schema Registry over the Confluent REST interface, for Avro, and for JSON Schema as text. Its state is the topic
 * `_schemas`; it answers when that has been replayed.
 *
 * Not done: PROTOBUF; comparing JSON Schemas; contexts; metadata and rule sets; more than one registry on a topic (the
 * last writer wins).
 *
 * @throws ProblemError port-in-use; Error when the broker does not answer
 */
export async function startRegistry({ port, log, kafka: brokers }: RegistryOptions): Promise<RunningService> {
  const kafka = kafkaClient({ clientId: 'schema-registry', brokers, log })
  const store = createRegistryStore({ append: (key, value) => topicStore.append(key, value) }, log)
  const topicStore = await openTopicStore({
    kafka,
    topic,
    config: { 'cleanup.policy': 'compact' },
    apply: ({ key, value }) => store.apply(text(key), text(value)),
    log,
  })
  const parse = createSchemaParser()
  try {
    return await serveHttp({
      name: 'registry',
      port,
      log,
      contentType: registryContentType,
      routes: app => registryRoutes(app, { store, parse }),
      errorBody: (status, message) => ({ error_code: status === 500 ? 50001 : status, message }),
      onStop: () => topicStore.close(),
    })
  } catch (error) {
    await topicStore.close()
    throw error
  }
}

function text(bytes: Buffer | null): string | null {
  return bytes === null ? null : bytes.toString('utf8')
}
