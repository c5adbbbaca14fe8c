import { errors, KafkaError } from '../wire/errors'
import { defaulted, int16, int32, int64, nullable, since, string } from '../wire/fields'
import { api } from './api'
import { fencedAs } from './transaction-errors'

/**
 * InitProducerId, versions 0 to 5: a new id with epoch 0 for an idempotent producer; for a transactional one the id of
 * its transactional id with the next epoch, which fences all earlier producers and aborts what they left open.
 *
 * - A producer that is not transactional and gives its id and epoch (from version 3, KIP-360) gets a new id: what it wrote
 *   under the old one is remembered by the partitions, and the new one begins at sequence 0.
 * - Not done: version 6, for prepared transactions (KIP-939).
 */
export const initProducerId = api({
  key: 22,
  name: 'InitProducerId',
  versions: [0, 5],
  flexible: 2,
  request: {
    transactionalId: nullable(string),
    transactionTimeoutMs: int32,
    producerId: since(3, int64, -1),
    producerEpoch: since(3, int16, -1),
  },
  response: {
    throttleMs: int32,
    error: int16,
    producerId: defaulted(int64, -1),
    producerEpoch: defaulted(int16, -1),
  },
  async handle({ transactionalId, transactionTimeoutMs, ...expected }, { broker, header }) {
    const { producerId: expectedId, producerEpoch: expectedEpoch } = expected
    if (transactionalId !== null) {
      // Both are given, or neither is.
      if (expectedId < 0 !== expectedEpoch < 0) return { throttleMs: 0, error: errors.invalidRequest }
      const identity = expectedId < 0 ? null : { producerId: expectedId, epoch: expectedEpoch }
      const found = await broker.transactions.initProducer(transactionalId, transactionTimeoutMs, identity)
      const error = fencedAs(found.error, header.apiVersion >= 4)
      return { throttleMs: 0, error, producerId: found.producerId, producerEpoch: found.epoch }
    }
    try {
      const producerId = await broker.topics.takeProducerId()
      return { throttleMs: 0, error: errors.none, producerId, producerEpoch: 0 }
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      return { throttleMs: 0, error: error.code }
    }
  },
})
