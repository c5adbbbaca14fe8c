import { errors } from '../wire/errors'

/** Requests of before version 2 (InitProducerId: 4) know a fenced producer by its epoch only. */
export function fencedAs(error: number, knowsFenced: boolean): number {
  return error === errors.producerFenced && !knowsFenced ? errors.invalidProducerEpoch : error
}

/**
 * Why a write within a transaction is refused, as the writer is told. TRANSACTION_ABORTABLE is known since KIP-890;
 * what is about to end is an error that the client tries again after.
 */
export function writeFault(error: number, knowsAbortable: boolean): number {
  switch (error) {
    case errors.producerFenced:
      return errors.invalidProducerEpoch
    case errors.transactionAbortable:
      return knowsAbortable ? error : errors.invalidTxnState
    case errors.concurrentTransactions:
      return errors.notEnoughReplicas
    default:
      return error
  }
}
