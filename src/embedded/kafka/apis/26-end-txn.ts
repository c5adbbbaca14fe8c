import { boolean, int16, int32, int64, string } from '../wire/fields'
import { api } from './api'
import { fencedAs } from './transaction-errors'

/**
 * EndTxn, versions 0 to 4: commits or aborts. What it wrote is visible when the answer comes.
 *
 * - Version 5 raises the epoch with each transaction (KIP-890, part 2); it belongs to the feature transaction.version 2,
 *   which is not offered here, so that clients keep to 4.
 */
export const endTxn = api({
  key: 26,
  name: 'EndTxn',
  versions: [0, 4],
  flexible: 3,
  request: { transactionalId: string, producerId: int64, epoch: int16, isCommit: boolean },
  response: { throttleMs: int32, error: int16 },
  async handle({ transactionalId, isCommit, ...sender }, { broker, header }) {
    const error = await broker.transactions.end(transactionalId, sender, isCommit)
    return { throttleMs: 0, error: fencedAs(error, header.apiVersion >= 2) }
  },
})
