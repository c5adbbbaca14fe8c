import { errors, KafkaError } from '../wire/errors'
import { defaulted, int16, int32, int64, nullable, since, string } from '../wire/fields'
import { api } from './api'

/**
 * InitProducerId, versions 0 to 5: a new id with epoch 0 for an idempotent producer.
 *
 * - A producer that gives its id and epoch (from version 3, KIP-360) gets a new id: what it wrote under the old one is
 *   remembered by the partitions, and the new one begins at sequence 0.
 * - Not done: transactional ids. There is no transaction coordinator, which is answered with UNSUPPORTED_VERSION, so
 *   that clients give up at once and say so.
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
  async handle({ transactionalId }, { broker }) {
    if (transactionalId === '') return { throttleMs: 0, error: errors.invalidRequest }
    if (transactionalId !== null) return { throttleMs: 0, error: errors.unsupportedVersion }
    try {
      const producerId = await broker.topics.takeProducerId()
      return { throttleMs: 0, error: errors.none, producerId, producerEpoch: 0 }
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error
      return { throttleMs: 0, error: error.code }
    }
  },
})
