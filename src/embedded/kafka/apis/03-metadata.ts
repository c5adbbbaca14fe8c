import type { Topic } from '../topics'
import { errors, KafkaError } from '../wire/errors'
import { array, boolean, defaulted, int16, int32, nullable, since, string, uuid, zeroUuid } from '../wire/fields'
import { api, type HandlerContext } from './api'
import { operationsNotAsked, topicOperations } from './operations'

/**
 * Metadata, versions 0 to 12: the broker, and topics with their partitions, all of which it leads.
 *
 * - No list of topics means all; in version 0 so does an empty one.
 * - An unknown topic is made when the client allows it (from version 4) and the broker does (KIP-487); it is answered
 *   as unknown this once, and clients ask again.
 * - From version 12 on a topic can be asked for by its id alone; an unknown one is error 100.
 */
export const metadata = api({
  key: 3,
  name: 'Metadata',
  versions: [0, 12],
  flexible: 9,
  request: {
    topics: nullable(array({ id: since(10, uuid), name: nullable(string, 10) }), 1),
    allowAutoCreate: since(4, boolean, true),
    includeClusterOperations: { ...since(8, boolean), until: 10 },
    includeTopicOperations: since(8, boolean),
  },
  response: {
    throttleMs: since(3, int32),
    brokers: array({ nodeId: int32, host: string, port: int32, rack: since(1, nullable(string)) }),
    clusterId: since(2, nullable(string)),
    controllerId: since(1, int32),
    topics: array({
      error: int16,
      name: defaulted(nullable(string, 12), ''),
      id: since(10, uuid),
      isInternal: since(1, boolean),
      partitions: array({
        error: int16,
        index: int32,
        leaderId: int32,
        leaderEpoch: since(7, int32, -1),
        replicas: array(int32),
        inSyncReplicas: array(int32),
        offlineReplicas: since(5, array(int32)),
      }),
      operations: since(8, int32, operationsNotAsked),
    }),
    clusterOperations: { ...since(8, int32, operationsNotAsked), until: 10 },
  },
  handle({ topics: asked, allowAutoCreate, includeTopicOperations }, { broker, header, log }) {
    const wantsAll = asked === null || (header.apiVersion === 0 && asked.length === 0)
    const describe = (topic: Topic) => describeTopic(topic, broker.nodeId, includeTopicOperations)
    const one = ({ id, name }: { id: string; name: string | null }) => {
      if (name === null || (name === '' && id !== zeroUuid)) {
        const topic = broker.topics.byId(id)
        return topic ? describe(topic) : { ...unknown(errors.unknownTopicId, header.apiVersion >= 12 ? null : ''), id }
      }
      const topic = broker.topics.get(name)
      return topic ? describe(topic) : autoCreate(name, allowAutoCreate, { broker, log })
    }
    return {
      brokers: [{ nodeId: broker.nodeId, host: broker.host, port: broker.port, rack: null }],
      clusterId: broker.clusterId,
      controllerId: broker.nodeId,
      topics: wantsAll ? [...broker.topics.all()].map(describe) : asked.map(one),
    }
  },
})

function describeTopic(topic: Topic, nodeId: number, includeOperations: boolean) {
  const replicas = [nodeId]
  return {
    error: errors.none,
    name: topic.name,
    id: topic.id,
    isInternal: topic.isInternal,
    partitions: topic.partitions.map(({ index, leaderEpoch }) => ({
      error: errors.none,
      index,
      leaderId: nodeId,
      leaderEpoch,
      replicas,
      inSyncReplicas: replicas,
    })),
    operations: includeOperations ? topicOperations : operationsNotAsked,
  }
}

function autoCreate(name: string, isAllowed: boolean, { broker, log }: Pick<HandlerContext, 'broker' | 'log'>) {
  if (!isAllowed || !broker.topics.config.autoCreateTopics) return unknown(errors.unknownTopicOrPartition, name)
  try {
    broker.topics.create({ name, partitionCount: -1 })
    log.info({ topic: name }, 'a topic was made because a client asked for it')
    return unknown(errors.unknownTopicOrPartition, name)
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return unknown(error.code, name)
  }
}

function unknown(error: number, name: string | null) {
  return { error, name, isInternal: false, partitions: [] }
}
