import { offsetsTopic } from '../topics'
import { int16, int32, int64, string } from '../wire/fields'
import { api } from './api'
import { fencedAs } from './transaction-errors'

/** AddOffsetsToTxn, versions 0 to 4: the producer is about to commit offsets of a group within its transaction. */
export const addOffsetsToTxn = api({
  key: 25,
  name: 'AddOffsetsToTxn',
  versions: [0, 4],
  flexible: 3,
  request: { transactionalId: string, producerId: int64, epoch: int16, groupId: string },
  response: { throttleMs: int32, error: int16 },
  async handle({ transactionalId, groupId, ...sender }, { broker, header }) {
    const partitions = new Map([[offsetsTopic, new Set([broker.groups.partitionOf(groupId)])]])
    const error = await broker.transactions.addPartitions(transactionalId, sender, partitions)
    return { throttleMs: 0, error: fencedAs(error, header.apiVersion >= 2) }
  },
})
