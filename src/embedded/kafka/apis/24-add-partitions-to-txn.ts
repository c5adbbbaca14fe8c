import { errors } from '../wire/errors'
import { array, int16, int32, int64, string } from '../wire/fields'
import { api } from './api'
import { fencedAs } from './transaction-errors'

/**
 * AddPartitionsToTxn, versions 0 to 3: partitions that the producer is about to write to.
 *
 * - One partition that there is not keeps all of them out: the others are OPERATION_NOT_ATTEMPTED.
 * - Versions 4 and 5 are what brokers ask each other (KIP-890); clients keep to 3.
 */
export const addPartitionsToTxn = api({
  key: 24,
  name: 'AddPartitionsToTxn',
  versions: [0, 3],
  flexible: 3,
  request: {
    transactionalId: string,
    producerId: int64,
    epoch: int16,
    topics: array({ name: string, partitions: array(int32) }),
  },
  response: {
    throttleMs: int32,
    topics: array({ name: string, partitions: array({ index: int32, error: int16 }) }),
  },
  async handle({ transactionalId, topics, ...sender }, { broker, header }) {
    const answer = (errorOf: (topic: string, index: number) => number) => ({
      throttleMs: 0,
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(index => ({ index, error: errorOf(name, index) })),
      })),
    })
    const isThere = (topic: string, index: number) => broker.topics.partition(topic, index) !== undefined
    if (!topics.every(({ name, partitions }) => partitions.every(index => isThere(name, index)))) {
      return answer((topic, index) =>
        isThere(topic, index) ? errors.operationNotAttempted : errors.unknownTopicOrPartition,
      )
    }
    const partitions = new Map<string, Set<number>>()
    for (const topic of topics) {
      partitions.set(topic.name, new Set([...(partitions.get(topic.name) ?? []), ...topic.partitions]))
    }
    const error = await broker.transactions.addPartitions(transactionalId, sender, partitions)
    return answer(() => fencedAs(error, header.apiVersion >= 2))
  },
})
