import { errors } from '../wire/errors'
import { array, defaulted, int16, int32, int64, string } from '../wire/fields'
import { api } from './api'

/** DescribeTransactions, version 0 (KIP-664). */
export const describeTransactions = api({
  key: 65,
  name: 'DescribeTransactions',
  versions: [0, 0],
  flexible: 0,
  request: { transactionalIds: array(string) },
  response: {
    throttleMs: int32,
    transactions: array({
      error: int16,
      transactionalId: string,
      state: defaulted(string, ''),
      timeoutMs: defaulted(int32, 0),
      startMs: defaulted(int64, 0),
      producerId: defaulted(int64, 0),
      epoch: defaulted(int16, 0),
      topics: defaulted(array({ name: string, partitions: array(int32) }), []),
    }),
  },
  handle({ transactionalIds }, { broker }) {
    const transactions = transactionalIds.map(transactionalId => {
      if (transactionalId === '') return { error: errors.invalidRequest, transactionalId }
      const found = broker.transactions.get(transactionalId)
      if (!found) return { error: errors.transactionalIdNotFound, transactionalId }
      const { state, timeoutMs, startMs, producerId, epoch } = found
      const topics = [...found.partitions].map(([name, indexes]) => ({ name, partitions: [...indexes] }))
      return { error: errors.none, transactionalId, state, timeoutMs, startMs, producerId, epoch, topics }
    })
    return { throttleMs: 0, transactions }
  },
})
