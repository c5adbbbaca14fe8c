import { errors } from '../wire/errors'
import { array, defaulted, int16, int32, int64, nullable, string } from '../wire/fields'
import { api, type HandlerContext } from './api'

/** DescribeProducers, version 0 (KIP-664): the idempotent producers that a partition knows, and their open transactions. */
export const describeProducers = api({
  key: 61,
  name: 'DescribeProducers',
  versions: [0, 0],
  flexible: 0,
  request: { topics: array({ name: string, partitions: array(int32) }) },
  response: {
    throttleMs: int32,
    topics: array({
      name: string,
      partitions: array({
        index: int32,
        error: int16,
        message: nullable(string),
        producers: array({
          producerId: int64,
          producerEpoch: int32,
          lastSequence: defaulted(int32, -1),
          lastTimestamp: defaulted(int64, -1),
          coordinatorEpoch: int32,
          currentTransactionStart: defaulted(int64, -1),
        }),
      }),
    }),
  },
  handle({ topics }, context) {
    return {
      throttleMs: 0,
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(index => describe(name, index, context)),
      })),
    }
  },
})

function describe(topic: string, index: number, { broker }: HandlerContext) {
  const partition = broker.topics.partition(topic, index)
  if (!partition) return { index, error: errors.unknownTopicOrPartition, message: null, producers: [] }
  const { log } = partition
  const producers = [...log.producers.entries()].map(({ producerId, epoch, batches, coordinatorEpoch }) => ({
    producerId,
    producerEpoch: epoch,
    lastSequence: batches.at(-1)?.lastSequence,
    lastTimestamp: batches.at(-1)?.timestamp,
    coordinatorEpoch,
    currentTransactionStart: log.transactions.startOf(producerId),
  }))
  return { index, error: errors.none, message: null, producers }
}
