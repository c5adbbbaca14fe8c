import { offsetsTopic } from '../topics'
import { errors } from '../wire/errors'
import { array, int16, int32, int64, nullable, since, string } from '../wire/fields'
import { api } from './api'
import { writeFault } from './transaction-errors'

/**
 * TxnOffsetCommit, versions 0 to 4: offsets of a group that count once the transaction commits.
 *
 * - From version 3 on (KIP-447) the consumer's generation and member id are checked when they are given.
 * - The group must have been added with AddOffsetsToTxn; version 5 does that by itself and belongs to transaction.version 2.
 */
export const txnOffsetCommit = api({
  key: 28,
  name: 'TxnOffsetCommit',
  versions: [0, 4],
  flexible: 3,
  request: {
    transactionalId: string,
    groupId: string,
    producerId: int64,
    epoch: int16,
    generation: since(3, int32, -1),
    memberId: since(3, string),
    instanceId: since(3, nullable(string)),
    topics: array({
      name: string,
      partitions: array({ index: int32, offset: int64, leaderEpoch: since(2, int32, -1), metadata: nullable(string) }),
    }),
  },
  response: {
    throttleMs: int32,
    topics: array({ name: string, partitions: array({ index: int32, error: int16 }) }),
  },
  async handle({ transactionalId, producerId, epoch, ...request }, { broker, header }) {
    const { groups, transactions } = broker
    const partition = groups.partitionOf(request.groupId)
    const fault = transactions.check(transactionalId, { producerId, epoch }, offsetsTopic, partition)
    if (fault !== errors.none) {
      const error = writeFault(fault, header.apiVersion >= 4)
      const topics = request.topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ index }) => ({ index, error })),
      }))
      return { throttleMs: 0, topics }
    }
    const commit = { ...request, retentionMs: -1, knowsGroupIdNotFound: false }
    return { throttleMs: 0, topics: await groups.offsets.commitPending(commit, { id: producerId, epoch }) }
  },
})
