import type { Topic } from '../topics'
import { errors, KafkaError } from '../wire/errors'
import {
  array,
  boolean,
  defaulted,
  int16,
  int32,
  int8,
  nullable,
  since,
  string,
  tagged,
  uuid,
  type ReadOf,
} from '../wire/fields'
import { api, type HandlerContext } from './api'
import { describeTopicConfigs } from './config-entries'

const topicRequest = {
  name: string,
  partitionCount: int32,
  replicationFactor: int16,
  assignments: array({ partition: int32, brokers: array(int32) }),
  configs: array({ name: string, value: nullable(string) }),
}

/**
 * CreateTopics, versions 0 to 7.
 *
 * - Partitions and factor -1 mean the broker's defaults (from version 4, KIP-464).
 * - Names that differ only in `.` and `_` collide: INVALID_TOPIC_EXCEPTION.
 * - From version 5 on (KIP-525) the answer has the topic's configs; from 7 on its id.
 * - Not done: assignments to more than one broker; there is one.
 */
export const createTopics = api({
  key: 19,
  name: 'CreateTopics',
  versions: [0, 7],
  flexible: 5,
  request: { topics: array(topicRequest), timeoutMs: int32, validateOnly: since(1, boolean) },
  response: {
    throttleMs: since(2, int32),
    topics: array({
      name: string,
      id: since(7, uuid),
      error: int16,
      message: since(1, nullable(string)),
      configsError: { ...tagged(0, int16), since: 5 },
      partitionCount: since(5, int32, -1),
      replicationFactor: since(5, int16, -1),
      configs: since(
        5,
        nullable(
          array({
            name: string,
            value: nullable(string),
            isReadOnly: boolean,
            source: defaulted(int8, -1),
            isSensitive: boolean,
          }),
        ),
      ),
    }),
  },
  async handle({ topics, validateOnly }, context) {
    const namesTwice = new Set(topics.map(({ name }) => name).filter((name, at, all) => all.indexOf(name) !== at))
    const answers = topics.map(topic =>
      createOne(topic, { validateOnly, isTwice: namesTwice.has(topic.name) }, context),
    )
    if (!validateOnly) await context.broker.topics.durable()
    return { topics: answers }
  },
})

function createOne(
  asked: ReadOf<typeof topicRequest>,
  { validateOnly, isTwice }: { validateOnly: boolean; isTwice: boolean },
  { broker, log }: HandlerContext,
) {
  const { name } = asked
  try {
    if (isTwice) throw new KafkaError(errors.invalidRequest, `Topic ${name} is named twice in the request.`)
    const partitionCount = partitionCountOf(asked, broker.nodeId)
    const configs = Object.fromEntries(asked.configs.map(config => [config.name, requireValue(config)]))
    const topic = broker.topics.create({ name, partitionCount, configs }, { validateOnly })
    if (!validateOnly) log.info({ topic: name, partitions: topic.partitions.length }, 'a topic was made')
    return created(topic)
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return { name, error: error.code, message: error.message, configs: [] }
  }
}

function created(topic: Topic) {
  return {
    name: topic.name,
    id: topic.id,
    error: errors.none,
    message: null,
    partitionCount: topic.partitions.length,
    replicationFactor: 1,
    configs: describeTopicConfigs(topic.config, null).map(({ name, value, isReadOnly, source, isSensitive }) => ({
      name,
      value,
      isReadOnly,
      source,
      isSensitive,
    })),
  }
}

function requireValue({ name, value }: { name: string; value: string | null }): string {
  if (value === null) throw new KafkaError(errors.invalidConfig, `Null value not supported for topic configs: ${name}`)
  return value
}

/** Checks replicas, and counts the partitions of an explicit assignment. */
function partitionCountOf(asked: ReadOf<typeof topicRequest>, nodeId: number): number {
  const { assignments, partitionCount, replicationFactor } = asked
  if (assignments.length === 0) {
    if (replicationFactor !== -1 && replicationFactor <= 0) {
      throw new KafkaError(errors.invalidReplicationFactor, 'Replication factor must be larger than 0.')
    }
    if (replicationFactor > 1) {
      const message = `Unable to replicate the partition ${replicationFactor} time(s): The target replication factor of ${replicationFactor} cannot be reached because only 1 broker(s) are registered.`
      throw new KafkaError(errors.invalidReplicationFactor, message)
    }
    return partitionCount
  }
  if (partitionCount !== -1 || replicationFactor !== -1) {
    const message =
      'A manual partition assignment was specified, but numPartitions or replicationFactor was not set to -1.'
    throw new KafkaError(errors.invalidRequest, message)
  }
  const indexes = new Set(assignments.map(({ partition }) => partition))
  const isConsecutive = indexes.size === assignments.length && assignments.every((_, at) => indexes.has(at))
  if (!isConsecutive) {
    throw new KafkaError(errors.invalidReplicaAssignment, 'Partitions must be consecutive and begin with 0.')
  }
  if (assignments.some(({ brokers }) => brokers.length !== 1 || brokers[0] !== nodeId)) {
    throw new KafkaError(errors.invalidReplicaAssignment, `Replicas can only be assigned to broker ${nodeId}.`)
  }
  return assignments.length
}
