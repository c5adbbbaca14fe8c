import { transactionStates } from '../transactions'
import { errors } from '../wire/errors'
import { array, int16, int32, int64, since, string } from '../wire/fields'
import { api } from './api'

/** ListTransactions, versions 0 and 1 (KIP-664): those that match all filters; the duration is of version 1 (KIP-994). */
export const listTransactions = api({
  key: 66,
  name: 'ListTransactions',
  versions: [0, 1],
  flexible: 0,
  request: { states: array(string), producerIds: array(int64), durationMs: since(1, int64, -1) },
  response: {
    throttleMs: int32,
    error: int16,
    unknownStates: array(string),
    transactions: array({ transactionalId: string, producerId: int64, state: string }),
  },
  handle({ states, producerIds, durationMs }, { broker }) {
    const now = broker.clock.now()
    const unknownStates = states.filter(state => !transactionStates.some(known => known === state))
    const transactions = broker.transactions
      .all()
      .filter(({ state }) => states.length === 0 || states.includes(state))
      .filter(({ producerId }) => producerIds.length === 0 || producerIds.includes(producerId))
      .filter(({ startMs }) => durationMs < 0 || (startMs >= 0 && now - startMs > durationMs))
      .map(({ id, producerId, state }) => ({ transactionalId: id, producerId, state }))
    return { throttleMs: 0, error: errors.none, unknownStates, transactions }
  },
})
